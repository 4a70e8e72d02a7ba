"""What happened, in sentences; and nothing from before an outsider could read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from catalogue.actions import confirm_shared
from catalogue.models import Stage, UseCase
from councils.actions import confirm_record
from councils.changes import change_set
from councils.history import change_set_entries, draw, entries
from councils.machines import decide, machine_named
from councils.models import Audience, ChangeSet, Sharing
from councils.readable_versions import audience_of, version_named, versions_for
from tests.cast import PARTS, Cast
from tests.factories import (
    edit,
    make_product,
    make_use_case,
    share,
    share_again,
    values_of,
)

AsUser = Callable[[Any], Client]


def told(entry: Any, reader: Any) -> list[str]:
    """The sentences of a history, oldest first."""
    fresh = type(entry).objects.get(pk=entry.pk)
    found = entries(fresh, versions_for(fresh, reader), reader)
    return [each.sentence for each in reversed(found)]


def newest(entry: Any, reader: Any) -> str:
    return told(entry, reader)[-1]


def test_each_sort_of_change_has_its_sentence(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    who = cast.lead.name
    edit(entry, cast.lead, result="Faster")
    edit(entry, cast.lead, result="", summary="a", route="open", work_type="task")
    edit(entry, cast.lead, result="Slower", ai_types=["generative"])
    decide(entry, machine_named("stage"), "to_pilot", by=cast.lead, reason="Tried")
    share(entry, cast.lead, Sharing.REGION)
    confirm_record(entry, by=cast.lead)
    assert told(entry, cast.lead) == [
        f"{who} added this use case",
        f"{who} changed one-line result",
        f"{who} changed one-line result, summary, task or knowledge work and 1 more",
        f"{who} changed one-line result and AI types",
        f"{who} moved the stage from Scan to Pilot",
        f"{who} shared it with councils of the region instead of own council and "
        "partners",
        f"{who} sent it for review",
        f"{cast.moderator.name} published it",
        f"{who} confirmed that this is still true",
    ]


def test_what_was_done_in_a_review_is_told_as_people_say_it(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    publishing = machine_named("publishing")
    for by, action, words in [
        (cast.contributor, "submit", "sent it for review"),
        (cast.lead, "return", "sent it back"),
        (cast.contributor, "submit", "sent it for review"),
        (cast.contributor, "withdraw", "took it back from review"),
    ]:
        decide(entry, publishing, action, by=by, reason="Say more")
        assert newest(entry, cast.lead) == f"{by.name} {words}"


def test_a_reason_stands_beside_its_change(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, reason="Measured again", result="Faster")
    (latest,) = entries(entry, versions_for(entry, cast.lead)[:1], cast.lead)
    assert latest.reason == "Measured again"
    assert latest.council == "Northford"
    assert [(c.label, str(c.after)) for c in latest.changes] == [
        ("One-line result", "Faster")
    ]
    assert latest.compare_url == f"/use-cases/{entry.key}/compare/1...2/"


def test_an_outsider_is_offered_only_what_they_could_have_read(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, result="Secret of the draft")
    share(entry, cast.lead, Sharing.REGION)
    edit(entry, cast.lead, result="Said to all")
    who = cast.lead.name
    assert told(entry, cast.neighbour) == [
        f"{cast.moderator.name} shared this use case",
        f"{who} changed one-line result",
    ]
    assert len(told(entry, cast.reader)) == 6
    assert told(entry, AnonymousUser()) == []


def test_time_spent_hidden_stays_hidden_after_sharing_again(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    sharing = machine_named("sharing")
    decide(entry, sharing, "share_own", by=cast.lead)
    edit(entry, cast.lead, status_note="Between ourselves")
    edit(entry, cast.lead, status_note="")
    share_again(entry, cast.lead)
    fresh = UseCase.objects.get(pk=entry.pk)
    seen = versions_for(fresh, cast.neighbour)
    assert not any("ourselves" in v.snapshot["status_note"] for v in seen)
    numbers = [version.number for version in seen]
    assert numbers == [9, 4]


def test_a_partner_reads_the_history_since_it_was_named(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    assert versions_for(entry, cast.neighbour).count() == 0
    edit(entry, cast.lead, partners=["westmere"])
    fresh = UseCase.objects.get(pk=entry.pk)
    assert versions_for(fresh, cast.neighbour).count() == 1


def test_each_reader_reads_as_one_audience(cast: Cast) -> None:
    entry = make_use_case(cast.lead, partners=["eastmoor"])
    found = {part: audience_of(entry, cast.person(part)) for part in PARTS}
    assert found.pop("stranger") == Audience.PUBLIC
    outside = {part for part, found in found.items() if found == Audience.REGION}
    assert outside == {"neighbour", "moderator", "region_admin"}


def test_latest_is_the_latest_that_one_may_read(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(entry, cast.lead, result="Faster")
    for reader in (cast.lead, cast.neighbour):
        found = version_named(entry, "latest", reader)
        assert found is not None
        assert found.snapshot["result"] == "Faster"
    assert version_named(entry, "latest", AnonymousUser()) is None


@pytest.mark.parametrize("name", ["0", "99", "-1", "٣", "1.0", "", "9" * 40, "\0"])
def test_a_version_that_is_not_there_is_none(cast: Cast, name: str) -> None:
    assert version_named(make_use_case(cast.lead), name, cast.lead) is None


def test_comparing_reaches_no_version_from_before_sharing(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(entry, cast.lead, result="Faster")
    base = f"/use-cases/{entry.key}/compare"
    neighbour, lead = as_user(cast.neighbour), as_user(cast.lead)
    for first, status in (("1", 404), ("3", 404), ("4", 200), ("latest", 200)):
        assert neighbour.get(f"{base}/{first}...latest/").status_code == status
        assert lead.get(f"{base}/{first}...latest/").status_code == 200


@pytest.mark.parametrize("first", ["a/b", "", "%00", "..", "1 2"])
def test_a_strange_choice_of_versions_is_not_found(
    cast: Cast, as_user: AsUser, first: str
) -> None:
    entry = make_use_case(cast.lead)
    url = f"/use-cases/{entry.key}/history/?first={first}&second=1"
    assert as_user(cast.lead).get(url).status_code == 404


def test_versions_chosen_to_compare_are_compared(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    answer = as_user(cast.lead).get(
        f"/use-cases/{entry.key}/history/?first=1&second=latest"
    )
    assert answer.headers["Location"] == f"/use-cases/{entry.key}/compare/1...latest/"


def test_sets_are_told_as_gained_and_lost(cast: Cast) -> None:
    entry = make_use_case(cast.lead, readiness=["code", "training"])
    before = values_of(entry)
    after = {**before, "readiness": ["documents", "training"]}
    (change,) = draw(entry, before, after, cast.lead)
    assert change.is_set
    assert change.added == ("Documents can be shared",)
    assert change.removed == ("Code can be reused",)


def test_a_link_that_leads_elsewhere_is_a_change_one_sees(cast: Cast) -> None:
    link = {"id": "1", "label": "Our page", "url": "https://a.example"}
    entry = make_use_case(cast.lead)
    before = {**values_of(entry), "links": [link]}
    after = {**before, "links": [{**link, "url": "https://b.example"}]}
    (change,) = draw(entry, before, after, cast.lead)
    assert change.added
    assert change.removed


def test_strangers_read_councils_not_people(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    edit(entry, cast.lead, steward=cast.contributor.pk)
    edit(entry, cast.lead, result="Faster")
    said = " ".join(told(entry, AnonymousUser()))
    assert cast.lead.name not in said
    assert "Northford changed details that are not shown to you" in said
    assert "Northford changed one-line result" in said


def test_a_product_that_one_may_not_see_is_not_named_in_a_difference(
    cast: Cast,
) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    before = values_of(entry)
    after = {**before, "product": product.key}
    (change,) = draw(entry, before, after, AnonymousUser())
    assert change.after.is_empty
    confirm_shared(product, by=cast.moderator)
    (change,) = draw(entry, before, after, AnonymousUser())
    assert str(change.after) == "Lumen Notes"


@pytest.fixture
def mixed(cast: Cast) -> tuple[ChangeSet, UseCase, UseCase]:
    """One change set over a shared entry and a draft."""
    shared = make_use_case(cast.lead, "Shared one", sharing=Sharing.REGION)
    draft = make_use_case(cast.lead, "Draft one", stage=Stage.PILOT)
    with change_set(by=cast.lead, reason="Yearly review"):
        edit(shared, cast.lead, result="Faster")
        edit(draft, cast.lead, result="Slower")
    found = ChangeSet.objects.get(reason="Yearly review")
    return found, shared, draft


def test_a_change_set_shows_only_the_records_that_one_sees(
    cast: Cast, mixed: Any
) -> None:
    found, shared, draft = mixed
    for reader, seen in (
        (cast.reader, {shared.pk, draft.pk}),
        (cast.neighbour, {shared.pk}),
        (AnonymousUser(), set()),
    ):
        listed = change_set_entries(found, reader)
        assert {each.record.pk for each in listed if each.record} == seen


def test_the_page_of_a_change_set_hides_what_the_list_hides(
    cast: Cast, as_user: AsUser, mixed: Any
) -> None:
    found, shared, draft = mixed
    url = f"/changes/{found.pk}/"
    assert "Draft one" in as_user(cast.reader).get(url).content.decode()
    page = as_user(cast.neighbour).get(url).content.decode()
    assert shared.key in page
    assert draft.key not in page
    assert "Draft one" not in page
    began = draft.versions.last().change_set
    assert as_user(cast.neighbour).get(f"/changes/{began.pk}/").status_code == 404


def test_an_act_from_before_sharing_stays_hidden_and_so_does_one_taken_back(
    cast: Cast, mixed: Any
) -> None:
    found, shared, draft = mixed
    share(draft, cast.lead, Sharing.REGION)
    seen = change_set_entries(found, cast.neighbour)
    assert [each.record.key for each in seen if each.record] == [shared.key]
    decide(shared, machine_named("sharing"), "share_own", by=cast.lead)
    assert change_set_entries(found, cast.neighbour) == []


def test_a_reason_given_over_a_draft_is_for_its_council_alone(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    stage = machine_named("stage")
    decide(entry, stage, "to_pilot", by=cast.lead, reason="Between ourselves")
    share(entry, cast.lead, Sharing.PUBLIC)
    decide(entry, stage, "to_scale", by=cast.lead, reason="Rolled out to all")
    for reader, reads_both in (
        (cast.reader, True),
        (cast.neighbour, False),
        (cast.stranger, False),
    ):
        page = as_user(reader).get(entry.get_absolute_url()).content.decode()
        assert "Rolled out to all" in page
        assert ("Between ourselves" in page) == reads_both
