"""The one way by which loaders write records: validated, dated, with decisions.

It stands beside `councils.actions` because loaded content has states that nobody moved
today; what is loaded is said by `baseline` and `demonstration`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from councils.actions import next_keys
from councils.changes import change_set
from councils.difference import write
from councils.kinds import Kind, Values
from councils.machines import Machine, Move, keep_decision, machine_named
from councils.models import ChangeSet, Council, Decision, Record, RecordVersion, User
from councils.models.change_set import Channel
from councils.snapshots import beginning


@contextmanager
def act(
    by: User | None,
    council: Council | None,
    reason: str,
    at: datetime | None = None,
    channel: str = Channel.COMMAND,
) -> Iterator[None]:
    """A change set that says when it happened, for content with a past."""
    with change_set(by=by, council=council, reason=reason, channel=channel) as opened:
        if at is not None:
            opened.row = ChangeSet(
                at=at, by=by, council=council, reason=reason, channel=channel
            )
            # raw: the time is given, not taken from the clock.
            opened.row.save_base(raw=True, force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('portal.change_set', %s, true)",
                    [str(opened.row.pk)],
                )
        yield


def write_record(
    kind: Kind, values: Values, *, lead: Council, states: Mapping[str, Any], ref: str
) -> Any:
    """Write a new record inside the open change set and return it.

    `values` are snapshot values by field code, `states` go straight to the row. Raises
    CommandError that names `ref` and every fault.
    """
    unknown = sorted(set(values) - set(kind.editable))
    if unknown:
        raise CommandError(f"{ref}: no such field: {', '.join(unknown)}")
    record: Any = kind.model(lead=lead, **states)
    record.kind = kind.code
    record.key = next_keys(kind.prefix)[0]
    try:
        write(record, values, beginning(kind, record))
    except ValidationError as fault:
        faults = "; ".join(f"{name}: {said}" for name, said in _said(fault))
        raise CommandError(f"{ref}: {faults}") from fault
    return record


def _said(fault: ValidationError) -> Iterator[tuple[str, str]]:
    for name, sentences in fault.message_dict.items():
        yield name, " ".join(sentences)


def begin(
    record: Record,
    machine: str,
    *,
    by: User | None = None,
    on: date | None = None,
    reason: str = "",
) -> None:
    """Write down how a loaded record began in one machine."""
    keep_decision(
        record, machine_named(machine), "begin", "", by=by, on=on, reason=reason
    )


def move(
    record: Record,
    machine: str,
    to_state: str,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    is_override: bool = False,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Set a state and write down the move as a decision of that day; saves nothing.

    Raises CommandError where the machine has no such move or its gate is shut.
    """
    table = machine_named(machine)
    before = table.state_of(record)
    row = _open_row(record, table, before, to_state)
    setattr(record, table.attribute, to_state)
    Decision.objects.create(
        record_id=record.pk,
        machine=machine,
        action=row.action,
        from_state=before,
        to_state=to_state,
        on=on or timezone.localdate(at),
        at=at,
        by=by,
        council=by.acting_for if by else None,
        reason=reason,
        version=record.version,
        is_override=is_override,
        remarks=dict(remarks or {}),
    )


def _open_row(record: Record, table: Machine, before: str, to_state: str) -> Move:
    """The row of a machine that leads there; CommandError where none is open."""
    found = [m for m in table.moves if before in m.from_states]
    row = next((m for m in found if m.to_state == to_state), None)
    if row is None:
        raise CommandError(f"{record}: no move from {before} to {to_state}")
    unmet = row.gate(record) if row.gate else []
    if unmet:
        raise CommandError(f"{record}: {' '.join(unmet)}")
    return row


def begun_as(kind: Kind, titles: list[str]) -> dict[str, Any]:
    """{title: record} of those that began under one of these titles.

    What was renamed is found by its first version; what was merged, by where it went.
    """
    firsts = RecordVersion.objects.filter(
        record__kind=kind.code, number=1, snapshot__title__in=titles
    ).values_list("snapshot__title", "record_id")
    first = dict(firsts)
    rows: Any = kind.model.objects
    records = {row.pk: row for row in rows.filter(pk__in=first.values())}
    return {title: _merged(records[pk]) for title, pk in first.items()}


def _merged(record: Any) -> Any:
    while getattr(record, "merged_into", None) is not None:
        record = record.merged_into
    return record
