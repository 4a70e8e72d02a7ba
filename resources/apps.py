"""Names the resources floor to Django; what the floor is for is in docs/developing.md."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The shelf: policies, assessments, playbooks, job roles, lessons."""

    name = "resources"
    verbose_name = "Shared resources"
