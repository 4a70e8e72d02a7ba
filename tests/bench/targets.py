"""Which targets the measurement meets: rows 1 to 7, 10 and 11.

The bounds are those that the project set itself; a row may only be met by what counts.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tests.bench.measure import PageFacts

SMALL, LARGE = 10_000, 100_000


@dataclass(frozen=True)
class Verdict:
    """One target: what was found at worst, and whether that is enough."""

    number: int | str
    what: str
    found: str
    bound: str
    is_met: bool | None


def verdicts(facts: list[PageFacts], memory: tuple[float, float]) -> list[Verdict]:
    """Every target that this measurement can speak to."""
    return [
        ratio_verdict(
            1, "p95, 16 at once, 100,000: lists over the floor", facts, LARGE, 16, 1
        ),
        ratio_verdict(
            2, "p50, one at a time, 10,000: lists over the floor", facts, SMALL, 1, 1
        ),
        ratio_verdict(3, "record page over the floor's", facts, LARGE, 1, 3),
        _statements(facts),
        _bytes(facts),
        _growth(facts),
        _worst_query(facts),
        Verdict(
            10,
            "worker PSS after 1,000 mixed requests, and after 1,000 more",
            f"{memory[0]:.0f} MB, {memory[1]:.0f} MB",
            "120 MB, then no growth",
            memory[0] <= 120 and memory[1] <= memory[0] * 1.03,
        ),
        _unchanged(facts),
    ]


def ratio_verdict(
    number: int | str,
    what: str,
    facts: list[PageFacts],
    count: int,
    connections: int,
    target: int,
) -> Verdict:
    bound = 5 if target == 3 else 3
    found = {}
    for page in facts:
        if page.count == count and page.page.target == target:
            row = next(r for r in page.rows if r.connections == connections)
            ratio = row.ratio_p95 if connections > 1 else row.ratio_p50
            found[page.page.label] = (ratio, page.counts)
    said = "; ".join(
        f"{label} {ratio:.1f}{'' if counts else ' (does not count)'}"
        for label, (ratio, counts) in found.items()
    )
    worst = max((ratio for ratio, _ in found.values()), default=math.inf)
    return Verdict(number, what, said, f"{bound} ×", worst <= bound)


def _statements(facts: list[PageFacts]) -> Verdict:
    lists = [f for f in facts if f.page.target == 1]
    strangers = most(f.statements for f in lists if not f.page.signed_in)
    members = most(f.statements for f in lists if f.page.signed_in)
    record = most(f.statements for f in facts if f.page.is_of_one)
    by_page: dict[str, set[int]] = {}
    for f in facts:
        by_page.setdefault(f.page.label, set()).add(f.statements)
    steady = all(len(found) == 1 for found in by_page.values())
    return Verdict(
        4,
        "SQL statements: list anonymous, signed in, record; the same at both sizes",
        f"{strangers}, {members}, {record}; {'the same' if steady else 'they differ'}",
        "6, 9, 12",
        strangers <= 6 and members <= 9 and record <= 12 and steady,
    )


def _bytes(facts: list[PageFacts]) -> Verdict:
    lists = [f for f in facts if f.page.target == 1]
    html, gzipped = most(f.html for f in lists), most(f.gzipped for f in lists)
    return Verdict(
        5,
        "list page, largest: HTML, gzipped",
        f"{html / 1000:.1f} kB, {gzipped / 1000:.1f} kB",
        "60 kB, 10 kB",
        html <= 60_000 and gzipped <= 10_000,
    )


def _growth(facts: list[PageFacts]) -> Verdict:
    bounds = {
        "list": 0.4,
        "keyword in 2 %": 0.4,
        "list with a filter": 0.7,
        "search with two facets": 0.7,
        "record": 0.05,
    }
    said, is_met = [], True
    for name, bound in bounds.items():
        small, large = (
            next(
                f.rows[0].portal.p50
                for f in facts
                if f.page.label == name and f.count == count
            )
            for count in (SMALL, LARGE)
        )
        exponent = math.log10(large / small)
        is_met = is_met and exponent <= bound
        said.append(f"{name} {exponent:.2f} (≤ {bound})")
    what = "growth from 10,000 to 100,000, as an exponent"
    return Verdict(6, what, "; ".join(said), "each", is_met)


def _worst_query(facts: list[PageFacts]) -> Verdict:
    large = {f.page.label: f for f in facts if f.count == LARGE}
    bare = large["keyword in 30 %"].floor_counting_ms
    asked = (large["keyword in 30 %"], large["search with two facets"])
    worst = max(f.counting_ms for f in asked)
    return Verdict(
        7,
        "counts for a keyword in 30 %, over the narrow GROUPING SETS statement",
        f"{worst:.1f} ms over {bare:.1f} ms: {worst / bare:.2f} ×",
        "3 ×",
        worst / bare <= 3,
    )


def _unchanged(facts: list[PageFacts]) -> Verdict:
    found = {f.page.label: f.unchanged_over_made for f in facts if f.page.is_kept}
    return Verdict(
        11,
        "an unchanged public page answered 304, over the rate of making it",
        "; ".join(f"{label} {times:.1f}" for label, times in found.items()),
        "4 ×",
        bool(found) and min(found.values()) >= 4,
    )


def most(numbers: Iterable[int]) -> int:
    return max(numbers)
