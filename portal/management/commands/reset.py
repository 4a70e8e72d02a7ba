"""`manage.py reset`: drops all that the embedded database of this clone holds.

A database named by DATABASE_URL is never touched.
"""

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import embedded_postgres


class Command(BaseCommand):
    help = "Drop the embedded database and the mail of the local run, after asking."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, then drop; raises CommandError where that would hurt somebody."""
        if not settings.USES_EMBEDDED_DATABASE:
            raise CommandError("DATABASE_URL is set: drop that database yourself.")
        if self.is_in_use():
            raise CommandError("The portal is running: stop it first (Ctrl-C).")
        place = embedded_postgres.home()
        if not self.agreed(f"Drop everything in {place}? [y/N] "):
            self.stdout.write("Nothing was dropped.")
            return
        connection.close()
        embedded_postgres.reset()
        shutil.rmtree(settings.MAIL_DIR, ignore_errors=True)
        self.stdout.write("Dropped. The next `make run` starts afresh.")

    def is_in_use(self) -> bool:
        """Whether anybody else is connected to the database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return bool(cursor.fetchone()[0])

    def agreed(self, question: str) -> bool:
        """Whether the person says yes; an empty or missing answer is no."""
        self.stdout.write(question, ending="")
        self.stdout.flush()
        try:
            return input().strip().lower() in ("y", "yes")
        except EOFError:
            self.stdout.write("")
            return False
