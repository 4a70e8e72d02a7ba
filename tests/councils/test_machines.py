"""Every machine, walked: each state × action × role is allowed, or refused in words."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from catalogue.models import Stage, UseCase
from councils.machines import (
    Machine,
    Outdated,
    Refused,
    all_machines,
    decide,
    machine_named,
)
from councils.models import Decision, Notice, Sharing
from councils.permissions import can
from tests.cast import PARTS, Cast
from tests.factories import edit, make_use_case

MACHINES = ["publishing", "sharing", "stage"]
PEOPLE = [part for part in PARTS if part != "stranger"]


def entry_in(machine: Machine, state: str, cast: Cast) -> UseCase:
    """A use case that has reached this state of a machine by decisions."""
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    if machine.name == "publishing" and state == "draft":
        return make_use_case(cast.lead)
    if machine.name == "stage" and state == "not_stated":
        source = "https://northford.example/ai"
        return make_use_case(cast.lead, stage=Stage.NOT_STATED, source_url=source)
    for row in machine.moves:
        current = machine.state_of(UseCase.objects.get(pk=entry.pk))
        if current == state:
            break
        if row.to_state == state and current in row.from_states:
            decide(entry, machine, row.action, by=cast.lead, reason="For the test")
    reached = UseCase.objects.get(pk=entry.pk)
    assert machine.state_of(reached) == state
    return reached


@pytest.mark.parametrize(
    ("name", "state"),
    [(m, s) for m in MACHINES for s in machine_named(m).states.values],
)
def test_every_state_action_and_role(cast: Cast, name: str, state: str) -> None:
    machine = machine_named(name)
    entry = entry_in(machine, state, cast)
    actions = {row.action for row in machine.moves}
    for action, part in product(sorted(actions), PEOPLE):
        person = cast.person(part)
        row = next(
            (m for m in machine.moves if m.action == action and state in m.from_states),
            None,
        )
        before = UseCase.objects.get(pk=entry.pk)
        if row is not None and can(person, row.needs, before):
            assert row in machine.offered_to(person, before)
            continue
        with pytest.raises((Refused, PermissionDenied)):
            decide(before, machine, action, by=person, reason="Because")
        assert machine.state_of(UseCase.objects.get(pk=entry.pk)) == state


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
        decide(entry, machine_named("publishing"), "publish", by=cast.lead, version=1)
    assert [change.field for change in caught.value.changes] == ["result"]
    decide(entry, machine_named("publishing"), "publish", by=cast.lead, version=2)
    assert UseCase.objects.get(pk=entry.pk).publishing == "published"


def test_publishing_waits_for_what_is_missing(cast: Cast) -> None:
    entry = make_use_case(cast.lead, summary="")
    with pytest.raises(Refused, match="Summary is empty"):
        decide(entry, machine_named("publishing"), "publish", by=cast.lead)
    assert UseCase.objects.get(pk=entry.pk).publishing == "draft"


def test_other_leads_of_the_council_are_told(cast: Cast) -> None:
    from councils.models import Membership, Role

    Membership.objects.create(
        user=cast.reader, council=cast.northford, role=Role.DIGITAL_LEAD
    )
    entry = make_use_case(cast.lead, "Minutes drafted")
    decide(entry, machine_named("publishing"), "publish", by=cast.lead)
    notice = Notice.objects.get()
    assert notice.person == cast.reader
    assert "published" in notice.subject
    assert "Minutes drafted" in notice.subject
