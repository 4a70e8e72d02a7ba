"""Lists asked in every way: hostile addresses, words, faults that are named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.actions import confirm_shared
from catalogue.filters import ProductFilter, UseCaseFilter
from catalogue.models import Stage
from councils.models import Sharing
from tests.cast import Cast
from tests.factories import make_product, make_supplier, make_use_case

NAMES = [*UseCaseFilter.base_filters, "page", "view", "column", "nonsense"]


def listed(query: str | QueryDict, reader: Any) -> UseCaseFilter:
    asked = QueryDict(query) if isinstance(query, str) else query
    return UseCaseFilter(asked, kind_number=1, reader=reader)


def titles(query: str, reader: Any) -> list[str]:
    return list(listed(query, reader).rows.values_list("title", flat=True))


hostile = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(
        st.text(max_size=30)
        | st.sampled_from(["scan", "northford", "code", "title", "NE-0001", "' OR 1"]),
        max_size=3,
    ),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile)
def test_any_address_gives_rows_or_named_faults_and_never_breaks(
    cast: Cast, asked: dict[str, list[str]]
) -> None:
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    found = listed(query, cast.lead)
    rows = list(found.rows.values_list("record", flat=True))
    assert found.total == len(rows)
    _ = found.counted_facets, found.correction
    if found.faults:
        assert rows == []
        assert set(found.faults) <= set(UseCaseFilter.base_filters)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "stage=%00",
        "product=%00&product=PRD-0001",
        "sort=sideways",
        "council=%ED%A0%80",
        "stage=scan&stage=gone",
        "q=" + "a" * 201,
    ],
)
def test_a_faulty_address_is_a_400_with_no_rows_in_every_format(
    cast: Cast, as_user: Callable[[Any], Client], query: str
) -> None:
    entry = make_use_case(cast.lead, "Zebra crossings", sharing=Sharing.PUBLIC)
    for path in ("/use-cases/", "/use-cases.csv", "/use-cases.json"):
        answer = as_user(cast.stranger).get(f"{path}?{query}")
        assert answer.status_code == 400, path
        assert entry.key not in answer.content.decode()


def test_a_fault_names_the_parameter_and_the_word(cast: Cast) -> None:
    faults = listed("stage=scan&stage=sacn", cast.lead).faults
    assert faults == {"stage": ["“sacn” is not one of the choices in Stage."]}


def test_words_are_found_by_their_stem_anywhere_in_the_entry(cast: Cast) -> None:
    make_use_case(cast.lead, "Potholes", summary="Cameras look at roads.")
    assert titles("q=camera", cast.lead) == ["Potholes"]
    assert titles("q=pothole+road", cast.lead) == ["Potholes"]
    assert titles('q="roads+look"', cast.lead) == []


def test_a_title_counts_more_than_a_story(cast: Cast) -> None:
    make_use_case(cast.lead, "Minutes of meetings")
    make_use_case(cast.lead, "Bins", challenge="Minutes minutes minutes.")
    found = titles("q=minutes", cast.lead)
    assert found == ["Minutes of meetings", "Bins"]
    assert titles("q=minutes&sort=newest", cast.lead) == found[::-1]


def test_several_values_of_a_facet_widen_and_several_facets_narrow(cast: Cast) -> None:
    for stage in (Stage.SCAN, Stage.PILOT, Stage.SCALE):
        make_use_case(cast.lead, f"In {stage}", stage=stage, sharing=Sharing.REGION)
    make_use_case(cast.neighbour, "Theirs", stage=Stage.PILOT, sharing=Sharing.REGION)
    assert len(titles("stage=pilot&stage=scale", cast.lead)) == 3
    assert titles("stage=pilot&council=westmere", cast.lead) == ["Theirs"]


def test_a_supplier_is_asked_for_by_its_key_where_it_may_be_seen(cast: Cast) -> None:
    supplier = make_supplier(cast.lead)
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    query = QueryDict(f"supplier={supplier.key}")
    mine = ProductFilter(query, kind_number=2, reader=cast.neighbour)
    assert mine.total == 1
    assert [o.label for o in mine.counted_facets[0].options] == [supplier.title]
    theirs = ProductFilter(query, kind_number=2, reader=cast.stranger)
    assert list(theirs.faults) == ["supplier"]
    confirm_shared(product, by=cast.moderator)
    later = ProductFilter(query, kind_number=2, reader=cast.stranger)
    assert later.total == 1


def test_a_hidden_entry_moves_no_count(cast: Cast) -> None:
    make_use_case(cast.lead, stage=Stage.PILOT, sharing=Sharing.REGION)
    before = [f.options for f in listed("", cast.neighbour).counted_facets]
    make_use_case(cast.lead, stage=Stage.SCALE, ai_types=["generative"])
    make_use_case(cast.lead, stage=Stage.SCALE, sharing=Sharing.OWN)
    assert [f.options for f in listed("", cast.neighbour).counted_facets] == before


def test_a_page_of_counts_takes_two_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for stage in (Stage.SCAN, Stage.PILOT):
        make_use_case(cast.lead, stage=stage)
    found = listed("stage=pilot&q=notes", cast.lead)
    _ = cast.lead.council_ids
    with django_assert_max_num_queries(3):
        _ = found.total, found.counted_facets
