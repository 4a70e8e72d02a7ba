"""Names the resources floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The shelf: policies, assessments, playbooks, job roles, lessons."""

    name = "resources"
    verbose_name = "Shared resources"

    def ready(self) -> None:
        """Let use cases lead to the documents that they make use of."""
        from councils.record_links import offer_tab

        page = "resources:use_case_documents"
        offer_tab("use_case", "Documents", "documents", page)
