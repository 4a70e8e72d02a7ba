"""Opening and closing change sets: what a transaction touched gets its versions here.

Signals only note which records were touched; at the close each is read back, compared
with its last version, and written once. What a change set says is in
`councils.models.change_set`; search rows are `councils.search`'s.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.kinds import Kind, Values, kind_named
from councils.snapshots import completed, snapshots

if TYPE_CHECKING:
    from councils.models.change_set import ChangeSet
    from councils.models.council import Council
    from councils.models.person import User

BATCH = 1_000
P = ParamSpec("P")
R = TypeVar("R")


class NoChangeSet(RuntimeError):
    """A record was written where no change set is open."""


@dataclass
class OpenChangeSet:
    """A change set while it is open; `reason` may be given at any time until then."""

    by: "User | None" = None
    council: "Council | None" = None
    reason: str = ""
    channel: str = "web"
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    row: "ChangeSet | None" = None
    narrowed: set[int] = field(default_factory=set)
    rows_later: int = 0  # records whose search rows the worker writes

    def touch(self, record: Any) -> None:
        """Note that this record must be compared when the change set closes."""
        self.touched[record.kind].add(record.pk)

    def flush(self) -> None:
        """Write a version for each touched record that differs, then search rows."""
        from councils.search import write_search_rows

        work, self.touched = self.touched, defaultdict(set)
        changed: dict[str, dict[int, Values]] = defaultdict(dict)
        for code in sorted(work):
            pks = sorted(work[code])
            for start in range(0, len(pks), BATCH):
                batch = self._write_versions(
                    kind_named(code), pks[start : start + BATCH]
                )
                changed[code].update(batch)
        kinds = sorted((kind_named(code) for code in changed), key=lambda k: -k.number)
        for kind in kinds:
            states = changed[kind.code]
            narrowed = not self.narrowed.isdisjoint(states)
            write_search_rows(kind, states, at_once=narrowed)
        for kind in kinds:
            kind.tells_followers(sorted(changed[kind.code]))

    def _write_versions(self, kind: Kind, pks: list[int]) -> dict[int, Values]:
        from councils.findings import refuse_newly_shared
        from councils.models.change_set import RecordVersion
        from councils.rewriting import narrows
        from councils.role_mailboxes import role_mailboxes
        from councils.screened_reasons import refuse_in_reason

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM councils_record WHERE id = ANY(%s)"
                " ORDER BY id FOR UPDATE",
                [pks],
            )
        states = snapshots(kind, pks)
        last: dict[int, tuple[int, Values]] = {
            record: (number, snapshot)
            for record, number, snapshot in RecordVersion.objects.filter(record__in=pks)
            .order_by("record", "-number")
            .distinct("record")
            .values_list("record", "number", "snapshot")
        }
        changed = {
            pk: state
            for pk, state in states.items()
            if pk not in last or completed(kind, last[pk][1]) != state
        }
        mailboxes = role_mailboxes() if changed else frozenset()
        for pk, state in changed.items():
            before = last.get(pk, (0, {}))[1]
            if narrows(before, state):
                self.narrowed.add(pk)
            refuse_newly_shared(kind, pk, before, state, mailboxes)
            refuse_in_reason(pk, self.reason, state, mailboxes)
        if changed:
            numbers = {pk: last.get(pk, (0, {}))[0] + 1 for pk in changed}
            self._keep(kind, changed, numbers)
        return changed

    def _keep(
        self, kind: Kind, changed: dict[int, Values], numbers: dict[int, int]
    ) -> None:
        """Write the version rows, simple-history's rows and the records' numbers."""
        from councils.search import audiences_of

        row = self._row()
        versions = [
            {
                "record_id": pk,
                "number": numbers[pk],
                "snapshot": state,
                "audiences": audiences_of(state),
            }
            for pk, state in changed.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT_VERSIONS, [row.pk, row.at, json.dumps(versions)])
            written = [pk for (pk,) in cursor.fetchall()]
            cursor.execute(
                "UPDATE councils_record r SET version = n.number, updated_at = %s"
                " FROM unnest(%s::bigint[], %s::int[]) n(id, number)"
                " WHERE r.id = n.id",
                [row.at, list(numbers), list(numbers.values())],
            )
            # simple-history's rows, from the columns as they are now.
            cursor.execute(
                _insert_history(kind),
                [timezone.now(), row.by_id, self.reason or None, written],
            )

    def _row(self) -> "ChangeSet":
        """The one row of this change set, made when there is something to say."""
        from councils.models.change_set import ChangeSet

        if self.row is None:
            by = self.by if self.by and self.by.is_authenticated else None
            self.row = ChangeSet.objects.create(
                by_id=by.pk if by else None,
                council=self.council or (by.acting_for if by else None),
                reason=self.reason,
                channel=self.channel,
            )
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('portal.change_set', %s, true)",
                    [str(self.row.pk)],
                )
        return self.row


_INSERT_VERSIONS = """
INSERT INTO councils_recordversion
    (record_id, number, change_set_id, at, snapshot, audiences)
SELECT record_id, number, %s, %s, snapshot, audiences FROM jsonb_to_recordset(%s)
    AS r(record_id bigint, number int, snapshot jsonb, audiences smallint)
RETURNING id
"""


@cache
def _insert_history(kind: Kind) -> str:
    """SQL that copies records of one kind into its history, beside their versions."""
    model: Any = kind.model
    history = model.history.model._meta
    parent, own = "councils_record", model._meta.db_table
    columns, sources = [], []
    for column in model._meta.concrete_fields:
        columns.append(history.get_field(column.name).column)
        table = own if column.model is model else parent
        sources.append(f"{table}.{column.column}")
    return (
        f"INSERT INTO {history.db_table} ({', '.join(columns)}, history_date,"  # noqa: S608  names of our own columns
        " history_type, history_user_id, history_change_reason, version_row_id)"
        f" SELECT {', '.join(sources)}, %s,"
        " CASE v.number WHEN 1 THEN '+' ELSE '~' END, %s::bigint, %s, v.id"
        f" FROM councils_recordversion v JOIN {parent} ON {parent}.id = v.record_id"
        f" JOIN {own} ON {own}.record_id = v.record_id WHERE v.id = ANY(%s)"
    )


_current: ContextVar[OpenChangeSet | None] = ContextVar("change_set", default=None)


def current() -> OpenChangeSet:
    """The change set that is open; raises NoChangeSet where there is none."""
    opened = _current.get()
    if opened is None:
        raise NoChangeSet("A record was written outside a change set")
    return opened


@contextmanager
def change_set(
    by: "User | None" = None,
    council: "Council | None" = None,
    reason: str = "",
    channel: str = "web",
) -> Iterator[OpenChangeSet]:
    """One outermost transaction and its change set; nested ones join it.

    A nested one adds its reason where the outer one has none yet.
    """
    outer = _current.get()
    if outer is not None:
        outer.reason = outer.reason or reason
        yield outer
        return
    with transaction.atomic(durable=True):
        opened = OpenChangeSet(by=by, council=council, reason=reason, channel=channel)
        token = _current.set(opened)
        try:
            yield opened
            opened.flush()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
                    " SELECT set_config('portal.change_set', '', true)"
                )
        finally:
            _current.reset(token)


def in_change_set(channel: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a command or task as one change set that came through `channel`."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with change_set(channel=channel):
                return function(*args, **kwargs)

        return run

    return decorate


class RecordHistory(HistoricalRecords):
    """simple-history's tables and manager; its rows are written by the change set."""

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        """Listen to links and child rows of the kind as well as to its own row."""
        super().finalize(sender, **kwargs)
        if self.cls is not sender:
            return
        for many in sender._meta.many_to_many:
            m2m_changed.connect(
                _touch_on_link, sender=many.remote_field.through, weak=False
            )

    def post_save(
        self, instance: Any, created: bool, using: Any = None, **kwargs: Any
    ) -> None:
        """Note the record; `raw` loading of fixtures is refused by the trigger."""
        current().touch(instance)


def _touch_on_link(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action.startswith("post_") and not reverse:
        current().touch(instance)


def listen_to_links() -> None:
    """Count a child row as part of its record; called once at start."""
    from councils.models.hold import RecordHold
    from councils.models.record import RecordLink

    for signal in (post_save, post_delete):
        for child in (RecordLink, RecordHold):
            signal.connect(_touch_owner, sender=child, weak=False)


def _touch_owner(instance: Any, **kwargs: Any) -> None:
    current().touch(instance.record)
