"""Every machine, walked: each state × action × role is allowed, or refused in words."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from catalogue.models import Stage, UseCase
from councils.difference import Change
from councils.machines import all_machines, decide, machine_named
from councils.models import Decision, Notice, Proposal, Sharing
from councils.proposing import propose_edit
from councils.refusals import Outdated, Refused
from resources.upstream import waiting_news
from tests.cast import PARTS, Cast
from tests.factories import edit, make_use_case, submit
from tests.resources.shelf import copy_with_news

MACHINES = ["proposal", "publishing", "sharing", "stage", "upstream"]
PEOPLE = [part for part in PARTS if part != "stranger"]
WRITERS = {"contributor", "lead", "admin"}
REGION = {"moderator", "region_admin"}
EDITORS = WRITERS | {"region_admin"}
STAGES = ("not_stated", "scan", "pilot", "scale")

WHO: dict[tuple[str, str, str], set[str]] = {
    ("publishing", "draft", "submit"): WRITERS | REGION,
    ("publishing", "in_review", "approve"): REGION,
    ("publishing", "in_review", "return"): REGION,
    ("publishing", "in_review", "withdraw"): WRITERS | REGION,
    ("publishing", "changes_requested", "submit"): WRITERS | REGION,
    ("publishing", "changes_requested", "withdraw"): WRITERS | REGION,
    ("publishing", "published", "withdraw"): {"lead"} | REGION,
    ("publishing", "published", "retire"): {"lead"} | REGION,
    ("publishing", "retired", "republish"): REGION,
    ("sharing", "region", "share_own"): {"lead"},
    ("sharing", "public", "share_own"): {"lead"},
    ("sharing", "public", "share_region"): {"lead"},
    **{
        ("stage", here, f"to_{there}"): {"lead"}
        for here in STAGES
        for there in STAGES[1:]
        if here != there
    },
    ("proposal", "waiting", "approve"): REGION,
    ("proposal", "waiting", "return"): REGION,
    ("proposal", "waiting", "decline"): REGION,
    ("proposal", "waiting", "withdraw"): EDITORS,
    ("proposal", "returned", "decline"): REGION,
    ("proposal", "returned", "send_again"): EDITORS,
    ("proposal", "returned", "withdraw"): EDITORS,
    ("upstream", "waiting", "take"): EDITORS,
    ("upstream", "waiting", "decline"): EDITORS,
    ("upstream", "waiting", "take_back"): EDITORS,
}
"""Who makes a move of a shared entry of Northford, where the region publishes and the
contributor wrote; in every other state, with every other action, nobody does."""


def decided(subject: Any, name: str, action: str, by: Any) -> Any:
    return decide(subject, machine_named(name), action, by=by, reason="For the test")


def in_publishing(state: str, cast: Cast) -> UseCase:
    if state in ("published", "retired"):
        entry = make_use_case(cast.lead, sharing=Sharing.REGION)
        if state == "retired":
            decided(entry, "publishing", "retire", cast.lead)
        return entry
    entry = make_use_case(cast.lead)
    decided(entry, "sharing", "share_region", cast.lead)
    if state != "draft":
        submit(entry, cast.contributor)
    if state == "changes_requested":
        decided(entry, "publishing", "return", cast.moderator)
    return entry


def in_stage(state: str, cast: Cast) -> UseCase:
    if state == "not_stated":
        source = "https://northford.example/ai"
        return make_use_case(cast.lead, stage=Stage.NOT_STATED, source_url=source)
    return make_use_case(cast.lead, sharing=Sharing.REGION, stage=Stage(state))


def in_proposal(state: str, cast: Cast) -> Proposal:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit = propose_edit(entry, [Change("result", "", "Faster")], by=cast.contributor)
    assert edit is not None
    ways = {
        "returned": ("return", cast.moderator),
        "accepted": ("approve", cast.moderator),
        "declined": ("decline", cast.moderator),
        "withdrawn": ("withdraw", cast.contributor),
    }
    if state in ways:
        decided(edit, "proposal", *ways[state])
    return edit


def in_upstream(state: str, cast: Cast) -> Proposal:
    news = waiting_news(copy_with_news(cast))
    assert news is not None
    ways = {"accepted": "take", "declined": "decline", "withdrawn": "take_back"}
    if state in ways:
        decided(news, "upstream", ways[state], cast.lead)
    return news


def subject_in(name: str, state: str, cast: Cast) -> Any:
    """Something of Northford that has reached this state by decisions."""
    if name == "sharing":
        made: Any = make_use_case(cast.lead, sharing=Sharing(state))
    else:
        ways = {
            "publishing": in_publishing,
            "stage": in_stage,
            "proposal": in_proposal,
            "upstream": in_upstream,
        }
        made = ways[name](state, cast)
    fresh = again(made)
    assert machine_named(name).state_of(fresh) == state
    return fresh


def again(subject: Any) -> Any:
    return type(subject).objects.get(pk=subject.pk)


@pytest.mark.parametrize(
    ("name", "state"),
    [(m, s) for m in MACHINES for s in machine_named(m).states.values],
)
def test_every_state_action_and_role(cast: Cast, name: str, state: str) -> None:
    machine = machine_named(name)
    subject = subject_in(name, state, cast)
    for action in sorted({row.action for row in machine.moves}):
        for part in PEOPLE:
            if part in WHO.get((name, state, action), set()):
                before = transaction.savepoint()
                made = decided(again(subject), name, action, cast.person(part))
                to_state = machine.move(action, state).to_state
                assert (made.by, made.to_state) == (cast.person(part), to_state)
                assert machine.state_of(again(subject)) == to_state
                transaction.savepoint_rollback(before)
                continue
            with pytest.raises((Refused, PermissionDenied)):
                decided(subject, name, action, cast.person(part))
            assert machine.state_of(again(subject)) == state


def test_only_known_machines_exist() -> None:
    assert [machine.name for machine in all_machines()] == MACHINES


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_names_only_states_it_has(name: str) -> None:
    machine = machine_named(name)
    named = {s for row in machine.moves for s in (*row.from_states, row.to_state)}
    assert named == set(machine.states.values)


def test_a_move_is_kept_as_a_decision_with_its_reason(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    decide(
        entry, machine_named("stage"), "to_pilot", by=cast.lead, reason="Ten volunteers"
    )
    began, moved = Decision.objects.filter(record=entry.pk, machine="stage")
    assert (began.from_state, began.to_state) == ("", "scan")
    assert (moved.from_state, moved.to_state) == ("scan", "pilot")
    assert (moved.by, moved.council) == (cast.lead, cast.northford)
    assert moved.reason == "Ten volunteers"
    assert moved.version == 1


def test_a_move_without_its_reason_is_refused(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(Refused, match="Say why"):
        decide(entry, machine_named("stage"), "to_pilot", by=cast.lead, reason="  ")
    assert UseCase.objects.get(pk=entry.pk).stage == "scan"


def test_a_move_on_an_older_version_asks_again_with_the_difference(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, result="Faster")
    with pytest.raises(Outdated) as caught:
        decide(entry, machine_named("publishing"), "submit", by=cast.lead, version=1)
    assert [change.field for change in caught.value.changes] == ["result"]
    decide(entry, machine_named("publishing"), "submit", by=cast.lead, version=2)
    assert UseCase.objects.get(pk=entry.pk).publishing == "in_review"


def test_a_review_waits_for_what_is_missing(cast: Cast) -> None:
    entry = make_use_case(cast.lead, summary="")
    with pytest.raises(Refused, match="Summary is empty"):
        decide(entry, machine_named("publishing"), "submit", by=cast.lead)
    assert UseCase.objects.get(pk=entry.pk).publishing == "draft"


def test_the_author_and_the_leads_are_told_and_the_decider_is_not(cast: Cast) -> None:
    entry = make_use_case(cast.contributor, "Minutes drafted")
    decide(entry, machine_named("sharing"), "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    asked = Notice.objects.filter(cause="publishing.submit")
    assert {n.person for n in asked} == {cast.moderator, cast.region_admin}
    assert {n.link for n in asked} == {f"{entry.get_absolute_url()}review/"}
    decide(entry, machine_named("publishing"), "approve", by=cast.moderator)
    told = Notice.objects.filter(cause="publishing.approve")
    assert {n.person for n in told} == {cast.contributor, cast.lead}
    assert all("Minutes drafted" in n.subject for n in told)
    assert {n.why for n in told} == {
        "you wrote it or sent it for review",
        "you hold a role at Northford that follows its entries",
    }
