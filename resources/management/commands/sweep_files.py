"""`manage.py sweep_files`: finds files that no version points at, and removes them.

A file is never removed while a row points at it, nor while it is young: the
transaction that will point at it may still be open.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from resources.models import ResourceVersion
from resources.storing import FOLDERS

YOUNG = timedelta(hours=24)


class Command(BaseCommand):
    help = (
        "Report files that no version points at, older than a day; with --remove,"
        " remove them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to remove what is found."""
        parser.add_argument("--remove", action="store_true", help="remove them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each orphan, and how many bytes they take."""
        count = size = 0
        for key in orphans():
            count, size = count + 1, size + default_storage.size(key)
            self.stdout.write(key)
            if options["remove"]:
                default_storage.delete(key)
        done = "removed" if options["remove"] else "found"
        self.stdout.write(
            f"{count} files that nothing points at {done}, {size:,} bytes."
        )


def orphans() -> Iterator[str]:
    """The keys of old files that no row points at."""
    before = timezone.now() - YOUNG
    for folder in FOLDERS:
        for name in _names(folder):
            key = f"{folder}/{name}"
            if default_storage.get_modified_time(key) < before and not _is_used(key):
                yield key


def _names(folder: str) -> list[str]:
    try:
        return sorted(default_storage.listdir(folder)[1])
    except FileNotFoundError:
        return []


def _is_used(key: str) -> bool:
    rows = ResourceVersion.objects
    return rows.filter(file=key).exists() or rows.filter(picture=key).exists()
