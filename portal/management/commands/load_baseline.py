"""`manage.py load_baseline`: the region's organisations, lists and public activity.

Safe to run at every start; what is loaded is `portal.loading.baseline`'s.
"""

from typing import Any

from django.core.management.base import BaseCommand

from portal.loading.baseline import load_baseline


class Command(BaseCommand):
    help = "Load the region's organisations, lists and publicly stated AI activity."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is missing and say how much it was."""
        written = {sort: count for sort, count in load_baseline().items() if count}
        said = ", ".join(f"{count} {sort}" for sort, count in written.items())
        self.stdout.write(f"Baseline: {f'wrote {said}' if said else 'nothing is new'}.")
