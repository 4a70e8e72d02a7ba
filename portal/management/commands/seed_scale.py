"""`manage.py seed_scale N`: many invented use cases, to measure with.

What they say is `portal.loading.scale`'s.
"""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.loading.seeding import seed_scale


class Command(BaseCommand):
    help = "Add N varied, invented, published use cases; the same for the same seed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number, and a seed that is 1 unless said."""
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, count: int, seed: int, **options: Any) -> None:
        """Write them, saying how far it has got; raises CommandError elsewhere."""
        if not (settings.USES_EMBEDDED_DATABASE or settings.DEMONSTRATION):
            raise CommandError(
                "DATABASE_URL is set: invented entries are written there only with "
                "DEMONSTRATION=on, and never beside a council's own."
            )
        if count < 1:
            raise CommandError("N must be 1 or more.")
        begun = time.monotonic()
        for done in seed_scale(count, seed):
            if done % 10_000 == 0 or done == count:
                took = time.monotonic() - begun
                self.stdout.write(f"{done:,} of {count:,} after {took:.0f} s")
                self.stdout.flush()
