"""Names the resources floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The shelf: policies, assessments, playbooks, job roles, lessons."""

    name = "resources"
    verbose_name = "Shared resources"
