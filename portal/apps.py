"""Names the portal floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The site: settings, addresses, home, health, commands."""

    name = "portal"
    verbose_name = "Portal"
