"""Pages of a list and their addresses; cards in order, snippets that can do no harm."""

from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.http import Http404, QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalogue.filters import UseCaseFilter
from catalogue.models import Stage
from councils.facets import CountedFacet, CountedOption
from councils.listing import Pages, address, all_cards, cards, chips, pages_of
from councils.models import Sharing
from tests.cast import Cast
from tests.factories import make_use_case

places = st.integers(1, 400).flatmap(
    lambda count: st.tuples(
        st.integers(1, count), st.integers((count - 1) * 25 + 1, count * 25)
    )
)


@given(places)
def test_a_pages_links_reach_both_ends_and_its_neighbours(place: Any) -> None:
    number, total = place
    pages = Pages(number, total, QueryDict("q=notes"))
    numbers = [link["number"] for link in pages.links if "number" in link]
    assert numbers == sorted(set(numbers))
    near = {number - 1, number, number + 1} & set(range(1, pages.count + 1))
    assert {1, pages.count} | near <= set(numbers)
    assert [link["number"] for link in pages.links if link.get("is_current")] == [
        number
    ]
    assert len(pages.links) <= 9


@given(places)
def test_a_gap_stands_only_where_pages_are_left_out(place: Any) -> None:
    pages = Pages(*place, QueryDict())
    links = [link.get("number") for link in pages.links]
    for before, link, after in zip(links, links[1:], links[2:], strict=False):
        assert link is not None or after > before + 1
    for one, next_one in pairwise(links):
        assert None in (one, next_one) or next_one == one + 1


@given(st.integers(0, 500), st.integers(1, 30))
def test_pages_show_every_row_once(total: int, size: int) -> None:
    count = Pages(1, total, QueryDict(), size).count
    shown: list[int] = []
    for number in range(1, count + 1):
        pages = Pages(number, total, QueryDict(), size)
        if pages.last_shown:
            shown += range(pages.first_shown, pages.last_shown + 1)
        assert bool(pages.next_url) == (number < count)
        assert bool(pages.previous_url) == (number > 1)
    assert shown == list(range(1, total + 1))


@given(st.text(max_size=10))
def test_any_page_asked_for_is_one_of_the_list_or_not_found(given_page: str) -> None:
    query = QueryDict(mutable=True)
    query["page"] = given_page
    try:
        pages = pages_of(60, query)
    except Http404:
        return
    assert 1 <= pages.number <= 3


@pytest.mark.parametrize("page", ["0", "4", "-1", "٣", "1e1", "9" * 40, "x", " 1"])
def test_a_page_that_is_not_there_is_not_found(page: str) -> None:
    query = QueryDict(mutable=True)
    query["page"] = page
    with pytest.raises(Http404):
        pages_of(60, query)


def test_an_empty_list_has_one_page() -> None:
    pages = pages_of(0, QueryDict())
    assert (pages.count, pages.first_shown, pages.last_shown) == (1, 0, 0)


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(st.text(min_size=1))))
def test_an_address_says_the_whole_query_and_no_empty_part(asked: Any) -> None:
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, [*values, ""])
    said = parse_qs(address(query, page="2")[1:], keep_blank_values=True)
    assert said.pop("page") == ["2"]
    assert said == {name: values for name, values in asked.items() if values}
    assert query.get("page") is None


def test_a_chip_takes_away_its_own_value_and_the_page() -> None:
    chosen = [CountedOption(v, v.title(), 1, True) for v in ("scan", "pilot")]
    facet = CountedFacet("stage", "Stage", [*chosen, CountedOption("x", "X", 3, False)])
    query = QueryDict("stage=scan&stage=pilot&q=notes&page=3&stage=scan")
    scan, pilot = chips([facet], query)
    assert (scan.label, scan.facet) == ("Scan", "Stage")
    assert scan.url == "?stage=pilot&q=notes"
    assert pilot.url == "?stage=scan&stage=scan&q=notes"


def listed(query: str, reader: Any) -> UseCaseFilter:
    return UseCaseFilter(QueryDict(query), kind_number=1, reader=reader)


def test_cards_come_in_the_order_of_the_list(cast: Cast) -> None:
    for title in ("Bins", "Adults", "Care"):
        make_use_case(cast.lead, title, sharing=Sharing.REGION)
    found = listed("sort=title", cast.neighbour)
    assert [c.shown["title"] for c in cards(found, 0, 2)] == ["Adults", "Bins"]
    assert [c.shown["title"] for c in cards(found, 2, 9)] == ["Care"]
    assert [c.key for c in all_cards(found)] == [c.key for c in cards(found, 0, 9)]


def test_a_snippet_marks_the_word_and_escapes_the_rest(cast: Cast) -> None:
    make_use_case(
        cast.lead,
        summary="Listens & writes <script>alert(1)</script> for the bridge team.",
    )
    (card,) = cards(listed("q=bridges", cast.lead), 0, 9)
    assert "<mark>bridge</mark>" in str(card.snippet)
    assert "Listens &amp; writes" in str(card.snippet)
    assert "<script" not in str(card.snippet)


def test_a_word_of_the_title_is_marked_there_and_not_said_again(cast: Cast) -> None:
    make_use_case(cast.lead, "Bridges & <b>roads</b> inspected", result="Less climbing")
    (card,) = cards(listed("q=bridge", cast.lead), 0, 9)
    assert str(card.title).startswith("<mark>Bridges</mark> &amp; &lt;b&gt;roads")
    assert card.snippet is None


def test_a_snippet_does_not_begin_with_the_title(cast: Cast) -> None:
    make_use_case(cast.lead, "Bridges inspected", result="A drone looks at each bridge")
    (card,) = cards(listed("q=drone", cast.lead), 0, 9)
    assert card.title is None
    assert "Bridges inspected" not in str(card.snippet)


def test_a_snippet_has_no_signs_of_markdown_and_no_names_run_together(
    cast: Cast,
) -> None:
    learnt = "- **Mend** the bridges first\n- See [our notes](https://a.example/n)"
    make_use_case(cast.lead, learnings=learnt, partners=["westmere"])
    (card,) = cards(listed("q=bridges", cast.lead), 0, 9)
    said = str(card.snippet)
    assert "Mend the <mark>bridges</mark> first · See our notes · Northford" in said
    assert said.endswith("Westmere …")


def test_a_snippet_shows_where_it_was_cut(cast: Cast) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    make_use_case(cast.lead, challenge=f"{long} bridge {long}")
    (card,) = cards(listed("q=bridge", cast.lead), 0, 9)
    assert str(card.snippet).startswith("… word")
    assert str(card.snippet).endswith(" …")


def test_without_words_there_is_no_snippet(cast: Cast) -> None:
    make_use_case(cast.lead, stage=Stage.PILOT)
    (card,) = cards(listed("stage=pilot", cast.lead), 0, 9)
    assert card.snippet is None
