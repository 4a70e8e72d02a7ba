"""`manage.py load_demo`: invented councils, people and entries to try the portal with.

Safe to run at every start; what is loaded is `portal.loading.demonstration`'s.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.loading.baseline import load_baseline
from portal.loading.demonstration import load_demonstration


class Command(BaseCommand):
    help = "Load the invented content of the demonstration; needs DEMONSTRATION on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is missing; raises CommandError outside a demonstration."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Invented content is loaded in a demonstration only. Set "
                "DEMONSTRATION=on, on a machine that holds no council's own entries."
            )
        load_baseline()
        written = {sort: n for sort, n in load_demonstration().items() if n}
        said = ", ".join(f"{count} {sort}" for sort, count in written.items())
        self.stdout.write(
            f"Demonstration: {f'wrote {said}' if said else 'nothing is new'}."
        )
