"""How two states of a record differ, and making a record differ so.

Drawing a difference for a reader is `councils.history`'s business.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from councils.changes import change_set
from councils.forms import record_form
from councils.kinds import Kind, Values, kind_named
from councils.models.hold import RecordHold
from councils.models.person import User
from councils.models.record import Record, RecordLink
from councils.permissions import Action, require
from councils.snapshots import snapshots

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True)
class Change:
    """One field's plain value before and after."""

    field: str
    before: Any
    after: Any

    @property
    def added(self) -> list[Any]:
        """What a list of values gained."""
        return [item for item in self.after or [] if item not in (self.before or [])]

    @property
    def removed(self) -> list[Any]:
        """What a list of values lost."""
        return [item for item in self.before or [] if item not in (self.after or [])]


Difference = list[Change]


class Conflict(Exception):
    """Somebody changed these fields first; nothing was written.

    `fields` maps each field code to its value now; `now` is the whole state, by which
    it is decided who may be shown them.
    """

    def __init__(self, fields: Values, now: Values) -> None:
        super().__init__("Changed by somebody else: " + ", ".join(sorted(fields)))
        self.fields = fields
        self.now = now


def difference(before: Values, after: Values) -> Difference:
    """The changes from one state to another, for every code that either has."""
    codes = dict.fromkeys([*before, *after])
    return [
        Change(code, before.get(code), after.get(code))
        for code in codes
        if before.get(code) != after.get(code)
    ]


def inverse(changes: Difference) -> Difference:
    """The difference that takes these changes back."""
    return [Change(c.field, c.after, c.before) for c in reversed(changes)]


def as_json(changes: Difference) -> list[dict[str, Any]]:
    """A difference as it is kept in a proposal."""
    return [{"field": c.field, "before": c.before, "after": c.after} for c in changes]


def from_json(rows: Iterable[dict[str, Any]]) -> Difference:
    """The difference that `as_json` kept."""
    return [Change(row["field"], row["before"], row["after"]) for row in rows]


def apply(record: Record, changes: Difference, by: User, reason: str = "") -> Record:
    """Make `record` differ so, as `by`; returns the record as it now is.

    Locks the record; raises PermissionDenied where the role does not allow it (naming
    a partner council is sharing, and takes that permission too) or a field is held
    back from this person, Conflict where a field is no longer what it was before, and
    ValidationError (by field name) where the merged state is not allowed or screening
    stops the reason. State fields are refused: machines move them.
    """
    from councils.screened_reasons import refuse_in_reason

    require_edit(record, changes, by)
    with change_set(by=by, reason=reason) as opened:
        opened.reason = opened.reason or reason
        locked = lock(record)
        refuse_unread(locked, changes, by)
        apply_reviewed(locked, changes)
        if opened.reason:
            refuse_in_reason(locked.pk, opened.reason, state_of(locked))
    return locked


def require_edit(record: Record, changes: Difference, by: User) -> None:
    """Raise PermissionDenied unless `by` may make these changes, or ask for them."""
    kind = record.declared
    require(by, Action(kind.edits), record)
    if any(change.field == "partners" and change.added for change in changes):
        require(by, Action.SHARE_RECORD, record)
    states = [c.field for c in changes if c.field not in kind.editable]
    if states:
        raise ValueError(f"Moved by decisions, not edited: {', '.join(states)}")


def apply_reviewed(locked: Record, changes: Difference) -> None:
    """Make a locked record differ so; whoever calls this has asked who may.

    Raises Conflict and ValidationError as `apply` does.
    """
    now = state_of(locked)
    refuse_moved(now, changes)
    write(locked, {c.field: c.after for c in changes}, now)


def state_of(record: Record) -> Values:
    """The state of one record now, as plain values by field code."""
    return snapshots(record.declared, [record.pk])[record.pk]


def refuse_moved(now: Values, changes: Difference) -> None:
    """Raise Conflict where a field is no longer what it was before these changes."""
    moved = {c.field: now[c.field] for c in changes if now[c.field] != c.before}
    if moved:
        raise Conflict(moved, now)


def refuse_unread(locked: Record, changes: Difference, by: User) -> None:
    """Raise PermissionDenied where `by` would write over what is held from them."""
    codes = [change.field for change in changes]
    unread = RecordHold.objects.against(by).filter(record=locked.pk, field__in=codes)
    labels = [locked.declared.label(hold.field) for hold in unread]
    if labels:
        raise PermissionDenied(
            f"Held back from you: {', '.join(labels)}. Ask the lead council to change "
            "it."
        )


def lock(record: AnyRecord) -> Any:
    """Lock a record's row until the transaction ends and return its kind, read anew."""
    Record.objects.select_for_update().get(pk=record.pk)
    return kind_named(record.kind).model.objects.get(pk=record.pk)


def write(record: Record, values: Values, now: Values | None = None) -> None:
    """Validate the merged state with the kind's own form, then write `values`.

    `now` is the state before, empty for a record not yet written. Raises
    ValidationError by field name, also where others would read what screening finds.
    """
    kind = record.declared
    merged = {**(now or {}), **values}
    form = record_form(kind, tuple(kind.editable))(
        data={code: _form_value(value) for code, value in merged.items()},
        instance=record,
    )
    form.is_valid()
    faults = form.errors.as_data()
    if faults:
        raise ValidationError(faults)
    from councils.findings import refuse_newly_shared

    states = {c: getattr(record, c) for c in ("publishing", "sharing")}
    before = (now or {}) if record.pk else {}
    refuse_newly_shared(kind, record.pk, before, {**merged, **states})
    record.save()
    for code in values:
        _write_links(kind, record, code, form.cleaned_data.get(code))


def _form_value(value: Any) -> Any:
    return "" if value is None else value


def _write_links(kind: Kind, record: Record, code: str, value: Any) -> None:
    """Write a many-to-many field or the child rows of one field."""
    model_field = kind.model_field(kind.fields[code])
    if isinstance(model_field, models.ManyToManyField):
        getattr(record, model_field.name).set(value)
    elif isinstance(model_field, models.ManyToOneRel):
        _write_children(record, value)


def _write_children(record: Record, rows: list[dict[str, str]]) -> None:
    rows = _with_own_ids(record, rows)
    kept = [row["id"] for row in rows]
    for old in RecordLink.objects.filter(record_id=record.pk).exclude(pk__in=kept):
        old.delete()
    for position, row in enumerate(rows):
        RecordLink.objects.update_or_create(
            id=row["id"],
            record_id=record.pk,
            defaults={"label": row["label"], "url": row["url"], "position": position},
        )


def _with_own_ids(record: Record, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows, with a new id for each whose own is taken: twice here, or elsewhere."""
    asked = [row["id"] for row in rows]
    others = RecordLink.objects.filter(pk__in=asked).exclude(record_id=record.pk)
    taken = {str(pk) for pk in others.values_list("pk", flat=True)}
    own = []
    for row in rows:
        row_id = str(uuid.uuid4()) if row["id"] in taken else row["id"]
        taken.add(row_id)
        own.append({**row, "id": row_id})
    return own
