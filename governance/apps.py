"""Names the governance floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """May we: assessments, gates, risks, incidents."""

    name = "governance"
    verbose_name = "Governance"
