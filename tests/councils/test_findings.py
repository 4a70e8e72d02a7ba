"""What screening finds stops sharing, until it is mended or let through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from catalogue.models import UseCase
from councils.changes import change_set
from councils.difference import Change, apply
from councils.findings import (
    Sensitive,
    findings_in,
    let_through,
    refuse_newly_shared,
    standing_in,
)
from councils.machines import decide
from councils.models import Council, Publisher, ScreeningOverride, Sharing
from councils.proposing import PROPOSAL, propose_edit
from councils.publishing import PUBLISHING, SHARING
from councils.refusals import Refused
from tests.cast import Cast
from tests.factories import edit, make_product, make_use_case, submit, values_of

AsUser = Callable[[Any], Client]
NINO = "AB 12 34 56 C"
PHONE = "0191 496 0123"
SECRET = "Handling: TOP SECRET"


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def own_approver(cast: Cast) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.OWN)


def test_a_draft_of_ones_own_may_say_anything(cast: Cast) -> None:
    entry = make_use_case(cast.contributor, challenge=f"Ring {PHONE}")
    edit(entry, cast.contributor, solution=f"Her number is {NINO}")
    assert [f.code for f in standing_in(entry)] == ["challenge", "solution"]


def test_the_regions_reviewers_are_readers_too(cast: Cast) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    decide(entry, SHARING, "share_region", by=cast.lead)
    with pytest.raises(Refused, match=r"Challenge, line 1: .*Phone number"):
        submit(entry, cast.contributor)
    assert again(entry).publishing == "draft"
    edit(entry, cast.lead, challenge="Ring the office")
    submit(entry, cast.contributor)


def test_the_match_is_masked_and_says_what_to_do(cast: Cast) -> None:
    entry = make_use_case(cast.lead, challenge=f"First line\nCall {NINO} now")
    (finding,) = standing_in(entry)
    assert (finding.found.line, finding.label) == (2, "Challenge")
    assert NINO not in finding.sentence
    assert finding.found.kind.what_to_do in finding.sentence


def test_an_own_approver_decides_on_what_was_found(cast: Cast) -> None:
    own_approver(cast)
    entry = make_use_case(cast.contributor, challenge=f"Ring {PHONE}")
    decide(entry, SHARING, "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    with pytest.raises(Refused, match="Phone number"):
        decide(entry, PUBLISHING, "approve", by=cast.lead)
    with pytest.raises(PermissionDenied):
        let_through(entry, by=cast.contributor, reason="It is ours")
    with pytest.raises(Refused, match="Say why"):
        let_through(entry, by=cast.lead, reason=" ")
    (kept,) = let_through(entry, by=cast.lead, reason="A published office number")
    assert (kept.by, kept.finding, kept.field) == (cast.lead, "phone", "challenge")
    assert PHONE not in kept.masked
    decide(entry, PUBLISHING, "approve", by=cast.lead)
    assert again(entry).publishing == "published"


def test_the_region_is_not_given_what_screening_stops(
    cast: Cast, as_user: AsUser
) -> None:
    own_approver(cast)
    entry = make_use_case(cast.contributor, "Rota notes", challenge=f"Ring {PHONE}")
    decide(entry, SHARING, "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    assert not UseCase.objects.visible_to(cast.moderator).exists()
    client, url = as_user(cast.admin), "/councils/northford/review/"
    answer = client.post(url, {"publisher": "region"})
    assert answer.status_code == 422
    assert "Decide on it first: Rota notes" in answer.content.decode()
    let_through(entry, by=cast.lead, reason="A published office number")
    assert client.post(url, {"publisher": "region"}).status_code == 302
    assert UseCase.objects.visible_to(cast.moderator).exists()


def test_the_same_words_are_not_asked_about_again_and_others_are(cast: Cast) -> None:
    own_approver(cast)
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    let_through(entry, by=cast.lead, reason="A published office number")
    edit(entry, cast.lead, challenge=f"Please ring {PHONE}")
    assert standing_in(entry) == []
    edit(entry, cast.lead, challenge=f"Ring {PHONE} or 0191 496 0999")
    assert len(standing_in(entry)) == 1


def test_an_override_is_never_edited(cast: Cast) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    let_through(entry, by=cast.lead, reason="A published office number")
    for change in (
        lambda: ScreeningOverride.objects.update(reason="Other"),
        lambda: ScreeningOverride.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize("sharing", [Sharing.OWN, Sharing.REGION])
def test_what_is_marked_secret_is_refused_outright(
    cast: Cast, sharing: Sharing
) -> None:
    entry = make_use_case(cast.lead, challenge=SECRET)
    if sharing != Sharing.OWN:
        decide(entry, SHARING, f"share_{sharing.value}", by=cast.lead)
    with pytest.raises(Refused, match="Protective marking"):
        let_through(entry, by=cast.lead, reason="I may")
    with pytest.raises(Refused, match="Protective marking"):
        submit(entry, cast.contributor)
        decide(entry, PUBLISHING, "approve", by=cast.lead)
    assert again(entry).publishing in ("draft", "in_review")


def test_naming_a_partner_is_sharing(cast: Cast) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    with pytest.raises(Sensitive):
        edit(entry, cast.lead, partners=["westmere"])
    assert not UseCase.objects.visible_to(cast.neighbour).exists()
    with pytest.raises(Sensitive):
        make_use_case(cast.lead, challenge=NINO, partners=["westmere"])


def test_an_edit_of_what_others_read_is_screened_beside_its_field(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    client = as_user(cast.contributor)
    url = f"/use-cases/{entry.key}/edit/story/"
    sent = {"base_version": str(again(entry).version), "challenge": f"Ring {PHONE}"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_challenge-error"' in page
    assert PHONE in page  # what was typed is kept
    assert "override_reason" not in page
    assert values_of(entry)["challenge"] == ""


def test_an_approver_lets_it_through_in_the_same_press(
    cast: Cast, as_user: AsUser
) -> None:
    own_approver(cast)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    client = as_user(cast.lead)
    url = f"/use-cases/{entry.key}/edit/story/"
    sent = {"base_version": str(again(entry).version), "challenge": f"Ring {PHONE}"}
    assert "override_reason" in client.post(url, sent).content.decode()
    done = client.post(url, {**sent, "override_reason": "Our published number"})
    assert done.status_code == 302
    assert values_of(entry)["challenge"] == f"Ring {PHONE}"
    assert ScreeningOverride.objects.get().reason == "Our published number"


def test_an_approver_cannot_let_a_secret_through(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    url = f"/use-cases/{entry.key}/edit/story/"
    sent = {
        "base_version": str(again(entry).version),
        "challenge": SECRET,
        "override_reason": "I may",
    }
    answer = as_user(cast.lead).post(url, sent)
    assert answer.status_code == 422
    assert values_of(entry)["challenge"] == ""
    assert not ScreeningOverride.objects.exists()


def test_a_waiting_edit_is_screened_when_it_is_approved(cast: Cast) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(
        publisher=Publisher.OWN, reviews_edits=True
    )
    entry = make_use_case(cast.contributor)
    decide(entry, SHARING, "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    decide(entry, PUBLISHING, "approve", by=cast.lead)
    change = [Change("challenge", "", f"Ring {PHONE}")]
    made = propose_edit(again(entry), change, by=cast.contributor)
    with pytest.raises(Refused, match="Phone number"):
        decide(made, PROPOSAL, "approve", by=cast.lead)
    assert again(made).state == "waiting"
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.REGION)
    with pytest.raises(Sensitive):
        propose_edit(again(entry), change, by=cast.admin)


def test_words_that_were_shared_before_do_not_stop_other_edits(cast: Cast) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    let_through(entry, by=cast.lead, reason="A published office number")
    decide(entry, SHARING, "share_region", by=cast.lead)
    kind, values = entry.declared, values_of(entry)
    shown = {**values, "publishing": "published", "sharing": "region"}
    changed = {**shown, "challenge": f"Ring {PHONE}", "result": "Faster"}
    refuse_newly_shared(kind, None, {**shown, "result": ""}, changed)
    with pytest.raises(Sensitive):
        refuse_newly_shared(kind, None, shown, {**shown, "sharing": "public"})


def test_a_product_is_screened_as_it_is_added(cast: Cast) -> None:
    with pytest.raises(Sensitive):
        make_product(cast.lead, about=f"Ring {PHONE}")


def test_no_way_past_the_actions_leads_past_screening(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    with pytest.raises(Sensitive), change_set(by=cast.lead):
        row = again(entry)
        row.challenge = f"Ring {PHONE}"
        row.save()
    assert values_of(entry)["challenge"] == ""


def test_links_and_titles_are_screened_and_codes_are_not(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    values = {
        **values_of(entry),
        "title": f"Notes for {PHONE}",
        "links": [{"id": "", "label": NINO, "url": "https://northford.example"}],
        "external_id": "7000000000",
    }
    assert {f.code for f in findings_in(entry.declared, values)} == {"title", "links"}


def test_the_page_shows_findings_and_keeps_a_reason(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ring {PHONE}")
    url = f"/use-cases/{entry.key}/screening/"
    writer = as_user(cast.contributor).get(url).content.decode()
    assert "finds patterns such as numbers and addresses, not names" in writer
    assert PHONE not in writer
    assert "ask a digital lead of Northford" in writer
    client = as_user(cast.lead)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Our published number"}).status_code == 302
    page = client.get(url).content.decode()
    assert "Nothing found" in page
    assert "Our published number" in page
    assert client.post(url, {"reason": "Again"}).status_code == 409


def test_apply_by_command_line_names_is_refused_in_words(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    with pytest.raises(Sensitive) as caught:
        apply(entry, [Change("challenge", "", NINO)], cast.lead)
    assert caught.value.message_dict.keys() == {"challenge"}
    assert not caught.value.is_final
