"""`manage.py bench`: measures the portal beside the floor, in a database of its own.

What is measured, and how, is `tests/bench`'s; docs/how-to/measure.md explains it.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import sql

STATIC_NAMES = "staticfiles.json"


class Command(BaseCommand):
    help = "Measure the pages against the floor and write docs/benchmarks.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the long form of a release."""
        parser.add_argument("--full", action="store_true", help="the release run")

    def handle(self, *args: Any, full: bool = False, **options: Any) -> None:
        """Make the database, measure, drop it; raises CommandError where that fails."""
        if (
            settings.STATIC_HASHED
            and not (settings.STATIC_ROOT / STATIC_NAMES).exists()
        ):
            raise CommandError("The static files are not collected: use `make bench`.")
        with own_database() as address, TemporaryDirectory() as folder:
            ended = subprocess.run(
                [sys.executable, "-m", "tests.bench", *(["--full"] if full else [])],
                cwd=settings.BASE_DIR,
                env={**os.environ, **environment(address, folder)},
                check=False,
            )
        if ended.returncode:
            raise CommandError("Nothing was written. The lines above say why.")


def environment(address: str, folder: str) -> dict[str, str]:
    """The settings of a real site, on the measurement's own database and files."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": address,
        "FLOOR_DATABASE": address,
        "DATABASE_POOL": "off",
        "FILES_FOLDER": folder,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "memory://",
        "DEBUG": "off",
        "DEMONSTRATION": "on",
        "DEMO_PASSWORD": secrets.token_urlsafe(12),
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def own_database() -> Iterator[str]:
    """A database beside the portal's own, dropped afterwards; gives its address."""
    name = f"portal_bench_{os.getpid()}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
        sql.Identifier(name)
    )
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    try:
        with psycopg.connect(address_of("postgres"), autocommit=True) as server:
            server.execute(create)
            try:
                yield address_of(name)
            finally:
                server.execute(drop)
    except psycopg.OperationalError as fault:
        raise CommandError(
            f"No database could be made to measure in: {fault}"
        ) from None


def address_of(name: str) -> str:
    """The address of another database of the same server."""
    given = settings.DATABASES["default"]
    user, password = quote(given["USER"], safe=""), quote(given["PASSWORD"], safe="")
    account = f"{user}:{password}" if password else user
    host = given["HOST"] or ""
    place = given.get("OPTIONS", {}).get("host", "")
    port = f":{given['PORT']}" if given["PORT"] else ""
    query = f"?host={quote(place, safe='')}" if place else ""
    return f"postgresql://{account}@{host}{port}/{name}{query}"
