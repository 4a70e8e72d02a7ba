"""What edit pages show, and what becomes of what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from councils.difference import Change, Conflict, difference
from councils.editing import (
    changes_from,
    clashes,
    completeness,
    task_rows,
    values_at,
)
from councils.models import RecordLink, Sharing
from tests.cast import Cast
from tests.factories import edit, make_use_case, values_of

AsUser = Callable[[Any], Client]
NEEDED = {code for code, f in USE_CASE.fields.items() if f.needed}


def url_of(entry: UseCase, section: str) -> str:
    return f"/use-cases/{entry.key}/edit/{section}/"


def progress() -> dict[str, Any]:
    return {
        "status": "active",
        "status_reason": "",
        "status_note": "",
        "base_version": "1",
    }


def test_a_blank_entry_lacks_every_needed_field_and_says_who_can_answer() -> None:
    found = completeness(USE_CASE, {})
    assert (found.answered, found.needed, found.percent) == (0, len(NEEDED), 0)
    assert len(found.missing) == len(NEEDED)
    assert all(missing.who for missing in found.missing)
    (data,) = [m for m in found.missing if m.label == "Data sensitivity"]
    assert data.who == "your information governance lead"
    assert data.section.code == "information"


def test_not_known_and_nought_are_answers() -> None:
    found = completeness(USE_CASE, dict.fromkeys(NEEDED, "not_known"))
    assert (found.percent, found.missing) == (100, [])
    assert completeness(USE_CASE, {"setup_cost": 0}).answered == 1


def test_the_task_list_tells_how_far_each_section_is(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    values = {**values_of(entry), "sensitivity": "open"}
    rows = {row["title"]: row for row in task_rows(USE_CASE, entry, values)}
    assert rows["The story"]["status"] == "Not started"
    assert rows["Information and oversight"]["status"] == "3 to answer"
    assert rows["Stage and status"]["status"] == "Begun"
    assert rows["Stage and status"]["is_done"]
    assert "Sharing" not in rows
    everything = dict.fromkeys(USE_CASE.fields, "not_known")
    done = task_rows(USE_CASE, entry, everything)
    assert all(row["is_done"] for row in done)


def test_each_row_of_the_task_list_leads_to_a_page(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    client = as_user(cast.lead)
    for row in task_rows(USE_CASE, entry, values_of(entry)):
        assert client.get(row["url"]).status_code == 200


def test_an_unknown_version_is_empty(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    assert values_at(entry, 1) == values_of(entry)
    assert values_at(entry, 99) == {}


def test_only_what_was_given_counts_as_changed() -> None:
    base = {"result": "", "summary": "Old", "title": "Notes"}
    given = {"result": "Faster", "summary": "Old"}
    assert changes_from(base, given) == [Change("result", "", "Faster")]


def test_a_clash_shows_three_sides_in_reading_order(cast: Cast) -> None:
    base = {"result": "", "status": "active"}
    mine = difference(base, {"result": "Mine", "status": "paused"})
    now = values_of(make_use_case(cast.lead))
    conflict = Conflict({"status": "stopped", "result": "Theirs"}, now)
    now.update(conflict.fields)
    first, second = clashes(USE_CASE, {**now, **base}, mine, conflict, cast.lead)
    assert (first.code, second.code) == ("result", "status")
    assert [str(first.base), str(first.theirs), str(first.mine)] == [
        "",
        "Theirs",
        "Mine",
    ]
    assert str(second.mine) == "Paused"


def test_whoever_is_second_sees_both_sides_and_may_keep_either(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, status_note="Theirs stands here")
    client = as_user(cast.lead)
    sent = {**progress(), "status_note": "Mine stands here"}
    answer = client.post(url_of(entry, "progress"), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs stands here" in page
    assert "Mine stands here" in page
    assert 'name="base_version" value="2"' in page
    sent["base_version"] = "2"
    theirs = {**sent, "keep-status_note": "theirs"}
    assert client.post(url_of(entry, "progress"), theirs).status_code == 302
    assert values_of(entry)["status_note"] == "Theirs stands here"
    assert client.post(url_of(entry, "progress"), sent).status_code == 302
    assert values_of(entry)["status_note"] == "Mine stands here"


def test_others_changes_elsewhere_in_the_section_are_kept(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, status="paused", status_reason="cost")
    sent = {**progress(), "status_note": "A word on it"}
    answer = as_user(cast.lead).post(url_of(entry, "progress"), sent)
    assert answer.status_code == 302
    values = values_of(entry)
    assert (values["status"], values["status_note"]) == ("paused", "A word on it")


def test_what_was_typed_is_kept_with_its_fault(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    sent = {**progress(), "status": "stopped", "status_note": "Typed with care"}
    answer = as_user(cast.lead).post(url_of(entry, "progress"), sent)
    assert answer.status_code == 422
    assert "Typed with care" in answer.content.decode()
    assert "Choose why it is paused or stopped" in answer.content.decode()
    assert values_of(entry)["status_note"] == ""


@pytest.mark.parametrize("version", ["0", "99", "x", "-1", "9" * 30, "\0"])
def test_a_version_that_never_was_writes_nothing_by_stealth(
    cast: Cast, as_user: AsUser, version: str
) -> None:
    entry = make_use_case(cast.lead)
    sent = {**progress(), "base_version": version, "reason": "a\0b"}
    answer = as_user(cast.lead).post(url_of(entry, "progress"), sent)
    assert answer.status_code in (302, 409)
    assert UseCase.objects.get(pk=entry.pk).version == 1


def test_a_reason_loses_what_no_table_can_keep(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    sent = {**progress(), "status_note": "New", "reason": " a\0b "}
    as_user(cast.lead).post(url_of(entry, "progress"), sent)
    assert entry.versions.first().change_set.reason == "ab"


def links_sent(*rows: tuple[str, str]) -> dict[str, Any]:
    return {
        "links-id": [row_id for row_id, _ in rows],
        "links-label": [label for _, label in rows],
        "links-url": ["https://a.example"] * len(rows),
        "base_version": "1",
    }


def test_a_link_of_another_entry_cannot_be_taken_over(
    cast: Cast, as_user: AsUser
) -> None:
    link = {"id": "", "label": "Theirs", "url": "https://westmere.example"}
    theirs = make_use_case(cast.neighbour, sharing=Sharing.REGION, links=[link])
    taken = values_of(theirs)["links"][0]["id"]
    mine = make_use_case(cast.lead)
    sent = links_sent((taken, "Mine"))
    assert as_user(cast.lead).post(url_of(mine, "reuse"), sent).status_code == 302
    assert [row["label"] for row in values_of(mine)["links"]] == ["Mine"]
    assert RecordLink.objects.get(pk=taken).label == "Theirs"


def test_two_rows_of_one_id_are_two_links(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    same = "7d2ff2a4-8f3c-4b6e-9d3a-0a4a6d1c2b11"
    sent = links_sent((same, "One"), (same, "Two"), ("no id", "Three"))
    as_user(cast.lead).post(url_of(entry, "reuse"), sent)
    labels = [row["label"] for row in values_of(entry)["links"]]
    assert labels == ["One", "Two", "Three"]


@pytest.mark.parametrize("section", ["sharing", "nothing"])
def test_a_section_of_states_alone_has_no_form(
    cast: Cast, as_user: AsUser, section: str
) -> None:
    entry = make_use_case(cast.lead)
    assert as_user(cast.lead).get(url_of(entry, section)).status_code == 404


def test_state_fields_sent_along_are_not_read(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    sent = {**progress(), "stage": "scale", "sharing": "public", "status_note": "x"}
    as_user(cast.lead).post(url_of(entry, "progress"), sent)
    values = values_of(entry)
    assert (values["stage"], values["sharing"]) == ("scan", "own")
    assert values["status_note"] == "x"
