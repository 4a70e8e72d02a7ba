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
from councils.models import Membership, Role, Sharing, User
from resources.filters import ResourceFilter
from tests.bench import catalogue, floor, floor_shelf
from tests.cast import Cast
from tests.resources.filed import filed

PHRASE = '"ask the union first"'
ON_THE_SHELF = ("", "type=policy", "q=lantern", f"q={PHRASE}", "q=lantern&type=policy")
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


@pytest.mark.usefixtures("through_django")
def test_resources_their_counts_and_the_pages_of_hits_are_those_of_the_portal(
    cast: Cast,
) -> None:
    for number in range(9):
        made_by = cast.neighbour if number % 3 else cast.lead
        filed(
            made_by,
            f"Lantern {number}" if number == 4 else f"Handbook {number}",
            {
                "page 1": "Begin small.",
                "page 2": "Hang a lantern." if number % 2 else "Ask the union first.",
            },
            sharing=(Sharing.OWN, Sharing.REGION, Sharing.PUBLIC)[number % 3],
            resource_type="policy" if number < 6 else "playbook",
            tags=["pilot", "unions"] if number % 2 else [],
            review_on=f"20{20 + number}-01-01" if number else None,
        )
    council = cast.lead.acting_for
    assert council is not None
    readers: list[tuple[User | AnonymousUser, int | None]] = [
        (AnonymousUser(), None),
        (cast.lead, council.pk),
    ]
    for reader, member in readers:
        for query in ON_THE_SHELF:
            listed = ResourceFilter(QueryDict(query), reader=reader)
            asked = parse_qs(query)
            total, found = floor.counts(asked, member, floor_shelf.counted)
            assert total == listed.total > 0, query
            for name, counted in found.items():
                assert +counted == +listed.counts(name), (query, name)
            drawn = cards(listed, 0, 25)
            shown = floor_shelf.cards(asked, member)
            assert [row[0] for row in shown] == [card.key for card in drawn], query
            places = [(row[3] or [""])[0] for row in shown]
            assert places == [card.place for card in drawn], query
    assert "page 2" in {row[3][0] for row in floor_shelf.cards({"q": [PHRASE]}, None)}
