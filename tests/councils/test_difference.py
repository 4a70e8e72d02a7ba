"""Differences: there and back, conflicts that name their fields, faults by field."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from councils.difference import (
    Change,
    Conflict,
    apply,
    as_json,
    difference,
    from_json,
    inverse,
)
from tests.cast import Cast
from tests.factories import edit, make_use_case, values_of

plain = st.one_of(st.none(), st.text(max_size=5), st.lists(st.text(max_size=2)))
states = st.dictionaries(st.sampled_from("abcdef"), plain)


def made_so(state: dict[str, Any], changes: list[Change]) -> dict[str, Any]:
    return {**state, **{c.field: c.after for c in changes}}


def without_blanks(state: dict[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in state.items() if value is not None}


@given(states, states)
def test_a_difference_leads_from_one_state_to_the_other(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    reached = made_so(before, difference(before, after))
    assert without_blanks(reached) == without_blanks(after)


@given(states, states)
def test_an_inverse_leads_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    there = difference(before, after)
    assert without_blanks(made_so(after, inverse(there))) == without_blanks(before)


@given(states, states)
def test_a_difference_survives_being_kept(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = difference(before, after)
    assert from_json(as_json(changes)) == changes


def test_applying_changes_only_what_it_names(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    before = values_of(entry)
    apply(entry, [Change("result", "", "Faster")], cast.lead)
    assert difference(before, values_of(entry)) == [Change("result", "", "Faster")]


def test_a_conflict_names_each_field_and_writes_nothing(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, result="Faster")
    with pytest.raises(Conflict) as caught:
        mine = [Change("result", "", "Slower"), Change("status_note", "", "x")]
        apply(entry, mine, cast.lead)
    assert caught.value.fields == {"result": "Faster"}
    assert values_of(entry)["status_note"] == ""


def test_two_people_may_change_different_fields(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, result="Faster")
    apply(entry, [Change("model_name", "", "Small one")], cast.contributor)
    assert values_of(entry)["result"] == "Faster"
    assert values_of(entry)["model_name"] == "Small one"


def test_a_fault_is_named_by_its_field(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(ValidationError) as caught:
        edit(entry, cast.lead, status="stopped")
    assert list(caught.value.message_dict) == ["status_reason"]
    assert values_of(entry)["status"] == "active"


def test_a_state_is_never_edited(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(ValueError, match="Moved by decisions"):
        apply(entry, [Change("stage", "scan", "scale")], cast.lead)


@pytest.mark.parametrize("part", ["reader", "neighbour", "moderator", "governance"])
def test_others_may_not_edit(cast: Cast, part: str) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(PermissionDenied):
        apply(entry, [Change("result", "", "Faster")], cast.person(part))
    assert values_of(entry)["result"] == ""


def test_links_are_added_changed_and_removed_by_their_own_id(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    link = {"id": "", "label": "Our page", "url": "https://northford.example/ai"}
    edit(entry, cast.lead, links=[link, {**link, "label": "Another"}])
    first, second = values_of(entry)["links"]
    edit(entry, cast.lead, links=[{**second, "label": "The other"}])
    assert values_of(entry)["links"] == [{**second, "label": "The other"}]
    assert first["id"] != second["id"]
