"""States as data: tables of moves, and the one function that makes a move.

Each app declares its machines in its own `machines.py`; buttons, checks, notices,
work queues and the diagrams in docs/generated/ all read those tables.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from councils.changes import change_set
from councils.difference import Difference, difference, lock
from councils.models.council import Role
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.record import Record
from councils.notices import tell
from councils.permissions import Action, can, require

Gate = Callable[[Any], list[str]]


class Refused(Exception):
    """The move cannot be made now; `sentences` say why and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Outdated(Refused):
    """The record has changed since it was read; `changes` is how."""

    def __init__(self, changes: Difference) -> None:
        super().__init__("This entry has changed since you opened it. Look again.")
        self.changes = changes


@dataclass(frozen=True)
class Move:
    """One row of a machine: from which states, by what action, to which state.

    `needs` names the permission; `gate` returns what is missing, as sentences;
    `told` are the roles in the lead council that hear of it.
    """

    action: str
    from_states: tuple[str, ...]
    to_state: str
    label: str
    needs: Action
    done: str
    gate: Gate | None = None
    told: frozenset[Role] = frozenset()
    needs_reason: bool = False
    is_destructive: bool = False


@dataclass(frozen=True)
class Machine:
    """A table of moves over one state field of a record."""

    name: str
    title: str
    attribute: str
    states: type[models.TextChoices]
    moves: tuple[Move, ...]
    kinds: tuple[str, ...] = field(default=())

    def applies_to(self, record: Record) -> bool:
        """Whether this machine moves records of this kind; no kinds named means all."""
        return not self.kinds or record.kind in self.kinds

    def state_of(self, record: Record) -> str:
        return str(getattr(record, self.attribute))

    def move(self, action: str, state: str) -> Move:
        """The row for this action from this state; raises Refused without one."""
        for row in self.moves:
            if row.action == action and state in row.from_states:
                return row
        label = self.states(state).label.lower() if state in self.states else state
        raise Refused(f"This cannot be done to an entry that is {label}.")

    def offered_to(self, user: User, record: Record) -> list[Move]:
        """The moves that this person may make with this record as it stands."""
        state = self.state_of(record)
        return [
            row
            for row in self.moves
            if state in row.from_states and can(user, row.needs, record)
        ]


_machines: dict[str, Machine] = {}


def register(machine: Machine) -> Machine:
    """Make a machine known; called once at start by each app."""
    _machines[machine.name] = machine
    return machine


def machine_named(name: str) -> Machine:
    """The machine with this name; KeyError for an unknown one."""
    return _machines[name]


def all_machines() -> Iterator[Machine]:
    """Every machine, by name."""
    return iter(sorted(_machines.values(), key=lambda machine: machine.name))


def decide(
    record: Record,
    machine: Machine,
    action: str,
    *,
    by: User,
    reason: str = "",
    on: date | None = None,
    version: int | None = None,
) -> Decision:
    """Move `record` by one row of `machine`, as `by`; returns the decision.

    `version` is the version that the person had read. Raises PermissionDenied where
    the role does not allow it, Outdated where the record is no longer at `version`,
    and Refused where the state, the gate or a missing reason stands in the way.
    """
    with change_set(by=by, reason=reason) as opened:
        opened.reason = opened.reason or reason
        locked = lock(record)
        state = machine.state_of(locked)
        move = machine.move(action, state)
        require(by, move.needs, locked)
        if version is not None and version != locked.version:
            raise Outdated(_since(locked, version))
        if move.needs_reason and not reason.strip():
            raise Refused("Say why: others will read it beside the move.")
        unmet = move.gate(locked) if move.gate else []
        if unmet:
            raise Refused(*unmet)
        setattr(locked, machine.attribute, move.to_state)
        locked.save()
        decision = keep_decision(
            locked, machine, move.action, state, by=by, reason=reason, on=on
        )
        tell(locked, decision, move.told, by=by, done=move.done)
    return decision


def keep_decision(
    record: Record,
    machine: Machine,
    action: str,
    from_state: str,
    *,
    by: User | None,
    reason: str = "",
    on: date | None = None,
) -> Decision:
    """Write down a move that has just been made, or how a record began."""
    return Decision.objects.create(
        record_id=record.pk,
        machine=machine.name,
        action=action,
        from_state=from_state,
        to_state=machine.state_of(record),
        on=on or timezone.localdate(),
        by=by,
        council=by.acting_for if by else None,
        reason=reason,
        version=record.version,
    )


def _since(record: Record, version: int) -> Difference:
    snapshots = dict(
        record.versions.filter(number__in=[version, record.version]).values_list(
            "number", "snapshot"
        )
    )
    return difference(snapshots.get(version, {}), snapshots[record.version])
