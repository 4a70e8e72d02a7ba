"""Records in the back office: those one may see, changed by `apply` and `decide`."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import UseCase
from councils.models import (
    ChangeSet,
    Membership,
    Publishing,
    Record,
    RecordLink,
    Sharing,
)
from tests.cast import Cast
from tests.factories import edit, make_use_case, share

Clients = Callable[[Any], Client]
MARK = "Zephyrine"
LISTS = {
    "use cases": "/admin/catalogue/usecase/",
    "all records": "/admin/councils/record/",
    "versions": "/admin/councils/recordversion/",
    "decisions": "/admin/councils/decision/",
    "notices": "/admin/councils/notice/",
}


def address(record: Any, page: str = "change") -> str:
    name = f"admin:catalogue_{record._meta.model_name}_{page}"
    return reverse(name, args=() if page == "changelist" else (record.pk,))


def filled(client: Client, record: Any, **answers: Any) -> dict[str, Any]:
    """What a browser would send: the form as it is, with these answers changed."""
    form = client.get(address(record)).context["adminform"].form
    sent: dict[str, Any] = {}
    for box in form:
        value = box.value()
        if box.name == "links":
            for part in ("id", "label", "url"):
                sent[f"links-{part}"] = [row[part] for row in value or []]
        elif value is not None:
            sent[box.html_name] = value
    return {**sent, "reason": "Asked by the council", **answers}


@pytest.fixture
def office(cast: Cast, as_user: Clients) -> Client:
    return as_user(cast.region_admin)


@pytest.mark.parametrize("name", LISTS)
def test_a_draft_of_a_council_is_in_no_list(
    cast: Cast, office: Client, name: str
) -> None:
    entry = make_use_case(cast.lead, f"{MARK} note taker")
    assert MARK not in office.get(LISTS[name]).content.decode()
    searched = office.get(f"{LISTS[name]}?q={MARK}").context["cl"]
    assert searched.result_count == 0
    share(entry, cast.lead, Sharing.REGION)
    shown = office.get(LISTS[name])
    if name == "notices":
        assert shown.status_code == 200
    else:
        assert MARK in shown.content.decode()


def test_a_hidden_record_is_reached_by_no_address(cast: Cast, office: Client) -> None:
    hidden = make_use_case(cast.lead, f"{MARK} note taker")
    edit(hidden, cast.lead, reason="Because", result="Faster")
    for page in ("change", "history", "delete"):
        assert office.get(address(hidden, page)).status_code == 404
    version = hidden.versions.first()
    change_set = version.change_set
    decision = hidden.decisions.first()
    for path in (
        f"/admin/councils/record/{hidden.pk}/change/",
        f"/admin/councils/recordversion/{version.pk}/change/",
        f"/admin/councils/changeset/{change_set.pk}/change/",
        f"/admin/councils/decision/{decision.pk}/change/",
    ):
        assert office.get(path).status_code == 404, path
    old = office.get(f"/admin/catalogue/usecase/{hidden.pk}/history/1/", follow=True)
    assert old.status_code == 404
    sent = {"title": "Taken", "reason": "x", "base_version": 1}
    assert office.post(address(hidden), sent).status_code == 404
    office.post(
        address(hidden, "changelist"),
        {
            "action": "publishing.retire",
            "_selected_action": [hidden.pk],
            "asked": "y",
            "reason": "x",
            f"version-{hidden.pk}": 2,
        },
    )
    assert UseCase.objects.get(pk=hidden.pk).publishing == Publishing.DRAFT


def test_what_a_record_was_before_it_was_shared_stays_with_its_council(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, f"{MARK} note taker")
    edit(entry, cast.lead, reason="Hush", title="Plain note taker")
    share(entry, cast.lead, Sharing.REGION)
    draft = entry.versions.get(number=1)
    assert office.get(address(entry)).status_code == 200
    history = office.get(address(entry, "history")).content.decode()
    assert "Plain note taker" in history
    assert MARK not in history
    assert "Hush" not in history
    path = f"/admin/councils/recordversion/{draft.pk}/change/"
    assert office.get(path).status_code == 404
    for name in ("changeset", "decision", "recordversion"):
        shown = office.get(f"/admin/councils/{name}/").content.decode()
        assert "Hush" not in shown
        assert MARK not in shown


def test_a_steward_who_has_left_is_not_lost_by_an_edit_of_something_else(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    steward = Membership.objects.get(user=cast.lead)
    steward.ended_at = timezone.now()
    steward.save()
    sent = filled(office, entry, result="Faster")
    assert office.post(address(entry), sent).status_code == 302
    fresh = UseCase.objects.get(pk=entry.pk)
    assert (fresh.result, fresh.steward) == ("Faster", cast.lead)


def test_a_change_makes_one_version_by_name(cast: Cast, office: Client) -> None:
    entry = make_use_case(
        cast.lead,
        sharing=Sharing.REGION,
        links=[{"id": "", "label": "Paper", "url": "https://n.example/paper"}],
        contract_ends_on="2027-03-31",
        readiness=["code", "documents"],
        partners=["westmere"],
    )
    sets = ChangeSet.objects.count()
    before = entry.versions.first()
    answer = office.post(
        address(entry), filled(office, entry, title="Notes of visits, drafted")
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    after = entry.versions.first()
    assert after.number == before.number + 1
    changed = {
        code for code in after.snapshot if after.snapshot[code] != before.snapshot[code]
    }
    assert changed == {"title"}
    assert ChangeSet.objects.count() == sets + 1
    assert after.change_set.by == cast.region_admin
    assert after.change_set.channel == "admin"
    assert after.change_set.reason == "Asked by the council"
    row = UseCase.history.filter(record=entry.pk).latest("history_id")
    assert row.history_user == cast.region_admin
    shown = office.get(address(entry, "history")).content.decode()
    for words in ("Admin of Region", "Asked by the council", "Notes of visits"):
        assert words in shown
    assert "Title" in LogEntry.objects.get().get_change_message()


def test_saving_what_is_there_already_writes_nothing(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    versions = entry.versions.count()
    assert office.post(address(entry), filled(office, entry)).status_code == 302
    assert entry.versions.count() == versions


def test_links_and_lists_are_changed_too(cast: Cast, office: Client) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    sent = filled(
        office,
        entry,
        partners=["westmere"],
        ai_types=["generative"],
        contract_ends_on="31/03/2028",
        **{
            "links-id": ["", ""],
            "links-label": ["Paper", ""],
            "links-url": ["https://n.example/paper", ""],
        },
    )
    answer = office.post(address(entry), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    snapshot = entry.versions.first().snapshot
    assert snapshot["partners"] == [], "naming a partner is sharing: for leads alone"
    assert snapshot["ai_types"] == ["generative"]
    assert snapshot["contract_ends_on"] == "2028-03-31"
    assert [link["label"] for link in snapshot["links"]] == ["Paper"]
    assert RecordLink.objects.get().record_id == entry.pk


def test_the_second_of_two_is_told_and_loses_nothing(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    mine = filled(office, entry, title="My title of the notes")
    edit(entry, cast.lead, title="Their title of the notes", result="Theirs")
    answer = office.post(address(entry), mine)
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert "Their title of the notes" in str(form.errors["title"])
    assert form["title"].value() == "My title of the notes"
    assert form["result"].value() == "Theirs"
    assert UseCase.objects.get(pk=entry.pk).title == "Their title of the notes"
    again = {**mine, "result": "Theirs", "base_version": form["base_version"].value()}
    assert office.post(address(entry), again).status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.result) == ("My title of the notes", "Theirs")


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("reason", ""),
        ("status", "stopped"),
        ("status", "nonsense"),
        ("product", "PRD-9999"),
        ("contract_ends_on", "32/13/2028"),
        ("contact", "nobody"),
        ("requests_per_month", "-1"),
        ("base_version", "x"),
    ],
)
def test_a_fault_is_said_beside_its_field(
    cast: Cast, office: Client, field: str, answer: Any
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    versions = entry.versions.count()
    page = office.post(address(entry), filled(office, entry, **{field: answer}))
    assert page.status_code == 200
    where = "status_reason" if answer == "stopped" else field
    assert where in page.context["adminform"].form.errors
    assert entry.versions.count() == versions


def test_a_version_that_never_was_is_a_conflict(cast: Cast, office: Client) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = office.post(address(entry), filled(office, entry, base_version="99"))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors


def test_states_are_in_no_form_and_records_are_not_added_here(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    sent = filled(
        office,
        entry,
        publishing="retired",
        sharing="public",
        stage="scale",
        lead="westmere",
        verified_on="2026-01-01",
        version="9",
    )
    assert office.post(address(entry), sent).status_code == 302
    fresh = UseCase.objects.get(pk=entry.pk)
    assert (fresh.publishing, fresh.sharing) == ("published", "region")
    assert (fresh.stage, fresh.lead) == ("scan", cast.northford)
    assert office.get("/admin/catalogue/usecase/add/").status_code == 403


def test_every_record_in_the_office_is_one_that_the_person_may_see(
    cast: Cast, office: Client
) -> None:
    make_use_case(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.OWN)
    make_use_case(cast.lead, sharing=Sharing.REGION)
    make_use_case(cast.neighbour, sharing=Sharing.PUBLIC)
    listed = office.get("/admin/councils/record/").context["cl"].result_list
    seen = Record.objects.visible_to(cast.region_admin)
    assert {r.pk for r in listed} == {r.pk for r in seen}
    assert len(listed) == 2
