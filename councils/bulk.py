"""Writes many new records at once: parents, children and links by COPY.

Values are not validated here: whoever calls this has checked them. Versions and search
rows are the change set's, as for a single record.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from councils.actions import next_keys
from councils.changes import current
from councils.kinds import Kind
from councils.models.record import Record

Links = Mapping[str, Sequence[Sequence[int]]]
PLAIN = frozenset({str, int, bool, date, datetime, type(None)})


def create_records(kind: Kind, records: Sequence[Any], links: Links) -> None:
    """Write new records of one kind inside the open change set and give them keys.

    `links` holds, by name of a many-to-many field, the row ids for each record.
    """
    keys = next_keys(kind.prefix, len(records))
    ids = _next_ids(len(records))
    for record, key, pk in zip(records, keys, ids, strict=True):
        record.kind, record.key, record.pk, record.id = kind.code, key, pk, pk
        record._state.adding = False
    copy(Record, Record._meta.local_concrete_fields, records)
    copy(kind.model, kind.model._meta.local_concrete_fields, records)
    for name, targets in links.items():
        _copy_links(kind, name, records, targets)
    opened = current()
    for record in records:
        opened.touch(record)


def copy(model: Any, fields: Iterable[Any], rows: Iterable[Any]) -> None:
    """Write these fields of rows into the table of `model`, past `save` and signals."""
    fields = list(fields)
    _copy_values(
        model,
        [field.column for field in fields],
        (
            [_prepared(field, getattr(row, field.attname)) for field in fields]
            for row in rows
        ),
    )


def _prepared(field: Any, value: Any) -> Any:
    """The value as the driver takes it; plain ones go as they are."""
    if type(value) in PLAIN:
        return value
    return field.get_db_prep_save(value, connection)


def _copy_values(
    model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    into = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copying:
        for row in rows:
            copying.write_row(row)


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('councils_record', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _copy_links(
    kind: Kind, name: str, records: Sequence[Any], targets: Sequence[Sequence[int]]
) -> None:
    field: Any = kind.model._meta.get_field(name)
    _copy_values(
        field.remote_field.through,
        [field.m2m_column_name(), field.m2m_reverse_name()],
        (
            (record.pk, pk)
            for record, pks in zip(records, targets, strict=True)
            for pk in pks
        ),
    )
