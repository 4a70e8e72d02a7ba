"""Requests that once did harm: each is refused, or answered plainly."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.actions import confirm_shared, merge_shared
from catalogue.models import Product, UseCase
from councils.difference import Change, apply
from councils.machines import decide
from councils.models import ChangeSet, Notice, Proposal, Role, Sharing
from councils.models.council import Publisher
from councils.notices import send_due_notices, write_notice
from councils.proposing import PROPOSAL, ask_to_share, propose_edit
from councils.publishing import PUBLISHING, SHARING
from councils.refusals import Refused
from councils.reports import answer_report, report_problem
from tests.cast import Cast, make_person
from tests.factories import (
    edit,
    make_product,
    make_use_case,
    make_waiting,
    submit,
    values_of,
)

AsUser = Callable[[Any], Client]


@pytest.mark.parametrize("title", ["Notes\nBcc: a@b.example", "Notes\tx", "No\x07tes"])
def test_a_title_is_one_line(cast: Cast, title: str) -> None:
    with pytest.raises(ValidationError, match="one line"):
        make_product(cast.lead, title)
    entry = make_use_case(cast.lead)
    with pytest.raises(ValidationError, match="one line"):
        edit(entry, cast.lead, title=title)


def test_a_subject_of_two_lines_holds_up_no_other_mail(
    cast: Cast, settings: Any, mailoutbox: list[Any]
) -> None:
    entry = make_use_case(cast.lead)
    given = {"cause": "test", "body": "Words.", "why": "you asked"}
    write_notice(cast.lead, entry, step="1", subject="One\nBcc: a@b.example", **given)
    write_notice(cast.lead, entry, step="2", subject="Two", **given)
    Notice.objects.filter(step="1").update(subject="One\r\nBcc: a@b.example")
    assert send_due_notices() == 2
    assert mailoutbox[0].subject == "One Bcc: a@b.example"
    assert mailoutbox[0].recipients() == [cast.lead.email]


def test_naming_a_partner_takes_the_right_to_share(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.contributor)
    with pytest.raises(PermissionDenied):
        apply(entry, [Change("partners", [], ["westmere"])], cast.contributor)
    with pytest.raises(PermissionDenied):
        make_use_case(cast.contributor, partners=["westmere"])
    address = f"/use-cases/{entry.key}/edit/people/"
    sent = {"base_version": "1", "partners": "westmere", "contact": "ai-team@n.example"}
    client = as_user(cast.contributor)
    assert "partners" not in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 302
    assert values_of(entry)["partners"] == []
    assert not UseCase.objects.visible_to(cast.neighbour).exists()
    apply(entry, [Change("partners", [], ["westmere"])], cast.lead)
    assert UseCase.objects.visible_to(cast.neighbour).exists()


CHAINS = ["-" * 33, "-" * 199, " -" * 65, "-!" * 90, " -a" * 60, "-" * 40 + "a"]


@pytest.mark.parametrize("words", CHAINS)
@pytest.mark.parametrize("where", ["/use-cases/", "/use-cases.csv", "/products/"])
def test_chains_of_minus_signs_are_no_fault(
    cast: Cast, as_user: AsUser, where: str, words: str
) -> None:
    make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    answer = as_user(cast.stranger).get(where, {"q": words})
    assert answer.status_code in (200, 400)
    if answer.streaming:
        b"".join(answer.streaming_content)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/logout/"])
def test_an_address_that_cannot_be_read_is_not_followed(db: None, address: str) -> None:
    assert Client().get(address, {"next": "http://["}).status_code in (200, 302)


def test_a_reference_to_another_register_is_no_question_to_ask(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(cast.lead, external_source="secret", external_id="1")
    own = make_use_case(cast.neighbour)
    address = f"/use-cases/{own.key}/edit/reuse/"
    client = as_user(cast.neighbour)
    assert "external" not in client.get(address).content.decode()
    sent = {"base_version": "1", "external_source": "secret"}
    answers = {
        client.post(address, {**sent, "external_id": number}).status_code
        for number in ("1", "2")
    }
    assert answers == {302}
    assert values_of(own)["external_id"] == ""


def test_merging_tells_no_number_of_hidden_entries(cast: Cast) -> None:
    kept, double = make_product(cast.lead), make_product(cast.lead)
    confirm_shared(kept, by=cast.moderator)
    make_use_case(cast.lead, product=double.key)
    moved = merge_shared(
        double, Product.objects.get(pk=kept.pk), by=cast.moderator, reason="Twice"
    )
    assert moved == 0
    assert UseCase.objects.get().product_id == kept.pk


def test_a_guess_at_an_older_version_is_answered_like_any_other(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, result="Said over a draft")
    edit(entry, cast.lead, result="Said to all")
    shared = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(shared, cast.lead, result="Now")
    client = as_user(cast.region_admin)
    address = f"/use-cases/{shared.key}/edit/about/"
    sent = {"title": shared.title, "summary": shared.summary, "base_version": "1"}
    pages = [
        client.post(address, {**sent, "result": guess}).content.decode()
        for guess in ("", "Something else")
    ]
    assert all("changed this while you were writing" in page for page in pages)


def test_dates_and_words_have_bounds(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    date = {"on_day": "1", "on_month": "1", "on_year": "1"}
    answer = as_user(cast.lead).post(
        f"/use-cases/{entry.key}/decide/stage/to_pilot/",
        {"version": "1", "reason": "Long ago", **date},
    )
    assert answer.status_code == 422
    link = {"id": "", "label": "x" * 201, "url": "https://northford.example/"}
    with pytest.raises(ValidationError, match="Shorten the words"):
        edit(entry, cast.lead, links=[link])


PHONE = "Ring 0191 498 0123 for Jo"  # kept for drama by Ofcom


def let_region_publish(cast: Cast, *, reviews_edits: bool = False) -> None:
    """Let the region publish for Northford, as its admin chooses on a page."""
    cast.northford.publisher = Publisher.REGION
    cast.northford.reviews_edits = reviews_edits
    cast.northford.save()


def test_drawing_an_entry_back_hands_no_wider_sharing_to_its_own_council(
    cast: Cast,
) -> None:
    let_region_publish(cast)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    ask_to_share(entry, "share_public", by=cast.lead, reason="All may read it")
    decide(entry, SHARING, "share_own", by=cast.lead)
    other = make_person("second", cast.northford, Role.DIGITAL_LEAD)
    with pytest.raises(Refused, match="kept to its council now"):
        decide(Proposal.objects.get(), PROPOSAL, "approve", by=other)
    assert UseCase.objects.get().sharing == Sharing.OWN


@pytest.mark.parametrize("given", ["²", "٣", "9" * 30, "\x00"])
def test_a_session_that_is_no_number_is_none_of_mine(
    cast: Cast, as_user: AsUser, given: str
) -> None:
    answer = as_user(cast.lead).post("/account/sessions/end/", {"session": given})
    assert answer.status_code == 302


def test_a_reason_that_others_read_is_screened(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    client, version = as_user(cast.lead), str(entry.version)
    answer = client.post(
        f"/use-cases/{entry.key}/decide/stage/to_pilot/",
        {"version": version, "reason": PHONE},
    )
    assert answer.status_code == 409
    assert "Reason, line 1" in answer.content.decode()
    sent = {"title": entry.title, "summary": "Another summary", "reason": PHONE}
    address = f"/use-cases/{entry.key}/edit/about/"
    answer = client.post(address, {**sent, "base_version": version})
    assert answer.status_code == 422
    assert "Reason, line 1" in answer.content.decode()
    assert UseCase.objects.get().version == entry.version
    let_through = {**sent, "base_version": version, "override_reason": "A rota"}
    assert client.post(address, let_through).status_code == 302


def test_a_reason_said_over_a_draft_is_its_councils_own(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, PHONE, result="Half a day a week")
    with pytest.raises(ValidationError, match="Reason, line 1"):
        edit(entry, cast.lead, PHONE, partners=["westmere"])


def test_why_an_edit_is_sent_is_screened_before_the_region_reads_it(
    cast: Cast,
) -> None:
    let_region_publish(cast, reviews_edits=True)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    better = [Change("result", "", "Better")]
    with pytest.raises(ValidationError, match="Reason, line 1"):
        propose_edit(entry, better, by=cast.contributor, reason=PHONE)
    with pytest.raises(ValidationError, match="Reason, line 1"):
        ask_to_share(entry, "share_public", by=cast.lead, reason=PHONE)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("onward", ["x", "home", "httpd", "http://["])
def test_a_way_back_that_is_no_address_is_not_taken(
    cast: Cast, as_user: AsUser, onward: str
) -> None:
    client = as_user(cast.region_admin)
    act = client.post("/act-for/", {"council": "region", "next": onward})
    assert (act.status_code, act["Location"]) == (302, "/")
    office = client.get("/admin/login/", {"next": onward})
    assert (office.status_code, office["Location"]) == (302, "/admin/")


def test_edits_that_wait_are_screened_before_a_council_hands_review_on(
    cast: Cast, as_user: AsUser
) -> None:
    cast.northford.publisher, cast.northford.reviews_edits = Publisher.OWN, True
    cast.northford.save()
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    propose_edit(entry, [Change("result", "", PHONE)], by=cast.contributor)
    answer = as_user(cast.admin).post(
        "/councils/northford/review/", {"publisher": "region", "reviews_edits": "on"}
    )
    assert answer.status_code == 422
    assert entry.title in answer.content.decode()
    assert not Proposal.objects.visible_to(cast.moderator).exists()


def test_edits_that_wait_are_screened_before_their_entry_is_sent_to_the_region(
    cast: Cast,
) -> None:
    let_region_publish(cast, reviews_edits=True)
    entry = make_use_case(cast.lead, sharing=Sharing.OWN)
    propose_edit(entry, [Change("result", "", PHONE)], by=cast.contributor)
    with pytest.raises(ValidationError, match="Phone number"):
        ask_to_share(entry, "share_region", by=cast.lead, reason="Ready")
    decide(entry, PUBLISHING, "withdraw", by=cast.lead, reason="By another way")
    decide(entry, SHARING, "share_region", by=cast.lead)
    with pytest.raises(ValidationError, match="Phone number"):
        decide(entry, PUBLISHING, "submit", by=cast.lead)
    assert not Proposal.objects.visible_to(cast.moderator).exists()


@pytest.mark.parametrize("version", ["9" * 40, "0", "x", "1.1.1", "-1"])
def test_a_version_that_never_was_is_an_old_one(
    cast: Cast, as_user: AsUser, version: str
) -> None:
    let_region_publish(cast)
    entry = make_waiting(cast.lead, Sharing.REGION)
    answer = as_user(cast.moderator).post(
        f"/use-cases/{entry.key}/review/", {"version": version, "action": "approve"}
    )
    assert answer.status_code == 409
    assert UseCase.objects.get().publishing == "in_review"


def test_a_partner_reads_nothing_from_before_it_was_named(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, result=PHONE)
    edit(entry, cast.lead, PHONE, result="Half a day a week")
    edit(entry, cast.lead, partners=["westmere"])
    edit(entry, cast.lead, result="A day a week")
    address, client = f"/use-cases/{entry.key}/", as_user(cast.neighbour)
    early = ChangeSet.objects.order_by("at").first()
    assert early is not None
    for page in ("", "history/", "compare/3...4/"):
        answer = client.get(address + page)
        assert answer.status_code == 200
        assert "498 0123" not in answer.content.decode()
    assert "498 0123" not in client.get("/").content.decode()
    for page in (f"{address}compare/1...4/", f"/changes/{early.pk}/"):
        assert client.get(page).status_code == 404
    own = as_user(cast.lead).get(f"{address}history/").content.decode()
    assert "498 0123" in own


def test_nothing_is_said_to_be_done_that_screening_stopped(
    cast: Cast, as_user: AsUser
) -> None:
    let_region_publish(cast)
    entry = make_use_case(cast.lead, result=PHONE)
    submit(entry, cast.lead)
    client = as_user(cast.lead)
    answer = client.post(
        f"/use-cases/{entry.key}/decide/sharing/share_region/",
        {"version": str(UseCase.objects.get().version), "reason": ""},
    )
    assert answer.status_code == 422
    for page in (answer, client.get("/")):
        assert "shared with councils" not in page.content.decode()


def test_an_answer_names_no_entry_that_was_withdrawn(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    report = report_problem(entry, wrong="old", words="Old", by=cast.neighbour)
    decide(entry, PUBLISHING, "withdraw", by=cast.lead, reason="To be mended")
    edit(UseCase.objects.get(), cast.lead, title="A contract not yet awarded")
    answer_report(report, answer="Mended", by=cast.lead)
    told = Notice.objects.get(person=cast.neighbour)
    assert told.subject == "Your report was answered"
    assert "not yet awarded" not in told.body


def test_a_queue_of_findings_costs_no_more_statements(
    cast: Cast, as_user: AsUser
) -> None:
    def statements(count: int) -> int:
        for _ in range(count):
            submit(make_use_case(cast.contributor, result=PHONE), cast.contributor)
        with CaptureQueriesContext(connection) as asked:
            page = as_user(cast.lead).get("/review/").content.decode()
        assert "phone number" in page
        return len(asked)

    assert statements(1) == statements(4)
