"""Names the catalogue floor to Django; what the floor is for is in docs/developing.md."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """What: suppliers, products and AI use cases."""

    name = "catalogue"
    verbose_name = "AI catalogue"
