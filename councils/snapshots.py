"""A record's state as plain values, read back from the database in bulk.

Which fields there are is said by the kind; comparing states is `councils.difference`.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from councils.kinds import HOLDS, Field, Kind, Values
from councils.models.hold import RecordHold
from councils.models.record import RecordLink


def snapshots(kind: Kind, pks: Iterable[int]) -> dict[int, Values]:
    """Return {pk: values by field code} for records of one kind.

    Takes one statement for columns, one for each many-to-many field, one for links
    and one for holds, however many records. References are natural keys
    (`snapshot_key` of the table referred to), so that a snapshot outlives row ids.
    """
    wanted = list(pks)
    found: dict[int, Values] = _columns(kind, wanted)
    for declared in kind.fields.values():
        model_field = kind.model_field(declared)
        if isinstance(model_field, models.ManyToManyField):
            _add_many(found, model_field, declared)
        elif isinstance(model_field, models.ManyToOneRel):
            _add_links(found, declared)
    _add_holds(found)
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


def key_path(model_field: Any) -> str:
    """The lookup path from a reference to the natural key of what it refers to."""
    key = model_field.related_model.snapshot_key
    return f"{model_field.name}_id" if key == "pk" else f"{model_field.name}__{key}"


def _columns(kind: Kind, pks: list[int]) -> dict[int, Values]:
    paths: dict[str, str] = {}
    for code, declared in kind.fields.items():
        model_field = kind.model_field(declared)
        if isinstance(model_field, models.ForeignKey):
            paths[code] = key_path(model_field)
        elif model_field.concrete and not model_field.many_to_many:
            paths[code] = declared.name
    rows: Any = models.QuerySet(kind.model).filter(pk__in=pks)
    return {
        row[0]: dict(zip(paths, row[1:], strict=True))
        for row in rows.values_list("pk", *paths.values())
    }


def _add_many(found: dict[int, Values], model_field: Any, declared: Field) -> None:
    through = model_field.remote_field.through
    owner = model_field.m2m_field_name()
    target = model_field.m2m_reverse_field_name()
    key = model_field.related_model.snapshot_key
    for values in found.values():
        values[declared.key] = []
    rows = through._base_manager.filter(**{f"{owner}__in": list(found)}).values_list(
        f"{owner}_id", f"{target}__{key}"
    )
    # Sorted here, not there: databases differ in where a hyphen stands.
    for pk, natural in sorted(rows):
        found[pk][declared.key].append(natural)


def _add_links(found: dict[int, Values], declared: Field) -> None:
    for values in found.values():
        values[declared.key] = []
    rows = RecordLink.objects.filter(record__in=list(found)).order_by("position", "id")
    for link in rows:
        found[link.record_id][declared.key].append(
            {"id": str(link.pk), "label": link.label, "url": link.url}
        )


def _add_holds(found: dict[int, Values]) -> None:
    for values in found.values():
        values[HOLDS] = []
    for hold in RecordHold.objects.filter(record__in=list(found)).order_by("field"):
        found[hold.record_id][HOLDS].append(
            {
                "id": str(hold.pk),
                "field": hold.field,
                "audience": hold.audience,
                "ground": hold.ground,
                "review_on": hold.review_on,
            }
        )
