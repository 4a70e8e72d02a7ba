"""Names the portal floor to Django; what the floor is for is in docs/developing.md."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The site: settings, addresses, home, health, commands."""

    name = "portal"
    verbose_name = "Portal"
