"""Names the catalogue floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """What: suppliers, products and AI use cases."""

    name = "catalogue"
    verbose_name = "AI catalogue"
