"""The floor answers what the portal answers; else its times would mean nothing."""

from io import StringIO
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from councils.listing import cards
from councils.models import Membership, Role, User
from tests.bench import catalogue, floor

QUERIES = ("", "stage=pilot", "q=assistant", "q=assistant&stage=pilot&service_area=ict")


@pytest.fixture
def through_django(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Let the floor read what the test wrote, in the test's own transaction."""

    def ask(sql: str, params: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return list(cursor.fetchall())

    monkeypatch.setattr(floor, "ask", ask)
    floor.words.cache_clear()
    floor.bits_by_code.cache_clear()
    floor.kept.clear()


@pytest.mark.usefixtures("through_django")
def test_counts_and_cards_are_those_of_the_portal() -> None:
    call_command("seed_scale", 120, stdout=StringIO())
    person = catalogue.member()
    council = Membership.objects.get(user=person, role=Role.DIGITAL_LEAD).council_id
    readers: list[tuple[User | AnonymousUser, int | None]] = [
        (AnonymousUser(), None),
        (person, council),
    ]
    for reader, member in readers:
        for query in QUERIES:
            listed = UseCaseFilter(
                QueryDict(query), kind_number=USE_CASE.number, reader=reader
            )
            total, found = floor.counts(parse_qs(query), member)
            assert total == listed.total > 0, query
            for name, counted in found.items():
                assert +counted == +listed.counts(name), (query, name)
            keys = [row[0] for row in floor.cards(parse_qs(query), member)]
            assert keys == [card.key for card in cards(listed, 0, 25)], query
