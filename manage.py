#!/usr/bin/env python
"""Runs the project's commands; first finds or starts the embedded database if used.

What each command does is in the `management/commands` of its app.
"""

import os
import sys

NEEDS_NO_DATABASE = {"check_file"}


def main() -> None:
    """Run one command, in a clone where no variable need be set."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("DATABASE_POOL", "off")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from portal import embedded_postgres

    try:
        named = set(sys.argv[1:2])
        if settings.USES_EMBEDDED_DATABASE and not named & NEEDS_NO_DATABASE:
            embedded_postgres.ensure_running()
    except (ImproperlyConfigured, embedded_postgres.EmbeddedPostgresError) as fault:
        sys.exit(str(fault))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
