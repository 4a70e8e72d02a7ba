"""Writing again the search rows that show something which was renamed.

Few are written with the change, many by the worker, so that whoever renames a council
with thousands of entries is answered at once. Rows are `councils.search`'s.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models

from councils.changes import current
from councils.kinds import HOLDS, Kind, Values, all_kinds, kind_named
from councils.search import audiences_of, rewrite

AT_ONCE = 1_000
"""How many records' rows are written in a request: about half a second."""

Showing = dict[str, list[int]]
"""Records by the code of their kind."""


def narrows(before: Values, after: Values) -> bool:
    """Whether somebody who could read of a record might read less of it now.

    Rows that name it must not say so to them until a worker comes by.
    """
    if not before:
        return False
    lost = audiences_of(before) & ~audiences_of(after)
    return bool(lost) or any(
        before.get(code) != after.get(code) for code in ("lead", "partners", HOLDS)
    )


def rewrite_what_shows(
    model: type[models.Model], pks: Sequence[int], *, at_once: bool = False
) -> None:
    """Write again the rows of all records that show these rows of `model`.

    Beyond AT_ONCE the worker does, and the open change set counts them.
    """
    from councils.tasks import rewrite_rows

    found = records_showing(model, pks)
    count = sum(len(records) for records in found.values())
    if at_once or count <= AT_ONCE:
        rewrite_all(found)
        return
    current().rows_later += count
    rewrite_rows.defer(model=model._meta.label_lower, pks=list(pks))


def rewrite_later(label: str, pks: Sequence[int]) -> None:
    """The worker's part: those that show these rows now, whatever was done before."""
    rewrite_all(records_showing(apps.get_model(label), pks))


def rewrite_all(found: Showing) -> None:
    """Write again the rows of these records."""
    for code, records in found.items():
        rewrite(kind_named(code), records)


def records_showing(model: type[models.Model], pks: Sequence[int]) -> Showing:
    """The records whose rows show these of `model`, a table of records or a list."""
    kind = next((kind for kind in all_kinds() if kind.model is model), None)
    if kind is not None:
        return dict(kind.dependents(list(pks)))
    found = {kind.code: _referring(kind, model, pks) for kind in all_kinds()}
    return {code: records for code, records in found.items() if records}


def _referring(kind: Kind, model: type[models.Model], pks: Sequence[int]) -> list[int]:
    references = [
        found.name
        for found in map(kind.model_field, kind.fields.values())
        if isinstance(found, (models.ForeignKey, models.ManyToManyField))
        and found.related_model is model
    ]
    if not references:
        return []
    shows = reduce(or_, (models.Q(**{f"{name}__in": pks}) for name in references))
    records: Any = kind.model._base_manager
    return sorted(set(records.filter(shows).values_list("pk", flat=True)))
