"""Fills the measurement's own database and says which statements a page asks of it.

Django must be set up on that database; nothing here knows of the load.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import UseCase
from councils.difference import Change, apply
from councils.models import Council, Membership, Role, Sharing, User
from tests.bench import floor, floor_site
from tests.bench.pages import Page

REPEATS = 7
COUNCIL = "brackenfell"
EDITS = 5


def fill(count: int) -> float:
    """Add entries until there are `count`; the seconds that it took."""
    have = UseCase.objects.count()
    begun = time.monotonic()
    call_command("seed_scale", max(1, count - have), seed=count)
    took = time.monotonic() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return took


def member() -> User:
    """A digital lead of one of the larger councils."""
    person, is_new = User.objects.get_or_create(
        email="bench@brackenfell.example", defaults={"name": "Bench Member"}
    )
    if is_new:
        council = Council.objects.get(slug=COUNCIL)
        Membership.objects.create(user=person, council=council, role=Role.DIGITAL_LEAD)
    return User.objects.get(pk=person.pk)


def edited_entry(by: User) -> str:
    """The key of a public entry of the member's council with a history."""
    entries = UseCase.objects.filter(lead__slug=COUNCIL, sharing=Sharing.PUBLIC)
    entry = entries.order_by("pk")[entries.count() // 2]
    for number in range(entry.version, EDITS):
        text = f"Measured again, {number} weeks later."
        before = entry.status_note
        entry = apply(entry, [Change("status_note", before, text)], by, "New figures")
    return str(entry.key)


def cookie_of(person: User) -> str:
    """A session of this person, as a Cookie header."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def portal_statements(page: Page, person: User) -> list[str]:
    """The statements that the portal asks for a page, as they were sent."""
    headers = {"host": "127.0.0.1"}
    if page.afresh:
        headers["cache-control"] = "no-cache"
    client = Client(headers=headers)
    if page.signed_in:
        client.force_login(person)
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.label}: status {answer.status_code}")
    return [query["sql"] for query in captured.captured_queries]


def floor_statements(page: Page, council: int) -> list[str]:
    """The statements that the floor asks for the same page."""
    path, _, query = page.path.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    if page.signed_in:
        environ["HTTP_X_MEMBER"] = str(council)

    def ignore(*args: Any) -> None:
        return None

    floor_site.application(environ, ignore)
    floor.said = []
    floor_site.application(environ, ignore)
    said, floor.said = floor.said, None
    return said


def milliseconds(statements: Iterable[str], database: str) -> float:
    """How long a plain psycopg takes over these statements: the median of several."""
    asked = [
        s for s in statements if s.lstrip("( ").upper()[:6] in ("SELECT", "WITH P")
    ]
    with psycopg.connect(
        database, autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as bare:

        def ask() -> None:
            for statement in asked:
                bare.execute(statement).fetchall()

        return _median(ask)


def _median(do: Callable[[], None]) -> float:
    do()
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def counting(statements: Iterable[str]) -> list[str]:
    """The statement that counts all facets at once."""
    return [s for s in statements if "GROUPING SETS" in s]
