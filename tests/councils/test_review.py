"""Reviewing: who decides, on what, in which order, and what authors read of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.actions import confirm_shared
from catalogue.models import Stage, UseCase
from councils.difference import Change
from councils.machines import decide
from councils.models import (
    Council,
    Decision,
    Notice,
    Proposal,
    Publisher,
    ReviewInHand,
    Sharing,
)
from councils.proposing import PROPOSAL, ask_to_share, open_edit, propose_edit
from councils.publishing import PUBLISHING, SHARING
from councils.refusals import Outdated, OwnWork, Refused
from councils.review import queue_for, take_in_hand, waiting_rows
from councils.working_days import after_working_days, working_days_between
from tests.cast import Cast
from tests.factories import (
    edit,
    make_product,
    make_use_case,
    make_waiting,
    submit,
    values_of,
)

AsUser = Callable[[Any], Client]


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def own_approver(cast: Cast) -> None:
    """Northford publishes by its own approver, and reads edits first."""
    rows = Council.objects.filter(pk=cast.northford.pk)
    rows.update(publisher=Publisher.OWN, reviews_edits=True)


def suggest(entry: Any, by: Any, **values: Any) -> Proposal:
    now = values_of(entry)
    changes = [Change(code, now[code], value) for code, value in values.items()]
    made = propose_edit(again(entry), changes, by=by, codes=tuple(values))
    assert made is not None
    return made


def titles(person: Any) -> list[str]:
    return [row.record.title for row in waiting_rows(list(queue_for(person)), person)]


def test_only_who_decides_sees_it_wait_and_oldest_first(cast: Cast) -> None:
    make_waiting(cast.lead, Sharing.REGION, title="First sent")
    make_waiting(cast.lead, Sharing.PUBLIC, title="Then sent")
    assert titles(cast.moderator) == ["First sent", "Then sent"]
    for part in ("lead", "contributor", "neighbour", "associate", "reader"):
        assert titles(cast.person(part)) == []
    own_approver(cast)
    assert titles(cast.moderator) == []
    assert titles(cast.lead) == ["First sent", "Then sent"]


def test_what_stays_in_the_council_is_its_own_affair(cast: Cast) -> None:
    entry = make_use_case(cast.contributor, "Kept to ourselves")
    submit(entry, cast.contributor)
    assert titles(cast.lead) == ["Kept to ourselves"]
    assert titles(cast.moderator) == []
    decide(entry, PUBLISHING, "approve", by=cast.lead)
    assert again(entry).publishing == "published"


def test_a_moderator_reads_what_waits_and_nothing_once_it_is_sent_back(
    cast: Cast,
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    seen = UseCase.objects.visible_to
    assert seen(cast.moderator).filter(pk=entry.pk).exists()
    assert not seen(cast.neighbour).filter(pk=entry.pk).exists()
    decide(entry, PUBLISHING, "return", by=cast.moderator, reason="Not yet")
    assert not seen(cast.moderator).filter(pk=entry.pk).exists()


def test_sending_back_says_why_beside_the_field_where_it_is_mended(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    client = as_user(cast.moderator)
    url = f"/use-cases/{entry.key}/review/"
    sent = {
        "action": "return",
        "version": str(again(entry).version),
        "reason": "Say who checks it",
        "remark-summary": "Name the team",
    }
    silent = client.post(url, {**sent, "reason": ""})
    assert silent.status_code == 422
    assert "Name the team" in silent.content.decode()
    assert client.post(url, sent).status_code == 302
    lead = as_user(cast.lead)
    tasks = lead.get(f"/use-cases/{entry.key}/edit/").content.decode()
    assert "Say who checks it" in tasks
    assert "Name the team" in tasks
    section = lead.get(f"/use-cases/{entry.key}/edit/about/").content.decode()
    assert "The reviewer asks:" in section
    assert 'id="id_summary-remark"' in section
    mail = Notice.objects.get(cause="publishing.return", person=cast.lead)
    assert "Say who checks it" in mail.body
    assert "On “Summary”: Name the team" in mail.body


def test_whoever_reviews_since_it_is_shared_otherwise_is_told_once(cast: Cast) -> None:
    waiting = make_use_case(cast.contributor)
    submit(waiting, cast.contributor)
    told = Notice.objects.filter(record=waiting.pk, cause="publishing.submit")
    assert {notice.person for notice in told} == {cast.lead}
    for action in ("share_region", "share_own", "share_region"):
        decide(again(waiting), SHARING, action, by=cast.lead)
    (moderator,) = told.filter(person=cast.moderator)
    assert moderator.link.endswith("/review/")
    assert told.filter(person=cast.lead).count() == 1


def test_sharing_a_draft_asks_nobody_to_review_it(cast: Cast) -> None:
    decide(make_use_case(cast.lead), SHARING, "share_region", by=cast.lead)
    assert not Notice.objects.exists()


def test_the_reviewer_is_told_at_which_stage_it_is_and_who_will_read_it(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION, stage=Stage.PILOT)
    url = f"/use-cases/{entry.key}/review/"
    page = as_user(cast.moderator).get(url).content.decode()
    stands = page.split("Once it is published")[1].split("</section>")[0]
    assert "Sharing: councils of the region" in stands
    assert "Stage: pilot" in stands


@pytest.mark.parametrize("sharing", [Sharing.OWN, Sharing.REGION])
def test_publishing_for_ones_own_council_says_that_no_other_reads_it(
    cast: Cast, as_user: AsUser, sharing: Sharing
) -> None:
    entry = make_use_case(cast.contributor)
    decide_on = {Sharing.OWN: cast.lead, Sharing.REGION: cast.moderator}[sharing]
    if sharing != Sharing.OWN:
        decide(entry, SHARING, "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    sent = {"action": "approve", "version": str(again(entry).version)}
    client = as_user(decide_on)
    page = client.post(f"/use-cases/{entry.key}/review/", sent, follow=True)
    said = page.content.decode()
    is_own = sharing == Sharing.OWN
    assert f"{entry.title}: published" in said
    assert ("for Northford and its partners" in said) is is_own


def test_a_flag_does_not_say_the_same_thing_twice(cast: Cast, as_user: AsUser) -> None:
    values = {"special_category": "yes", "sensitivity": "special"}
    entry = make_waiting(cast.lead, Sharing.REGION, **values)
    client = as_user(cast.moderator)
    page = client.get(f"/use-cases/{entry.key}/review/").content.decode()
    assert "<li><strong>Special category data</strong></li>" in page
    assert "<li><strong>High sensitivity</strong>: Data sensitivity</li>" in page


def test_the_reviewer_sees_what_changed_since_it_was_sent_back(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    decide(entry, PUBLISHING, "return", by=cast.moderator, reason="Say more")
    edit(entry, cast.lead, result="Ten minutes instead of forty")
    submit(entry, cast.lead)
    page = as_user(cast.moderator).get(f"/use-cases/{entry.key}/review/")
    assert "What changed since it was sent back" in page.content.decode()
    assert [c.label for c in page.context["since_return"]] == ["One-line result"]


def test_an_edit_waits_while_readers_see_the_published_version(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    own_approver(cast)
    client = as_user(cast.contributor)
    url = f"/use-cases/{entry.key}/edit/about/"
    page = client.get(url)
    assert "waits for review" in page.content.decode()
    version = again(entry).version
    sent = {
        "base_version": str(version),
        "title": entry.title,
        "summary": entry.summary,
        "result": "Ten minutes instead of forty",
    }
    assert client.post(url, sent).status_code == 302
    assert again(entry).version == version
    assert (
        "Ten minutes"
        not in as_user(cast.stranger).get(f"/use-cases/{entry.key}/").content.decode()
    )
    (row,) = waiting_rows(list(queue_for(cast.lead)), cast.lead)
    assert (row.what, row.sent_by) == ("Edit", cast.contributor.name)
    assert "Ten minutes" in client.get(url).content.decode()
    review = as_user(cast.lead).get(row.url)
    assert [r.code for r in review.context["rows"]] == ["result"]
    sent = {"action": "approve", "version": review.context["form"]["version"].value()}
    assert as_user(cast.lead).post(row.url, sent).status_code == 302
    assert again(entry).result == "Ten minutes instead of forty"
    decision = Decision.objects.get(machine="proposal", action="approve")
    assert (decision.by, decision.version) == (cast.lead, version)


def test_two_sections_of_one_author_wait_as_one_edit(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    first = suggest(entry, cast.contributor, result="Faster")
    second = suggest(entry, cast.contributor, model_name="M")
    assert first.pk == second.pk
    assert [c["field"] for c in second.difference] == ["result", "model_name"]
    assert second.revision == 2
    other = suggest(entry, cast.admin, result="Slower")
    assert other.pk != first.pk


def test_an_edit_that_changes_nothing_any_more_is_taken_back(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    made = suggest(entry, cast.contributor, result="Faster")
    assert (
        propose_edit(again(entry), [], by=cast.contributor, codes=("result",)) is None
    )
    assert again(made).state == "withdrawn"
    assert open_edit(entry, cast.contributor) is None


def test_an_edit_changed_while_it_was_read_is_shown_again(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    made = suggest(entry, cast.contributor, result="Faster")
    read = PROPOSAL.version_of(again(made))
    suggest(entry, cast.contributor, result="Much faster")
    with pytest.raises(Outdated):
        decide(made, PROPOSAL, "approve", by=cast.moderator, version=read)
    client = as_user(cast.moderator)
    url = reverse("councils:proposal", args=[made.pk])
    answer = client.post(url, {"action": "approve", "version": read, "reason": "Good"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Much faster" in page
    assert "Good</textarea>" in page
    assert again(entry).result == ""
    now = answer.context["form"]["version"].value()
    assert client.post(url, {"action": "approve", "version": now}).status_code == 302
    assert again(entry).result == "Much faster"


def test_an_entry_edited_between_reading_and_approving_is_shown_again(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    client = as_user(cast.moderator)
    url = f"/use-cases/{entry.key}/review/"
    read = client.get(url).context["form"]["version"].value()
    edit(entry, cast.contributor, result="Written meanwhile")
    answer = client.post(url, {"action": "approve", "version": read})
    assert answer.status_code == 409
    assert [c.label for c in answer.context["since_opened"]] == ["One-line result"]
    assert again(entry).publishing == "in_review"
    now = answer.context["form"]["version"].value()
    assert client.post(url, {"action": "approve", "version": now}).status_code == 302


def test_an_edit_overtaken_by_another_goes_back_to_its_author(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    made = suggest(entry, cast.contributor, result="Faster")
    edit(entry, cast.lead, result="Slower")
    with pytest.raises(Refused, match="changed the one-line result"):
        decide(made, PROPOSAL, "approve", by=cast.moderator)
    assert again(made).state == "waiting"
    assert Decision.objects.filter(machine="proposal", action="approve").count() == 0
    page = as_user(cast.moderator).get(reverse("councils:proposal", args=[made.pk]))
    assert page.context["moved"] == ["One-line result"]
    mended = suggest(entry, cast.contributor, result="Both")
    decide(mended, PROPOSAL, "approve", by=cast.moderator)
    assert again(entry).result == "Both"


def test_a_returned_edit_is_sent_again_by_saving_it(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    made = suggest(entry, cast.contributor, result="Faster")
    decide(made, PROPOSAL, "return", by=cast.moderator, reason="By how much?")
    assert titles(cast.moderator) == []
    suggest(entry, cast.contributor, result="Ten minutes")
    assert again(made).state == "waiting"
    assert titles(cast.moderator) == [entry.title]


def test_wider_sharing_waits_and_is_then_read_by_more(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    url = f"/use-cases/{entry.key}/decide/sharing/share_public/"
    client = as_user(cast.lead)
    assert "waits for review" in client.get(url).content.decode()
    sent = {"version": str(again(entry).version), "reason": "Residents ask"}
    assert client.post(url, sent).status_code == 302
    assert again(entry).sharing == "region"
    assert client.post(url, sent).status_code == 409
    (row,) = waiting_rows(list(queue_for(cast.moderator)), cast.moderator)
    assert row.what == "Wider sharing"
    assert row.proposal is not None
    decide(row.proposal, PROPOSAL, "approve", by=cast.moderator)
    assert again(entry).sharing == "public"
    assert UseCase.objects.visible_to(cast.stranger).filter(pk=entry.pk).exists()


def test_sharing_what_only_the_council_read_sends_all_of_it_for_review(
    cast: Cast,
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.OWN)
    ask_to_share(entry, "share_region", by=cast.lead, reason="Ready")
    fresh = again(entry)
    assert (fresh.publishing, fresh.sharing) == ("in_review", "region")
    assert UseCase.objects.visible_to(cast.moderator).filter(pk=entry.pk).exists()
    assert not UseCase.objects.visible_to(cast.neighbour).filter(pk=entry.pk).exists()


def test_a_product_goes_through_the_same_machinery(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    confirm_shared(product, by=cast.moderator)
    decide(product, PUBLISHING, "withdraw", by=cast.moderator, reason="Wrong name")
    submit(product, cast.moderator)
    assert titles(cast.region_admin) == [product.title]
    with pytest.raises(OwnWork):
        decide(product, PUBLISHING, "approve", by=cast.moderator)
    page = as_user(cast.region_admin).get(f"/products/{product.key}/review/")
    assert page.status_code == 200
    sent = {"action": "approve", "version": page.context["form"]["version"].value()}
    answer = as_user(cast.region_admin).post(f"/products/{product.key}/review/", sent)
    assert answer.status_code == 302
    assert again(product).publishing == "published"
    changed = suggest(product, cast.region_admin, about="What it does")
    decide(changed, PROPOSAL, "approve", by=cast.moderator)
    assert again(product).about == "What it does"


def test_closer_looks_come_with_their_cause_and_more_time(cast: Cast) -> None:
    make_waiting(
        cast.lead,
        Sharing.REGION,
        special_category="yes",
        solely_automated="yes",
        sensitivity="special",
    )
    make_waiting(cast.lead, Sharing.REGION)
    closer, plain = waiting_rows(list(queue_for(cast.moderator)), cast.moderator)
    assert {flag.title for flag in closer.flags} == {
        "Special category data",
        "Solely automated decision",
        "High sensitivity",
    }
    assert (closer.target_days, plain.target_days) == (10, 5)
    assert plain.flags == ()


def test_who_reads_it_is_shown_until_it_is_sent_again(cast: Cast) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    with pytest.raises(PermissionDenied):
        take_in_hand(entry, None, by=cast.lead)
    take_in_hand(entry, None, by=cast.moderator)
    take_in_hand(entry, None, by=cast.region_admin)
    assert ReviewInHand.objects.count() == 1
    (row,) = waiting_rows(list(queue_for(cast.moderator)), cast.moderator)
    assert row.in_hand_by == cast.region_admin.name
    decide(entry, PUBLISHING, "return", by=cast.moderator, reason="More")
    submit(entry, cast.lead)
    (row,) = waiting_rows(list(queue_for(cast.moderator)), cast.moderator)
    assert row.in_hand_by == ""


@pytest.mark.parametrize("count", [3, 30])
def test_the_queue_asks_as_often_with_thirty_as_with_three(
    cast: Cast, as_user: AsUser, count: int
) -> None:
    for number in range(count):
        make_waiting(cast.lead, Sharing.REGION, title=f"Waiting {number}")
    client = as_user(cast.moderator)
    client.get("/review/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/review/").status_code == 200
    assert len(asked) == 11


def test_an_edit_is_hidden_from_everybody_else(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    made = suggest(entry, cast.contributor, result="Faster")
    url = reverse("councils:proposal", args=[made.pk])
    for part in ("neighbour", "associate"):
        assert as_user(cast.person(part)).get(url).status_code == 404
        assert not Proposal.objects.visible_to(cast.person(part)).exists()
    own_approver(cast)
    assert as_user(cast.moderator).get(url).status_code == 404


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    friday, before_easter = date(2026, 11, 20), date(2026, 4, 2)
    assert working_days_between(friday, date(2026, 11, 23)) == 1
    assert working_days_between(before_easter, date(2026, 4, 7)) == 1
    assert working_days_between(friday, friday) == 0
    assert working_days_between(date(2026, 11, 23), friday) == 0
    assert after_working_days(before_easter, 1) == date(2026, 4, 7)
    assert after_working_days(date(2026, 12, 23), 5) == date(2027, 1, 4)
