"""States as data: tables of moves, and the one function that makes a move.

Each app declares its machines in its own `machines.py`; buttons, checks, notices,
work queues and the diagrams in docs/generated/ all read those tables. Telling people
is `councils.telling`'s.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from councils.changes import change_set
from councils.difference import Difference, difference, lock
from councils.models.council import Role
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.record import Record
from councils.permissions import Action, can, require
from councils.readable_versions import versions_for
from councils.refusals import Outdated, OwnWork, Refused

Gate = Callable[[Any], list[str]]
Effect = Callable[[Any, User, str], None]
Remarks = Mapping[str, str]
"""What to change, in words by field code."""


@dataclass(frozen=True)
class Move:
    """One row of a machine: from which states, by what action, to which state.

    `needs` names the permission; `gate` returns what is missing, as sentences;
    `told` are the roles in the lead council that hear of it, beside the author and the
    approvers where the row says so. `by_another` keeps people from deciding on their
    own work. `effect` is done with the move, in its transaction. `waits` says for a
    record that the move is not made but sent for review. What is not `is_offered` is
    made only as a part of another act. `means` tells what follows, `past` what
    somebody did; `is_dated` moves may have happened earlier.
    """

    action: str
    from_states: tuple[str, ...]
    to_state: str
    label: str
    needs: Action
    done: str
    gate: Gate | None = None
    told: frozenset[Role] = frozenset()
    tells_author: bool = False
    tells_approvers: bool = False
    needs_reason: bool = False
    takes_remarks: bool = False
    by_another: bool = False
    is_destructive: bool = False
    is_dated: bool = False
    is_offered: bool = True
    means: str = ""
    past: str = ""
    effect: Effect | None = None
    waits: Callable[[Record], bool] | None = None


def _itself(subject: Any) -> Any:
    return subject


def _version(record: Record) -> str:
    return str(record.version)


def _nobody(_: Any) -> frozenset[int]:
    return frozenset()


def _no_approvers(record: Record) -> list[User]:
    return []


@dataclass(frozen=True)
class Machine:
    """A table of moves over one state field of a record, or of what hangs on one.

    For the latter, `record_of` finds the record, `lock` reads both anew, and
    `version_of` tells what a person had read. `authors` are the ids of those whose
    work a subject is, `approvers` who may decide on a record.
    """

    name: str
    title: str
    attribute: str
    states: type[models.TextChoices]
    moves: tuple[Move, ...]
    kinds: tuple[str, ...] = field(default=())
    is_of_records: bool = True
    record_of: Callable[[Any], Record] = _itself
    lock: Callable[[Any], Any] = lock
    version_of: Callable[[Any], str] = _version
    authors: Callable[[Any], frozenset[int]] = _nobody
    approvers: Callable[[Record], list[User]] = _no_approvers

    def applies_to(self, record: Record) -> bool:
        """Whether this machine moves records of this kind; no kinds named means all."""
        return self.is_of_records and (not self.kinds or record.kind in self.kinds)

    def state_of(self, subject: Any) -> str:
        return str(getattr(subject, self.attribute))

    def move(self, action: str, state: str) -> Move:
        """The row for this action from this state; raises Refused without one."""
        for row in self.moves:
            if row.action == action and state in row.from_states:
                return row
        label = self.states(state).label.lower() if state in self.states else state
        raise Refused(f"This cannot be done to an entry that is {label}.")

    def offered_to(self, user: User, subject: Any) -> list[Move]:
        """The moves that this person may make with this subject as it stands."""
        state, record = self.state_of(subject), self.record_of(subject)
        rows = [
            row for row in self.moves if row.is_offered and state in row.from_states
        ]
        return [row for row in rows if can(user, row.needs, record)]

    def own_work(self, user: User, subject: Any) -> OwnWork | None:
        """Why this person may not decide alone on this subject; None where they may."""
        authors = self.authors(subject)
        if user.pk not in authors:
            return None
        found = self.approvers(self.record_of(subject))
        return OwnWork([person for person in found if person.pk not in authors])


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
    subject: Any,
    machine: Machine,
    action: str,
    *,
    by: User,
    reason: str = "",
    on: date | None = None,
    version: int | str | None = None,
    override: bool = False,
    remarks: Remarks | None = None,
) -> Decision:
    """Move `subject` by one row of `machine`, as `by`; returns the decision.

    `version` is what the person had read, as `machine.version_of` has it. Raises
    PermissionDenied where the role does not allow it, Outdated where the subject has
    changed since, and Refused where the state, the gate, a missing reason or one's own
    hand in it stands in the way.
    """
    with change_set(by=by, reason=reason) as opened, transaction.atomic():
        opened.reason = opened.reason or reason
        locked = machine.lock(subject)
        record = machine.record_of(locked)
        if version is not None and str(version) != machine.version_of(locked):
            raise Outdated(_since(record, str(version), by))
        move = machine.move(action, machine.state_of(locked))
        require(by, move.needs, record)
        _refuse_unready(move, record, reason)
        is_override = _overrides(move, machine, locked, by, override and reason)
        return make_move(
            locked,
            machine,
            move,
            by=by,
            reason=reason,
            on=on,
            remarks=remarks,
            is_override=is_override,
        )


def _refuse_unready(move: Move, record: Record, reason: str) -> None:
    if move.needs_reason and not reason.strip():
        raise Refused("Say why: it stands in the history.")
    if move.waits and move.waits(record):
        raise Refused("Others read this entry already: send the move for review.")


def _overrides(
    move: Move, machine: Machine, locked: Any, by: User, reason: bool | str
) -> bool:
    """Whether this is a decision on one's own work; raises OwnWork where it may not."""
    own = machine.own_work(by, locked) if move.by_another else None
    if own is not None and not (own.may_override and reason and str(reason).strip()):
        raise own
    return own is not None


def make_move(
    locked: Any,
    machine: Machine,
    move: Move,
    *,
    by: User | None,
    reason: str = "",
    on: date | None = None,
    remarks: Remarks | None = None,
    is_override: bool = False,
) -> Decision:
    """Make one move of a locked subject; whether `by` (or nobody) may was asked."""
    from councils.findings import refuse_said
    from councils.telling import tell

    unmet = move.gate(locked) if move.gate else []
    if unmet:
        raise Refused(*unmet)
    before = machine.state_of(locked)
    setattr(locked, machine.attribute, move.to_state)
    locked.save()
    if machine.is_of_records:
        refuse_said(locked, reason)
    if move.effect is not None and by is not None:
        move.effect(locked, by, reason)
    decision = keep_decision(
        locked,
        machine,
        move.action,
        before,
        by=by,
        reason=reason,
        on=on,
        remarks=remarks if move.takes_remarks else None,
        is_override=is_override,
    )
    tell(locked, machine, move, decision)
    return decision


def keep_decision(
    subject: Any,
    machine: Machine,
    action: str,
    from_state: str,
    *,
    by: User | None,
    reason: str = "",
    on: date | None = None,
    remarks: Remarks | None = None,
    is_override: bool = False,
) -> Decision:
    """Write down a move that has just been made, or how a record began."""
    record = machine.record_of(subject)
    return Decision.objects.create(
        record_id=record.pk,
        proposal=None if machine.is_of_records else subject,
        machine=machine.name,
        action=action,
        from_state=from_state,
        to_state=machine.state_of(subject),
        on=on or timezone.localdate(),
        by=by,
        council=by.acting_for if by else None,
        reason=reason,
        version=record.version,
        remarks={code: text for code, text in (remarks or {}).items() if text.strip()},
        is_override=is_override,
    )


def _since(record: Record, read: str, by: User) -> Difference:
    """How a record differs from the version that `by` had read, its number first.

    Nothing where there never was such a version, or not one that they could read.
    """
    number = read.partition(".")[0]
    known = int(number) if number.isascii() and number.isdigit() else 0
    snapshots = dict(
        versions_for(record, by)
        .filter(number__in=[known, record.version])
        .values_list("number", "snapshot")
    )
    if not {known, record.version} <= snapshots.keys():
        return []
    return difference(snapshots[known], snapshots[record.version])
