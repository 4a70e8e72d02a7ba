"""Takes the counts of one GROUPING SETS statement apart, by facet.

The statement is the floor's.
"""

from collections import Counter
from typing import Any

Rows = list[tuple[Any, ...]]

FACETS = (
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


def folded(
    rows: Rows, places: dict[str | None, int]
) -> tuple[int, dict[str, Counter[int]]]:
    """Masks and lists taken apart; the row of no grouping is the total."""
    width = len(FACETS)
    everything = (1 << width) - 1
    found: dict[str, Counter[int]] = {name: Counter() for name, _, _ in FACETS}
    total = 0
    for row in rows:
        grouped = everything & ~row[width]
        if not grouped:
            total = row[width + 1 + places[None]]
            continue
        place = width - grouped.bit_length()
        name, _, sort = FACETS[place]
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
