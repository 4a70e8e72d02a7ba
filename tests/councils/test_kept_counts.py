"""Counts of whole lists are kept until a write, each for its own audience."""

from typing import Any

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from councils.kept_counts import kept
from councils.models import Council, Sharing
from tests.cast import Cast
from tests.factories import make_use_case


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

    assert [kept("a list", count) for _ in "123"] == [0, 1, 1]
