"""`manage.py make_docs`: writes the pages of docs/ that are made from declarations.

What is declared is in `councils.kinds` and `councils.machines`; nothing is kept here.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.generated_docs import pages


class Command(BaseCommand):
    help = "Write the generated pages of docs/, or check that they are fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer --check, which writes nothing."""
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Write what differs; with --check raise CommandError naming it instead."""
        docs = Path(settings.BASE_DIR) / "docs"
        stale = []
        for name, text in pages().items():
            path = docs / name
            if path.exists() and path.read_text() == text:
                continue
            stale.append(f"docs/{name}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run `make docs`.")
        self.stdout.write(f"Written: {', '.join(stale) or 'nothing, all is fresh'}.")
