"""The longest that one statement of a web request may take in the database.

`portal.wsgi` sets it as the web server starts, so that commands and the worker, which
may take their time, have none. What a reader is told is `portal.errors`'.
"""

from typing import Any

from django.conf import settings


def limit_statements() -> None:
    """Have every connection that this process opens from now on ask for the limit.

    It travels with the opening of the connection and costs no statement. What is
    streamed is read in many short statements, each with the whole time to itself.
    """
    if settings.STATEMENT_SECONDS:
        options: dict[str, Any] = settings.DATABASES["default"].setdefault(
            "OPTIONS", {}
        )
        asked = f"-c statement_timeout={settings.STATEMENT_SECONDS}s"
        options["options"] = f"{options.get('options', '')} {asked}".strip()
