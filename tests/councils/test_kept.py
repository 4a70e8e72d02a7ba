"""Counts and drawings of whole lists are kept until a write, for one audience each."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from councils.kept import Kept
from councils.models import Council, Sharing
from tests.cast import Cast
from tests.factories import edit, make_use_case


def listed(reader: Any, query: str = "") -> UseCaseFilter:
    return UseCaseFilter(QueryDict(query), kind_number=USE_CASE.number, reader=reader)


def counted(reader: Any, query: str = "") -> bool:
    """Whether asking for the total counted anew."""
    with CaptureQueriesContext(connection) as captured:
        _ = listed(reader, query).total
    return any("GROUPING SETS" in asked["sql"] for asked in captured.captured_queries)


def test_a_whole_list_is_counted_once_until_a_write(cast: Cast) -> None:
    make_use_case(cast.lead)
    assert counted(cast.reader)
    assert not counted(cast.reader)
    assert not counted(cast.owner), "of the same council"
    make_use_case(cast.lead)
    assert counted(cast.reader)
    assert listed(cast.reader).total == 2


def test_what_members_alone_are_shown_leaves_the_counts_as_they_are(
    cast: Cast,
) -> None:
    make_use_case(cast.lead)
    assert counted(cast.reader)
    cast.lead.name = "Somebody Else"
    cast.lead.save(update_fields=["name"])
    assert not counted(cast.reader)


def test_nobody_gets_the_counts_of_others(cast: Cast) -> None:
    make_use_case(cast.lead, sharing=Sharing.OWN)
    totals = {
        part: listed(cast.person(part)).total
        for part in ("reader", "neighbour", "stranger", "moderator", "owner")
    }
    assert totals == {
        "reader": 1,
        "owner": 1,
        "neighbour": 0,
        "moderator": 0,
        "stranger": 0,
    }
    make_use_case(cast.lead, sharing=Sharing.REGION)
    assert listed(cast.neighbour).total == 1
    assert listed(cast.stranger).total == 0


def test_a_narrowed_list_is_counted_each_time(cast: Cast) -> None:
    make_use_case(cast.lead)
    for query in ("stage=scan", "q=notes"):
        assert counted(cast.reader, query)
        assert counted(cast.reader, query)


def test_what_was_overtaken_while_it_was_counted_is_counted_again(cast: Cast) -> None:
    counts = []

    def count() -> int:
        counts.append(len(counts))
        if len(counts) == 1:  # somebody commits after this was counted
            Council.objects.update(source="Newer")
        return counts[-1]

    kept = Kept(1)
    assert [kept.get("a list", count) for _ in "123"] == [0, 1, 1]


def test_only_what_was_asked_for_last_is_kept(db: None) -> None:
    kept, made = Kept(2), []
    for asked in "abcab":
        kept.get(asked, lambda asked=asked: made.append(asked))
    assert made == ["a", "b", "c", "a", "b"]
    kept.get("b", lambda: made.append("b"))
    assert made == ["a", "b", "c", "a", "b"]


def drawn(client: Client) -> tuple[str, int]:
    """The list that whoever is signed in opens first, and its statements."""
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/use-cases/").content.decode()
    return page, len(captured)


def test_the_whole_list_is_drawn_once_for_an_audience(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    made = make_use_case(cast.lead, "Bridges inspected")
    reader, lead = as_user(cast.reader), as_user(cast.lead)
    page, first = drawn(reader)
    assert made.title in page
    page, later = drawn(reader)
    assert made.title in page
    assert later == 4 < first, "session, person, roles, generation"
    page, _ = drawn(lead)
    assert made.title in page
    assert "Add a use case" in page
    assert "Add a use case" not in drawn(reader)[0]
    edit(made, cast.lead, title="Bridges and roads inspected")
    assert "Bridges and roads inspected" in drawn(reader)[0]


def test_nobody_gets_what_was_drawn_for_others(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    made = make_use_case(cast.lead, "Bridges inspected", sharing=Sharing.OWN)
    seen = {
        part: made.title in drawn(as_user(cast.person(part)))[0]
        for part in ("reader", "neighbour", "moderator", "stranger", "owner")
    }
    assert [part for part, sees in seen.items() if sees] == ["reader", "owner"]
