"""Adapters hear what changed in the original, and take it or keep their own."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from councils.difference import from_json
from councils.machines import decide, machine_named
from councils.models import (
    Decision,
    HoldAudience,
    Notice,
    Proposal,
    ProposalKind,
    Sharing,
)
from councils.refusals import Outdated, Refused
from councils.review import queue_for
from resources.actions import choose_version
from resources.adapting import adapt_resource
from resources.machines import UPSTREAM
from resources.models import Adaptation, Resource, ResourceVersion
from resources.upstream import decline_news, take_news, waiting_news
from tests.cast import Cast, make_cast
from tests.factories import edit, hold, share
from tests.resources.shelf import make_resource, shared_file, upload


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, Resource]:
    cast = make_cast()
    return cast, make_resource(cast.lead, "Pilot playbook", sharing=Sharing.REGION)


@pytest.fixture
def cast(db: None, built: tuple[Cast, Resource]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def original(db: None, built: tuple[Cast, Resource]) -> Resource:
    return deepcopy(built[1])


@pytest.fixture
def copy(cast: Cast, original: Resource) -> Resource:
    return adapt_resource(original, title="Ours", by=cast.neighbour)


def fresh(record: Any) -> Any:
    return Resource.objects.get(pk=record.pk)


def news_of(copy: Resource) -> Proposal:
    found = waiting_news(copy)
    assert found is not None
    found.record = fresh(copy)
    return found


def take(copy: Resource, by: Any, *codes: str) -> None:
    news = news_of(copy)
    take_news(news, codes, by=by, version=UPSTREAM.version_of(news))


def published(copy: Resource, cast: Cast) -> None:
    edit(copy, cast.neighbour, contact="ai-team@westmere.example")
    share(fresh(copy), cast.neighbour, Sharing.REGION)


def test_a_change_of_the_original_is_brought_with_its_difference(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    assert waiting_news(copy) is None
    edit(original, cast.lead, body="Begin smaller.")
    news = news_of(copy)
    assert [(c.field, c.before, c.after) for c in from_json(news.difference)] == [
        ("body", "Begin small.", "Begin smaller.")
    ]
    assert fresh(copy).body == "Begin small."
    told = Notice.objects.get(cause="resource.news")
    assert told.person == cast.neighbour
    assert told.link == f"/resources/{copy.key}/news/"
    assert "Begin smaller" not in told.body


def test_changes_that_follow_join_the_news_that_wait(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    edit(original, cast.lead, summary="Nine pages.")
    news = news_of(copy)
    assert [c.field for c in from_json(news.difference)] == ["summary", "body"]
    assert (news.revision, Proposal.objects.count()) == (2, 1)


def test_news_that_wait_are_told_of_once_a_day(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    for body in ("Begin smaller.", "Begin smallest."):
        edit(original, cast.lead, body=body)
    told = Notice.objects.get(cause="resource.news")
    assert "What is new: text." in told.body
    news = news_of(copy)
    decline_news(news, by=cast.neighbour, version=UPSTREAM.version_of(news))
    edit(original, cast.lead, summary="Nine pages.")
    assert Notice.objects.filter(cause="resource.news").count() == 2


def test_what_does_not_travel_is_no_news(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, contact="digital@northford.example")
    assert waiting_news(copy) is None
    decide(original, machine_named("sharing"), "share_own", by=cast.lead)
    assert waiting_news(copy) is None


def test_news_that_come_to_nothing_are_taken_back(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    edit(original, cast.lead, body="Begin small.")
    assert waiting_news(copy) is None
    gone = Proposal.objects.get()
    assert gone.state == "withdrawn"
    moves = Decision.objects.filter(proposal=gone).order_by("pk")
    assert [(d.action, d.by) for d in moves] == [("bring", None), ("take_back", None)]


def test_news_go_when_the_original_is_out_of_reach(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    decide(original, machine_named("sharing"), "share_own", by=cast.lead)
    assert waiting_news(copy) is None
    assert Adaptation.objects.get().offered_version is None


def test_what_is_held_back_never_travels(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, purpose="Zorblaxian", body="Begin smaller.")
    assert len(news_of(copy).difference) == 2
    hold(original, cast.lead, "purpose", audience=HoldAudience.OWN)
    assert "Zorblaxian" not in str(news_of(copy).difference)
    edit(original, cast.lead, purpose="Zorblaxian again")
    assert [c["field"] for c in news_of(copy).difference] == ["body"]


def test_a_field_that_was_let_go_later_is_no_news_of_its_own(cast: Cast) -> None:
    original = make_resource(cast.lead, purpose="Zorblaxian")
    hold(original, cast.lead, "purpose")
    share(original, cast.lead, Sharing.REGION)
    copy = adapt_resource(fresh(original), title="Ours", by=cast.neighbour)
    edit(original, cast.lead, purpose="Zorblaxian still", summary="Nine pages.")
    assert [c["field"] for c in news_of(copy).difference] == ["summary"]


def test_taking_writes_what_was_chosen_and_settles_the_rest(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.", summary="Nine pages.")
    take(copy, cast.neighbour, "body")
    ours = fresh(copy)
    assert (ours.body, ours.summary) == ("Begin smaller.", copy.summary)
    assert waiting_news(copy) is None
    assert Adaptation.objects.get().version == fresh(original).version
    last = ours.versions.order_by("-number").first()
    assert last.change_set.reason.startswith(f"Taken from {original.key}")
    edit(original, cast.lead, tags=["pilot"])
    assert [c["field"] for c in news_of(copy).difference] == ["tags"]


def test_taking_puts_the_original_in_the_place_of_ones_own_edit(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(copy, cast.neighbour, body="Begin as we do.")
    edit(original, cast.lead, body="Begin smaller.")
    take(copy, cast.neighbour, "body")
    assert fresh(copy).body == "Begin smaller."


def test_an_edit_since_it_was_read_asks_again(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.", summary="Nine pages.")
    news = news_of(copy)
    version = UPSTREAM.version_of(news)
    edit(copy, cast.neighbour, body="Begin as we do.")
    with pytest.raises(Outdated):
        take_news(news, ["body"], by=cast.neighbour, version=version)
    assert len(news_of(copy).difference) == 2
    assert fresh(copy).body == "Begin as we do."


def test_nothing_chosen_is_refused(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    with pytest.raises(Refused, match="Choose what to take"):
        take(copy, cast.neighbour)


def test_declining_keeps_the_copy_until_the_original_changes_again(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    news = news_of(copy)
    decline_news(news, by=cast.neighbour, version=UPSTREAM.version_of(news))
    assert fresh(copy).body == "Begin small."
    assert waiting_news(copy) is None
    edit(original, cast.lead, body="Begin smallest.")
    assert news_of(copy).difference[0]["before"] == "Begin smaller."


def test_only_editors_of_the_copy_settle_it(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    edit(original, cast.lead, body="Begin smaller.")
    for person in (cast.lead, cast.moderator, cast.associate):
        with pytest.raises(PermissionDenied):
            take(copy, person, "body")
    assert not queue_for(cast.moderator)
    assert not queue_for(cast.neighbour)


def test_news_are_no_edit_that_an_approver_decides(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    published(copy, cast)
    edit(original, cast.lead, body="Begin smaller.")
    with pytest.raises(Proposal.DoesNotExist):
        decide(news_of(copy), machine_named("proposal"), "approve", by=cast.moderator)
    assert list(Proposal.objects.visible_to(cast.moderator)) == []


def test_what_is_taken_into_a_reviewed_copy_waits_for_its_approver(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    cast.westmere.reviews_edits = True
    cast.westmere.save()
    published(copy, cast)
    edit(original, cast.lead, body="Begin smaller.")
    take(copy, cast.neighbour, "body")
    assert fresh(copy).body == "Begin small."
    waiting = Proposal.objects.get(kind=ProposalKind.EDIT)
    assert waiting.made_by == cast.neighbour
    assert [c["after"] for c in waiting.difference] == ["Begin smaller."]


@pytest.mark.usefixtures("demonstration")
def test_a_newer_file_waits_among_the_copys_versions_until_it_is_taken(
    cast: Cast,
) -> None:
    original = shared_file(cast.lead, content=b"Ask the tenants first.")
    copy = adapt_resource(original, title="Ours", by=cast.neighbour)
    made = upload(original, cast.lead, b"Ask the tenants twice.")
    if fresh(original).current_version != 2:
        choose_version(made, by=cast.moderator)
    offered = ResourceVersion.objects.get(resource=copy, number=2)
    newest = ResourceVersion.objects.get(resource=original, number=2)
    assert offered.file.name == newest.file.name
    assert fresh(copy).current_version == 1
    take(copy, cast.neighbour, "current_version")
    assert fresh(copy).current_version == 2
    offered.refresh_from_db()
    assert offered.uploaded_by == cast.neighbour


def test_a_chain_of_copies_hears_from_its_own_original_alone(
    cast: Cast, original: Resource, copy: Resource
) -> None:
    published(copy, cast)
    third = adapt_resource(fresh(copy), title="Theirs", by=cast.associate)
    edit(original, cast.lead, body="Begin smaller.")
    assert waiting_news(third) is None
    take(copy, cast.neighbour, "body")
    if fresh(copy).body == "Begin smaller.":
        assert news_of(third).difference[0]["after"] == "Begin smaller."
