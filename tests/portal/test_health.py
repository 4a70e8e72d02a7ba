"""Health, and the page while the database is away."""

import os
import subprocess
import sys

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from portal.embedded_postgres import CLONE

ASK = """
import django, sys
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
path, cookie = sys.argv[1:]
client.cookies["sessionid"] = cookie
answer = client.get(path)
print(answer.status_code, answer.headers.get("Retry-After"), answer.content.decode())
"""


def ask_without_a_database(
    path: str, session: str = ""
) -> subprocess.CompletedProcess[str]:
    """Ask for this page in a process whose database nobody can reach."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "DATABASE_POOL": "off",
    }
    return subprocess.run(
        [sys.executable, "-c", ASK, path, session],
        cwd=CLONE,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.django_db
def test_health_is_public_and_says_ok(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": "ok",
        "migrations": "applied",
        "scanner": "not configured: uploads are not scanned",
    }


@pytest.mark.django_db
def test_health_tells_of_a_scanner_that_is_silent(
    client: Client, settings: LazySettings
) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["scanner"] == "does not answer: uploads wait"


@pytest.mark.django_db
def test_health_says_which_migrations_wait(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("portal", "0001_cache_table")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "1 not applied"}


@pytest.mark.django_db
def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_health_says_that_the_database_is_away() -> None:
    done = ask_without_a_database("/healthz")
    assert done.stdout.startswith("503")
    assert '"database": "unreachable"' in done.stdout


def test_a_page_without_a_database_is_a_plain_503_with_a_log_line() -> None:
    done = ask_without_a_database("/accounts/login/", session="a" * 32)
    assert done.stdout.startswith("503 30")
    assert "away for a moment" in done.stdout
    assert "Database lost at /accounts/login/" in done.stderr
