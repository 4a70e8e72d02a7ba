"""`manage.py measure_screening`: how well and how fast sensitive text is found.

The lines are tests/councils/labelled_lines.txt; docs/benchmarks.md keeps the result.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from councils.role_mailboxes import words_of_the_file
from tests.bench.screening import measure, report, write_into


class Command(BaseCommand):
    help = "Measure screening on the labelled lines, into docs/benchmarks.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, print and write; the rest of the page stays as it is."""
        said = report(measure(words_of_the_file()))
        write_into(settings.BASE_DIR / "docs" / "benchmarks.md", said)
        self.stdout.write(said)
