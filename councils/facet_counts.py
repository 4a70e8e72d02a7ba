"""Counts every facet of a list in one statement, each ignoring its own choice.

Which rows, and what is chosen, is `councils.filters`'; what a value means is said by
the facet.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from councils.facets import Facet
from councils.kept import Kept

Counts = tuple[int, dict[str, Counter[Any]]]
"""The total, and {facet: {option number: count}}."""
WHOLE_LISTS = Kept(200)
"""The counts of unnarrowed lists: counting them reads the whole index."""
Facets = Mapping[str, Facet]
Chosen = Mapping[str, list[Any]]


def count_facets(
    base: Any, facets: Facets, chosen: Chosen, *, is_searched: bool
) -> Counts:
    """The total of the rows `base` under what is chosen, and each facet's counts.

    Counts of a whole list are kept until something is written, or the day ends: what
    is out of date tomorrow may not be so today.
    """
    names = list(facets)
    columns = [facets[name].column for name in names]
    inner, inner_params = (
        base.order_by().values(*dict.fromkeys(columns)).query.sql_with_params()
    )
    # A facet with nothing chosen is counted under the same condition as the total.
    skips = [None, *(name for name in names if chosen[name])]
    selects, params = [], []
    for skipped in skips:
        condition, values = _others(facets, chosen, skipped)
        selects.append(f"count(*) FILTER (WHERE {condition})")
        params += values
    sets = ", ".join(f"({column})" for column in columns)
    sql = (
        f"SELECT {', '.join(columns)}, grouping({', '.join(columns)}),"  # noqa: S608  names of our own columns
        f" {', '.join(selects)} FROM ({inner}) t"
        f" GROUP BY GROUPING SETS ({sets}, ())"
    )
    given = (*params, *inner_params)

    def count() -> Counts:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return _folded(facets, skips, cursor.fetchall())

    if len(skips) > 1 or is_searched:
        return count()
    asked = (sql, str(given), timezone.localdate(), *names)
    counts: Counts = WHOLE_LISTS.get(asked, count)
    return counts


def _others(
    facets: Facets, chosen: Chosen, skipped: str | None
) -> tuple[str, list[Any]]:
    """The condition of every chosen facet but one, as SQL."""
    conditions, params = [], []
    for name, numbers in chosen.items():
        if numbers and name != skipped:
            sql, values = facets[name].sql(numbers)
            conditions.append(sql)
            params += values
    return " AND ".join(conditions) or "true", params


def _folded(
    facets: Facets, skips: list[str | None], rows: list[tuple[Any, ...]]
) -> Counts:
    """The statement's rows, by facet and by the value that each is a group of."""
    names = list(facets)
    width = len(names)
    found: dict[str, dict[Any, int]] = {name: {} for name in names}
    total = 0
    everything = (1 << width) - 1
    for row in rows:
        grouped = everything & ~row[width]
        if grouped == 0:
            total = row[width + 1]
            continue
        place = width - grouped.bit_length()
        value = row[place]
        key = tuple(value) if isinstance(value, list) else value
        counted = skips.index(names[place]) if names[place] in skips else 0
        found[names[place]][key] = row[width + 1 + counted]
    return total, {name: facets[name].fold(found[name]) for name in names}
