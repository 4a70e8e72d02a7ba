"""Names the councils floor to Django and gathers what every floor declares.

What a kind of record or a machine declares is in the `kinds.py` and `machines.py` of
each floor.
"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CouncilsConfig(AppConfig):
    """Who: people, councils, roles, records and their history."""

    name = "councils"
    verbose_name = "Councils and people"

    def ready(self) -> None:
        """Load the declarations of all floors, by name, so that none is imported."""
        from councils import account_events
        from councils.changes import listen_to_links

        listen_to_links()
        account_events.listen()
        autodiscover_modules("kinds", "publishing", "proposing", "machines")
