"""Takes the counts of one GROUPING SETS statement apart, by facet.

The statement is the floor's.
"""

from collections import Counter
from typing import Any

Rows = list[tuple[Any, ...]]
Facets = tuple[tuple[str, str, str], ...]
"""Of each facet: its name, its column, and how that holds it."""

FACETS: Facets = (
    ("stage", "stage", "code"),
    ("status", "status", "code"),
    ("council", "councils", "list"),
    ("service_area", "service_areas", "mask"),
    ("ai_type", "ai_types", "mask"),
    ("product", "product", "code"),
    ("supplier", "supplier", "code"),
    ("sensitivity", "sensitivity", "code"),
    ("user_group", "user_groups", "mask"),
    ("readiness", "readiness", "mask"),
    ("collaboration", "collaboration", "mask"),
)
SHELF_FACETS: Facets = (
    ("type", "resource_type", "code"),
    ("currency", "currency", "code"),
    ("council", "councils", "list"),
    ("service_area", "service_areas", "mask"),
    ("ai_type", "ai_types", "mask"),
    ("product", "products", "list"),
    ("tag", "tags", "list"),
)


def folded(
    rows: Rows, places: dict[str | None, int], facets: Facets = FACETS
) -> tuple[int, dict[str, Counter[Any]]]:
    """Masks and lists taken apart; the row of no grouping is the total."""
    width = len(facets)
    everything = (1 << width) - 1
    found: dict[str, Counter[Any]] = {name: Counter() for name, _, _ in facets}
    total = 0
    for row in rows:
        grouped = everything & ~row[width]
        if not grouped:
            total = row[width + 1 + places[None]]
            continue
        place = width - grouped.bit_length()
        name, _, sort = facets[place]
        value, counter = row[place], found[name]
        count = row[width + 1 + places.get(name, places[None])]
        if sort == "code":
            counter[value] += count
        elif sort == "list":
            for number in value:
                counter[number] += count
        else:
            while value:
                lowest = value & -value
                counter[lowest.bit_length() - 1] += count
                value ^= lowest
    return total, found
