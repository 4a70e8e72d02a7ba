"""A statement of a page has a limit, and what is streamed keeps within it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from councils.models import AuditEntry, AuditEvent
from councils.spelling import like_enough
from portal.embedded_postgres import CLONE
from tests.cast import Cast

LIMIT = "from django.db import connection as c; k = c.cursor(); "
LIMIT += "k.execute('SHOW statement_timeout'); print(k.fetchone()[0])"
WEB = f"import portal.wsgi; {LIMIT}"


def said_by(*command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **environment},
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("pool", ["on", "off"])
def test_the_web_server_asks_for_the_limit(pool: str) -> None:
    assert said_by("-c", WEB, STATEMENT_SECONDS="7", DATABASE_POOL=pool) == "7s"
    assert said_by("-c", WEB, STATEMENT_SECONDS="0", DATABASE_POOL=pool) == "0"


def test_options_of_the_databases_address_stay() -> None:
    command = (
        "from portal import settings as s; "
        "s.DATABASES['default']['OPTIONS']['options'] = '-c work_mem=7MB'; "
        f"{WEB.replace('statement_timeout', 'work_mem')}"
    )
    assert said_by("-c", command, STATEMENT_SECONDS="7") == "7MB"


def test_commands_and_the_worker_have_none() -> None:
    found = said_by("manage.py", "shell", "-v", "0", "-c", LIMIT, STATEMENT_SECONDS="7")
    assert found == "0"


@pytest.fixture
def impatient(transactional_db: None) -> Iterator[None]:
    """This connection asks for a third of a second, as the web server's do for more."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '333ms'")
        yield
        cursor.execute("RESET statement_timeout")


@pytest.fixture
def locked(impatient: None) -> Iterator[None]:
    """Somebody else keeps the table of all lists to themselves."""
    other: Any = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "BEGIN; LOCK TABLE councils_searchentry IN ACCESS EXCLUSIVE MODE"
            )
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_a_page_that_takes_too_long_says_so_and_leaves_a_line(
    locked: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Client(raise_request_exception=False).get("/use-cases/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This took too long" in answer.content.decode()
    assert "Statement took too long at /use-cases/" in caplog.text


def test_an_export_may_take_longer_than_any_statement_of_it(
    cast: Cast, as_user: Callable[[Any], Client], impatient: None
) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(event=AuditEvent.SIGNED_IN, by=cast.lead, subject=cast.lead)
        for _ in range(2_500)
    )
    lines = 0
    for piece in as_user(cast.region_admin).get("/audit.csv"):
        lines += piece.count(b"\n")
        if lines in (500, 1_500):
            time.sleep(0.5)
    assert lines > 2_500


def test_a_suggestions_patience_gives_the_limit_back(impatient: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        with like_enough(0.5):
            pass
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "333ms"
