"""Counts beside the options are what one gets by counting, whatever is chosen."""

import random
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from catalogue.models import ServiceArea, UseCase
from catalogue.models.choices import AiType, Readiness, Sensitivity, Stage, Status
from councils.bulk import create_records
from councils.changes import change_set
from councils.facets import Facet, ListFacet, MaskFacet, Vocabulary, vocabulary_of
from councils.models import Sharing
from tests.cast import PARTS, Cast

FACETS = {
    "stage": ("stage", Stage.values),
    "status": ("status", Status.values),
    "sensitivity": ("sensitivity", Sensitivity.values),
    "ai_type": ("ai_types", AiType.values),
    "readiness": ("readiness", Readiness.values),
    "service_area": ("service_areas", ["planning", "housing", "adults"]),
}

masks = st.dictionaries(st.integers(0, 2**63 - 1), st.integers(1, 99), max_size=9)
lists = st.dictionaries(
    st.lists(st.integers(1, 300), unique=True).map(tuple), st.integers(1, 99)
)


@given(masks)
def test_a_masks_counts_are_those_of_its_bits(found: dict[int, int]) -> None:
    by_hand = Counter(
        {
            bit: count
            for bit in range(63)
            if (count := sum(n for mask, n in found.items() if mask >> bit & 1))
        }
    )
    assert MaskFacet("readiness", "Reuse").fold(found) == by_hand


@given(lists)
def test_a_lists_counts_are_those_of_its_members(found: Any) -> None:
    folded = ListFacet("councils", "Council").fold(found)
    assert folded.total() == sum(len(ids) * n for ids, n in found.items())
    for number in folded:
        assert folded[number] == sum(n for ids, n in found.items() if number in ids)


@given(st.dictionaries(st.integers(0, 9), st.integers(1, 99)))
def test_a_codes_counts_are_as_found(found: dict[int, int]) -> None:
    assert dict(Facet("stage", "Stage").fold(found)) == found


def test_a_vocabulary_is_known_by_value_and_number() -> None:
    words = vocabulary_of(Stage, 1)
    assert [o.number for o in words.options] == [1, 2, 3, 4]
    assert words.by_value["pilot"] is words.by_number[3]
    assert Vocabulary(()).by_value == {}


def random_entry(dice: random.Random, cast: Cast, number: int) -> UseCase:
    is_active = dice.random() < 0.7
    return UseCase(
        title=f"Entry {number}",
        lead=dice.choice([cast.northford, cast.westmere, cast.eastmoor]),
        stage=dice.choice(["scan", "pilot", "scale"]),
        status="active" if is_active else dice.choice(["paused", "stopped"]),
        status_reason="" if is_active else "cost",
        sensitivity=dice.choice(["", *Sensitivity.values]),
        ai_types=[word for word in AiType.values if dice.random() < 0.4],
        readiness=[word for word in Readiness.values if dice.random() < 0.3],
        publishing=dice.choice(["draft", "published", "published", "retired"]),
        sharing=dice.choice(Sharing.values),
    )


@pytest.fixture
def shelf(cast: Cast) -> Cast:
    """Forty entries of three councils, each at random."""
    dice = random.Random(7)
    areas = [
        ServiceArea.objects.create(code=code, label=code.title())
        for code in FACETS["service_area"][1]
    ]
    made = [random_entry(dice, cast, number) for number in range(40)]
    links = [[a.pk for a in areas if dice.random() < 0.5] for _ in made]
    with change_set(by=cast.lead):
        create_records(USE_CASE, made, {"service_areas": links})
    return cast


def values_of(entry: UseCase, facet: str) -> list[str]:
    found = getattr(entry, FACETS[facet][0])
    if facet == "service_area":
        return [area.code for area in found.all()]
    return found if isinstance(found, list) else [found]


def fits(entry: UseCase, chosen: dict[str, list[str]], besides: str = "") -> bool:
    return all(
        set(values_of(entry, facet)) & set(asked)
        for facet, asked in chosen.items()
        if asked and facet != besides
    )


def seen_by(reader: Any) -> list[UseCase]:
    rows = UseCase.objects.visible_to(reader)
    return list(rows.prefetch_related("service_areas"))


def random_choice(dice: random.Random) -> dict[str, list[str]]:
    facets = dice.sample(sorted(FACETS), dice.randrange(4))
    return {f: dice.sample(FACETS[f][1], dice.randint(1, 3)) for f in facets}


def query_of(chosen: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for facet, asked in chosen.items():
        query.setlist(facet, asked)
    return query


@pytest.mark.parametrize("part", ["lead", "neighbour", "moderator", "stranger"])
def test_counts_are_what_counting_by_hand_gives(shelf: Cast, part: str) -> None:
    reader = shelf.person(part)
    seen = seen_by(reader)
    dice = random.Random(part)
    for _ in range(12):
        chosen = random_choice(dice)
        listed = UseCaseFilter(query_of(chosen), kind_number=1, reader=reader)
        wanted = {entry.pk for entry in seen if fits(entry, chosen)}
        assert listed.total == len(wanted), chosen
        assert set(listed.rows.values_list("record", flat=True)) == wanted
        for facet in listed.counted_facets:
            if facet.code not in FACETS:
                continue
            by_hand = Counter(
                value
                for entry in seen
                if fits(entry, chosen, besides=facet.code)
                for value in values_of(entry, facet.code)
                if value
            )
            counted = {o.value: o.count for o in facet.options if o.count}
            assert counted == by_hand, (facet.code, chosen)


def test_what_is_chosen_stays_on_offer_and_comes_first(shelf: Cast) -> None:
    query = query_of({"stage": ["scale"], "readiness": ["training"]})
    listed = UseCaseFilter(query, kind_number=1, reader=shelf.lead)
    facets = {facet.code: facet for facet in listed.counted_facets}
    for code, value in (("stage", "scale"), ("readiness", "training")):
        assert facets[code].options[0].value == value
        assert [option.value for option in facets[code].chosen] == [value]


def test_retired_entries_come_last_in_every_order(shelf: Cast) -> None:
    for sort in ("newest", "title", "stage", "verified"):
        listed = UseCaseFilter(
            QueryDict(f"sort={sort}"), kind_number=1, reader=shelf.lead
        )
        retired = list(listed.rows.values_list("is_retired", flat=True))
        assert retired == sorted(retired)
        assert True in retired


def test_each_reader_counts_only_what_they_see(shelf: Cast) -> None:
    for part in PARTS:
        reader = shelf.person(part)
        listed = UseCaseFilter(QueryDict(), kind_number=1, reader=reader)
        assert listed.total == len(seen_by(reader))
