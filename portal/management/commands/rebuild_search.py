"""`manage.py rebuild_search`: writes all search rows and list cards again.

What is in a row is `councils.search`'s.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from councils.search import rebuild


class Command(BaseCommand):
    help = "Write the search rows of every record again, from the records themselves."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite the rows and say how many records have one; readers see no gap."""
        with transaction.atomic():
            count = rebuild()
        self.stdout.write(f"Search rows written for {count:,} records.")
