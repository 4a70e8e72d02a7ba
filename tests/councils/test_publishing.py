"""Publishing and sharing: what is missing, who may, and what follows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from catalogue.models import UseCase
from councils.actions import confirm_record
from councils.machines import Refused, decide, machine_named
from councils.models import Decision, Notice, Sharing
from councils.publishing import missing_for_publishing
from councils.record_links import move_links
from tests.cast import Cast
from tests.factories import edit, make_product, make_use_case

AsUser = Callable[[Any], Client]
PUBLISHING, SHARING = machine_named("publishing"), machine_named("sharing")


def again(entry: Any) -> Any:
    return type(entry).objects.get(pk=entry.pk)


def offered(entry: Any, person: Any) -> set[str]:
    links = move_links(again(entry), person, ["publishing", "sharing", "stage"])
    return {link.move.action for link in links}


def test_all_that_is_missing_is_said_at_once_with_who_can_add_it(cast: Cast) -> None:
    entry = make_use_case(cast.lead, summary="", contact="")
    assert missing_for_publishing(entry) == [
        "Summary is empty: the digital lead can add it.",
        "Contact mailbox is empty: the digital lead can add it.",
    ]
    edit(entry, cast.lead, summary="Enough.", contact="ai-team@northford.example")
    assert missing_for_publishing(again(entry)) == []


def test_the_moves_on_offer_are_those_of_state_and_role(cast: Cast) -> None:
    stages, sharing = {"to_pilot", "to_scale"}, {"share_region", "share_public"}
    draft = make_use_case(cast.lead)
    assert offered(draft, cast.lead) == {"submit"} | stages | sharing
    for part in ("contributor", "admin"):
        assert offered(draft, cast.person(part)) == {"submit"}
    for part in ("reader", "governance", "owner", "neighbour", "associate", "stranger"):
        assert offered(draft, cast.person(part)) == set()
    shared = make_use_case(cast.lead, sharing=Sharing.REGION)
    other = {"share_own", "share_public"}
    ends = {"retire", "withdraw"}
    assert offered(shared, cast.lead) == ends | stages | other
    assert offered(shared, cast.region_admin) == ends


def test_a_retired_entry_needs_a_reason_both_ways(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    ways = (
        ("retire", "retired", cast.lead),
        ("republish", "published", cast.moderator),
    )
    for action, state, by in ways:
        with pytest.raises(Refused, match="Say why"):
            decide(entry, PUBLISHING, action, by=by)
        decide(entry, PUBLISHING, action, by=by, reason="Because")
        assert again(entry).publishing == state


def test_no_move_is_made_twice(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    with pytest.raises(Refused, match="an entry that is published"):
        decide(entry, PUBLISHING, "submit", by=cast.lead)
    with pytest.raises(Refused, match="councils of the region"):
        decide(entry, SHARING, "share_region", by=cast.lead)


def test_a_refused_move_leaves_no_decision_and_no_notice(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    before = Decision.objects.count()
    with pytest.raises(PermissionDenied):
        decide(entry, PUBLISHING, "submit", by=cast.reader)
    assert Decision.objects.count() == before
    assert Notice.objects.count() == 0


def test_a_region_admin_may_retire_what_all_see_and_the_council_hears(
    cast: Cast,
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    decide(entry, PUBLISHING, "retire", by=cast.region_admin, reason="A duplicate")
    (notice,) = Notice.objects.filter(cause="publishing.retire")
    assert notice.person == cast.lead
    assert "The reason given: A duplicate" in notice.body


def decide_url(entry: UseCase, machine: str, action: str) -> str:
    return f"/use-cases/{entry.key}/decide/{machine}/{action}/"


def test_a_page_that_was_overtaken_asks_again(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, result="Faster")
    url = decide_url(entry, "publishing", "submit")
    client = as_user(cast.lead)
    answer = client.post(url, {"version": "1"})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.content.decode()
    assert again(entry).publishing == "draft"
    assert client.post(url, {"version": "2"}).status_code == 302
    assert again(entry).publishing == "in_review"


@pytest.mark.parametrize(
    "sent",
    [{}, {"version": "x"}, {"version": "1", "reason": "a\0"}],
)
def test_a_faulty_answer_moves_nothing(
    cast: Cast, as_user: AsUser, sent: dict[str, str]
) -> None:
    entry = make_use_case(cast.lead)
    url = decide_url(entry, "publishing", "submit")
    assert as_user(cast.lead).post(url, sent).status_code == 422
    assert again(entry).publishing == "draft"


def test_only_a_stage_is_asked_when_it_moved(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    client = as_user(cast.lead)
    for machine, action, asks in [
        ("stage", "to_pilot", True),
        ("publishing", "retire", False),
        ("sharing", "share_own", False),
    ]:
        page = client.get(decide_url(entry, machine, action)).content.decode()
        assert ("When it happened" in page) is asks, action
    page = client.get(decide_url(entry, "publishing", "retire")).content.decode()
    assert "Whoever reads it today still can" in page


def test_what_stands_in_the_way_leads_to_where_it_is_mended(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, contact="")
    url = decide_url(entry, "publishing", "submit")
    page = as_user(cast.contributor).get(url).content.decode()
    assert "Contact mailbox is empty" in page
    assert f'href="/use-cases/{entry.key}/edit/">Fill in what is missing' in page


@pytest.mark.parametrize("path", ["nothing/publish", "publishing/explode"])
def test_a_move_that_no_machine_has_is_not_found(
    cast: Cast, as_user: AsUser, path: str
) -> None:
    entry = make_use_case(cast.lead)
    url = f"/use-cases/{entry.key}/decide/{path}/"
    assert as_user(cast.lead).get(url).status_code == 404


def test_products_have_no_stage_to_move(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    url = f"/products/{product.key}/decide/stage/to_pilot/"
    assert as_user(cast.region_admin).get(url).status_code == 404


def test_a_move_may_be_dated_when_it_really_happened(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    day = timezone.localdate() - timedelta(days=9)
    sent = {"version": "1", "reason": "Went live", "on": day.isoformat()}
    as_user(cast.lead).post(decide_url(entry, "stage", "to_scale"), sent)
    moved = Decision.objects.filter(record=entry.pk, machine="stage").latest("id")
    assert (moved.to_state, moved.on) == ("scale", day)


def test_stewards_deputies_and_leads_confirm_and_nobody_else(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(entry, cast.lead, steward=cast.reader.pk, deputy=cast.owner.pk)
    for part in ("lead", "reader", "owner"):
        assert confirm_record(entry, by=cast.person(part)).verified_on
    for part in ("contributor", "admin", "neighbour", "region_admin"):
        with pytest.raises(PermissionDenied):
            confirm_record(entry, by=cast.person(part))
    again_twice = [confirm_record(entry, by=cast.lead).version for _ in "ab"]
    assert len(set(again_twice)) == 1
