"""Every write of the ground floor that touches several rows or changes a state.

Editing a record's fields is `councils.difference.apply`; moving its states is
`councils.machines.decide`.
"""

from typing import TypeVar

from django.db.models import F
from django.utils import timezone

from councils.changes import change_set
from councils.difference import lock, write
from councils.kinds import Kind, Values
from councils.machines import keep_decision, machine_named
from councils.models.council import Council
from councils.models.person import User
from councils.models.record import KeyCounter, Record
from councils.permissions import Action, require
from councils.snapshots import beginning

AnyRecord = TypeVar("AnyRecord", bound=Record)


def next_keys(prefix: str, count: int = 1) -> list[str]:
    """Give out the next keys of a prefix, such as NE-0042; locks its counter."""
    KeyCounter.objects.get_or_create(prefix=prefix)
    counter = KeyCounter.objects.select_for_update().get(prefix=prefix)
    first = counter.last + 1
    KeyCounter.objects.filter(prefix=prefix).update(last=F("last") + count)
    return [f"{prefix}-{number:04d}" for number in range(first, first + count)]


def create_record(
    kind: Kind,
    values: Values,
    *,
    by: User,
    lead: Council | None = None,
    reason: str = "",
    states: Values | None = None,
    needs: Action = Action.CREATE_RECORD,
) -> Record:
    """Make a draft of one kind, led by `lead` or the council that `by` acts for.

    `values` are snapshot values by field code; `states` sets state fields as the
    record begins. Raises PermissionDenied, and ValidationError by field name.
    """
    council = lead or by.acting_for
    require(by, needs, None if lead else council)
    if values.get("partners"):
        require(by, Action.SHARE_RECORD, council)
    with change_set(by=by, reason=reason) as opened:
        opened.reason = opened.reason or reason
        record = kind.model(lead=council, steward=by, **(states or {}))
        record.kind = kind.code
        record.key = next_keys(kind.prefix)[0]
        write(record, {"steward": by.pk, **values}, beginning(kind, record))
        for name in kind.machines:
            keep_decision(record, machine_named(name), "begin", "", by=by)
    return record


def keeps(person: User, record: Record) -> bool:
    """Whether this person is steward or deputy, and still of the council."""
    is_named = person.pk in (record.steward_id, record.deputy_id)
    return is_named and record.lead_id in person.council_ids


def confirm_record(record: AnyRecord, *, by: User) -> AnyRecord:
    """Say that a record is still true today: its steward or a digital lead may."""
    with change_set(by=by):
        locked: AnyRecord = lock(record)
        if not keeps(by, locked):
            require(by, Action.CONFIRM_RECORD, locked)
        locked.verified_on = timezone.localdate()
        locked.save()
    return locked
