"""A record's state as plain values, read back from the database in bulk.

Which fields there are is said by the kind; comparing states is `councils.difference`.
"""

import json
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from councils.kinds import HOLDS, Kind, Values


def snapshots(kind: Kind, pks: Iterable[int]) -> dict[int, Values]:
    """Return {pk: values by field code} for records of one kind.

    Takes one statement for columns and one for all that a record has many of,
    however many records. References are natural keys
    (`snapshot_key` of the table referred to), so that a snapshot outlives row ids.
    """
    wanted = list(pks)
    found: dict[int, Values] = _columns(kind, wanted)
    _add_lists(kind, found)
    plain: dict[str, Values] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return {int(pk): values for pk, values in plain.items()}


def beginning(kind: Kind, record: Any) -> Values:
    """The values of a record that is not written yet: its columns' defaults."""
    values: Values = {}
    for code, declared in kind.editable.items():
        model_field = kind.model_field(declared)
        if model_field.many_to_many or isinstance(model_field, models.ManyToOneRel):
            values[code] = []
        elif not model_field.is_relation:
            values[code] = getattr(record, declared.name)
    return values


def completed(kind: Kind, snapshot: Values) -> Values:
    """A kept state with the fields that its kind has gained since, as they begin.

    An empty state, before the first version, stays empty; a part of one stays without
    its holds, so that it cannot be shown by itself.
    """
    if snapshot and HOLDS not in snapshot and "lead" in snapshot:
        snapshot = {**snapshot, HOLDS: []}
    gained = set(kind.editable) - set(snapshot)
    if not snapshot or not gained:
        return snapshot
    begun = beginning(kind, kind.model())
    return {**snapshot, **{code: begun.get(code) for code in gained}}


def _columns(kind: Kind, pks: list[int]) -> dict[int, Values]:
    sql, codes = _select_columns(kind)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pks])
        return {
            row[0]: dict(zip(codes, row[1:], strict=True)) for row in cursor.fetchall()
        }


@cache
def _select_columns(kind: Kind) -> tuple[str, tuple[str, ...]]:
    """SQL for the columns of one kind, the id first, and their field codes.

    Written out once: for sixty columns Django takes ten times as long to word the
    statement as PostgreSQL to answer it. No kind has a JSON column, which would come
    as text.
    """
    own = kind.model._meta.db_table
    sources: dict[str, str] = {}
    for code, declared in kind.fields.items():
        if _is_list(kind, code):
            continue
        model_field = kind.model_field(declared)
        column = f"{model_field.model._meta.db_table}.{model_field.column}"
        to = model_field.related_model
        if to is not None and to.snapshot_key != "pk":
            target, key = _natural_key(to)
            column = (
                f"(SELECT t.{key} FROM {target.db_table} t"  # noqa: S608  names of our own columns
                f" WHERE t.{target.pk.column} = {column})"
            )
        sources[code] = column
    record = "councils_record"
    return (
        f"SELECT {record}.id, {', '.join(sources.values())} FROM {record}"  # noqa: S608  names of our own columns
        f" JOIN {own} ON {own}.record_id = {record}.id WHERE {record}.id = ANY(%s)"
    ), tuple(sources)


def _natural_key(model: Any) -> tuple[Any, str]:
    """The table and column of a model's natural keys; for records' keys, their own."""
    key: Any = model._meta.get_field(model.snapshot_key)
    return key.model._meta, key.column


def _add_lists(kind: Kind, found: dict[int, Values]) -> None:
    """Add links to other rows, child rows and holds to the states of records."""
    if not found:
        return
    codes = [code for code in kind.fields if _is_list(kind, code)]
    for values in found.values():
        values.update({code: [] for code in (*codes, HOLDS)})
    with connection.cursor() as cursor:
        cursor.execute(_select_lists(kind), {"pks": list(found)})
        rows = [(code, pk, json.loads(item)) for code, pk, item in cursor.fetchall()]
    for code, pk, item in rows:
        found[pk][code].append(item)
    # Sorted here, not there: databases differ in where a hyphen stands.
    for code in codes:
        if kind.model_field(kind.fields[code]).many_to_many:
            for values in found.values():
                values[code].sort()


def _is_list(kind: Kind, code: str) -> bool:
    model_field = kind.model_field(kind.fields[code])
    is_links = isinstance(model_field, models.ManyToOneRel)
    return is_links or isinstance(model_field, models.ManyToManyField)


@cache
def _select_lists(kind: Kind) -> str:
    """SQL for all lists of one kind: (field code, record, item as JSON)."""
    parts = []
    for code in filter(partial(_is_list, kind), kind.fields):
        model_field: Any = kind.model_field(kind.fields[code])
        if isinstance(model_field, models.ManyToOneRel):
            parts.append(_LINKS.format(code=code))
            continue
        target, key = _natural_key(model_field.related_model)
        parts.append(
            f"SELECT '{code}', m.{model_field.m2m_column_name()}, 0,"  # noqa: S608  names of our own columns
            f" to_jsonb(t.{key})"
            f" FROM {model_field.m2m_db_table()} m"
            f" JOIN {target.db_table} t"
            f" ON t.{target.pk.column} = m.{model_field.m2m_reverse_name()}"
            f" WHERE m.{model_field.m2m_column_name()} = ANY(%(pks)s)"
        )
    lists = " UNION ALL ".join([*parts, _HOLDS])
    return (
        f"SELECT code, record, item FROM ({lists}) l(code, record, place, item)"  # noqa: S608  names of our own columns
        " ORDER BY code, record, place"
    )


_LINKS = """
SELECT '{code}', record_id, row_number() OVER (ORDER BY position, id)::int,
    jsonb_build_object('id', id, 'label', label, 'url', url)
FROM councils_recordlink WHERE record_id = ANY(%(pks)s)
"""
_HOLDS = f"""
SELECT '{HOLDS}', record_id, row_number() OVER (ORDER BY field)::int,
    jsonb_build_object('id', id, 'field', field, 'audience', audience,
        'ground', ground, 'review_on', review_on)
FROM councils_recordhold WHERE record_id = ANY(%(pks)s)
"""  # noqa: S608  a name of our own
