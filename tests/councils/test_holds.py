"""Holding a field back: who may, on what terms, and what is kept of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from catalogue.models import UseCase
from councils.changes import NoChangeSet
from councils.difference import apply, difference
from councils.holds import LONGEST, change_hold, hold_field, holds_of, lift_hold
from councils.models import (
    Ground,
    HoldAudience,
    Notice,
    RecordHold,
    RecordVersion,
    SearchEntry,
    Sharing,
)
from councils.models.hold import GROUND_MEANINGS
from councils.refusals import Refused
from councils.tasks import write_hold_notices
from tests.cast import PARTS, Cast
from tests.factories import edit, hold, make_use_case, values_of

TERMS = {"audience": HoldAudience.OWN, "ground": Ground.COMMERCIAL}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def entry(cast: Cast) -> UseCase:
    return make_use_case(
        cast.lead,
        "Minutes drafted",
        sharing=Sharing.PUBLIC,
        result="Nine minutes",
        running_cost="under_500k",
    )


def put(entry: UseCase, by: Any, code: str = "result", days: int = 30) -> RecordHold:
    return hold_field(
        entry, code, review_on=in_days(days), by=by, reason="Tender", **TERMS
    )


def test_a_hold_is_a_version_of_its_record(cast: Cast, entry: UseCase) -> None:
    made = put(entry, cast.lead)
    version = RecordVersion.objects.filter(record=entry.pk).first()
    assert version is not None
    assert version.change_set.reason == "Tender"
    assert version.snapshot["holds"] == [
        {
            "id": str(made.pk),
            "field": "result",
            "audience": "own",
            "ground": "s43",
            "review_on": in_days(30).isoformat(),
        }
    ]
    lift_hold(entry, "result", by=cast.lead, reason="Signed")
    assert values_of(entry)["holds"] == []
    assert RecordVersion.objects.filter(record=entry.pk).count() == version.number + 1


def test_leads_of_the_lead_council_hold_back_and_nobody_else(
    cast: Cast, entry: UseCase
) -> None:
    for part in set(PARTS) - {"lead", "governance"}:
        for act in (put, lambda e, by: lift_hold(e, "result", by=by)):
            with pytest.raises(PermissionDenied):
                act(entry, cast.person(part))
    put(entry, cast.governance)


def test_what_says_whose_an_entry_is_cannot_be_held_back(
    cast: Cast, entry: UseCase
) -> None:
    for code in ("title", "lead", "partners", "sharing", "stage", "nothing", "holds"):
        with pytest.raises(Refused, match="always shown"):
            put(entry, cast.lead, code)


@pytest.mark.parametrize("days", [-1, 0, LONGEST.days + 1])
def test_a_review_lies_ahead_and_within_two_years(
    cast: Cast, entry: UseCase, days: int
) -> None:
    with pytest.raises(Refused, match="review date"):
        put(entry, cast.lead, days=days)
    put(entry, cast.lead, days=LONGEST.days)
    with pytest.raises(Refused, match="review date"):
        change_hold(entry, "result", review_on=in_days(days), by=cast.lead, **TERMS)


def test_a_field_is_held_back_once(cast: Cast, entry: UseCase) -> None:
    put(entry, cast.lead)
    with pytest.raises(Refused, match="already"):
        put(entry, cast.governance)
    changed = change_hold(
        entry,
        "result",
        audience=HoldAudience.REGION,
        ground=Ground.CONFIDENCE,
        review_on=in_days(60),
        by=cast.governance,
    )
    assert (changed.audience, changed.ground) == ("region", "s41")
    lift_hold(entry, "result", by=cast.lead)
    with pytest.raises(Refused, match="not held back any more"):
        lift_hold(entry, "result", by=cast.lead)
    with pytest.raises(Refused, match="not held back any more"):
        change_hold(entry, "result", review_on=in_days(9), by=cast.lead, **TERMS)


def test_the_database_refuses_what_slips_past(cast: Cast, entry: UseCase) -> None:
    made = put(entry, cast.lead)
    with pytest.raises(NoChangeSet), transaction.atomic():
        made.delete()
    unversioned = "UPDATE councils_recordhold SET audience = 'region';"
    refused_by_the_database(unversioned, "without a version")
    for column in ("ground", "audience"):
        unknown = f"UPDATE councils_recordhold SET {column} = 'friends';"
        refused_by_the_database(unknown, f"recordhold_{column}_known")


def refused_by_the_database(sql: str, why: str) -> None:
    with (
        pytest.raises(IntegrityError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{sql} SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_writes_over_what_they_may_not_read(cast: Cast, entry: UseCase) -> None:
    put(entry, cast.lead)
    mine = difference({"result": "Nine minutes"}, {"result": "Guessed"})
    with pytest.raises(PermissionDenied, match="Held back from you: One-line result"):
        apply(entry, mine, cast.region_admin)
    edit(entry, cast.region_admin, summary="Mended by the region")
    edit(entry, cast.contributor, result="Eight minutes")
    assert values_of(entry)["result"] == "Eight minutes"


def test_every_ground_has_its_section_and_meaning() -> None:
    assert set(GROUND_MEANINGS) == set(Ground)
    for ground in Ground:
        assert f"({ground.section})" in ground.label
        assert ground.words[0].islower()


def test_an_older_version_without_holds_is_no_change(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE councils_recordversion DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE councils_recordversion SET snapshot = snapshot - 'holds'"
        )
        cursor.execute("ALTER TABLE councils_recordversion ENABLE TRIGGER USER")
    before = RecordVersion.objects.filter(record=entry.pk).count()
    edit(entry, cast.lead)
    assert RecordVersion.objects.filter(record=entry.pk).count() == before
    hold(entry, cast.lead, "summary")
    assert RecordVersion.objects.filter(record=entry.pk).count() == before + 1


def test_leads_are_reminded_once_when_the_review_is_due(
    cast: Cast, entry: UseCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(entry, cast.lead, days=30)
    Notice.objects.all().delete()
    assert write_hold_notices() == 0
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: in_the_end)
    assert write_hold_notices() == write_hold_notices() == 1
    notices = Notice.objects.filter(record=entry.pk)
    assert {n.person for n in notices} == {cast.lead, cast.governance}
    for notice in notices:
        assert "commercial interests (section 43)" in notice.body
        assert f"/use-cases/{entry.key}/held/result/" in notice.body
        assert "Nine minutes" not in notice.body + notice.subject


in_the_end = in_days(30)


def test_a_council_lists_its_own_holds_soonest_review_first(cast: Cast) -> None:
    mine = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    put(mine, cast.lead, "result", 300)
    put(mine, cast.lead, "summary", 20)
    hold(
        make_use_case(cast.neighbour, sharing=Sharing.PUBLIC), cast.neighbour, "result"
    )
    assert [row.field for row in holds_of(cast.northford)] == ["summary", "result"]


Form = dict[str, str]


def given(**changed: str) -> Form:
    return {
        "field": "running_cost",
        "audience": "own",
        "ground": "s43",
        "review_on": in_days(90).isoformat(),
        "reason": "The price is under negotiation",
        **changed,
    }


def test_a_lead_holds_back_changes_and_shows_again_by_forms(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(cast.governance)
    page = f"/use-cases/{entry.key}/hold/cost/"
    assert "Cost to run" in client.get(page).content.decode()
    answer = client.post(page, given())
    assert answer.headers["Location"] == f"/use-cases/{entry.key}/#cost"
    shown = client.get(f"/use-cases/{entry.key}/").content.decode()
    assert "Held back: own council and partners only, section 43, review by" in shown
    held = f"/use-cases/{entry.key}/held/running_cost/"
    changed = given(audience="region", ground="s41")
    assert client.post(held, changed).status_code == 302
    assert RecordHold.objects.get().ground == "s41"
    lifted = client.post(held, {"lift": "yes", "lift-reason": "Signed"})
    assert lifted.status_code == 302
    assert not RecordHold.objects.exists()
    assert client.get(held).status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("field", "", "Choose what to hold back"),
        ("field", "title", "Choose one of the list for"),
        ("audience", "", "Choose who may still read it"),
        ("ground", "s1", "Choose one of the list for"),
        ("review_on", "", "Enter a review date"),
        ("review_on", "2020-01-01", "still ahead"),
        ("review_on", "2099-01-01", "within two years"),
        ("reason", " ", "Say why"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_is_kept(
    cast: Cast,
    entry: UseCase,
    as_user: Callable[[Any], Client],
    name: str,
    value: str,
    says: str,
) -> None:
    page = f"/use-cases/{entry.key}/hold/cost/"
    answer = as_user(cast.lead).post(page, given(**{name: value}))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert name == "reason" or "The price is under negotiation" in text
    assert not RecordHold.objects.exists()


def test_a_field_that_somebody_held_back_meanwhile_is_not_offered_twice(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    put(entry, cast.governance, "running_cost")
    page = f"/use-cases/{entry.key}/hold/cost/"
    assert as_user(cast.lead).post(page, given()).status_code == 422


def test_lifting_needs_a_reason(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    put(entry, cast.lead)
    held = f"/use-cases/{entry.key}/held/result/"
    answer = as_user(cast.lead).post(held, {"lift": "yes", "lift-reason": ""})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert RecordHold.objects.exists()


def test_the_list_says_what_is_due_and_to_whom(
    cast: Cast,
    entry: UseCase,
    as_user: Callable[[Any], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(entry, cast.lead, days=30)
    for part in ("lead", "reader"):
        page = as_user(cast.person(part)).get("/holds/").content.decode()
        assert entry.title in page
        assert ">Due<" not in page
        assert (f"/use-cases/{entry.key}/held/result/" in page) == (part == "lead")
    assert entry.title not in as_user(cast.neighbour).get("/holds/").content.decode()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: in_the_end)
    assert ">Due<" in as_user(cast.lead).get("/holds/").content.decode()


def test_a_region_admin_is_offered_neither_the_field_nor_its_gap(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    client = as_user(cast.region_admin)
    before = client.get(f"/use-cases/{entry.key}/edit/").content.decode()
    assert "Not started" in before
    hold(entry, cast.lead, "setup_cost", "running_cost", "route", "contract_ends_on")
    after = client.get(f"/use-cases/{entry.key}/edit/").content.decode()
    assert "Cost and contract" in before
    assert "Cost and contract" not in after
    client.post(
        f"/use-cases/{entry.key}/edit/cost/",
        {"base_version": "9", "running_cost": "nothing"},
    )
    assert values_of(entry)["running_cost"] == ""


def test_holding_back_writes_a_row_for_each_audience_that_differs(
    cast: Cast, entry: UseCase
) -> None:
    def masks() -> list[int]:
        rows = SearchEntry.objects.filter(record=entry.pk)
        return sorted(rows.values_list("audiences", flat=True))

    assert masks() == [7]
    hold(entry, cast.lead, "result")
    assert masks() == [1, 6]
    hold(entry, cast.lead, "summary", audience=HoldAudience.REGION)
    assert masks() == [1, 2, 4]
    lift_hold(entry, "result", by=cast.lead)
    assert masks() == [3, 4]
    lift_hold(entry, "summary", by=cast.lead)
    assert masks() == [7]
