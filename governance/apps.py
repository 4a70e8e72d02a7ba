"""Names the governance floor to Django; what the floor is for is in docs/developing.md."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """May we: assessments, gates, risks, incidents."""

    name = "governance"
    verbose_name = "Governance"
