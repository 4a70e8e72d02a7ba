"""Which bounds the shelf meets: those of rows 1, 3, 4, 5 and 11, on its own pages.

A resource's page counts the files and reads as the record's; its lists find words
inside files.
"""

from tests.bench.measure import PageFacts
from tests.bench.targets import Verdict, most, ratio_verdict


def verdicts(facts: list[PageFacts]) -> list[Verdict]:
    """Every bound that the shelf's pages can speak to."""
    count = facts[0].count
    lists = [f for f in facts if f.page.target == 1]
    html, gzipped = most(f.html for f in lists), most(f.gzipped for f in lists)
    said = [
        most(f.statements for f in lists if not f.page.signed_in),
        most(f.statements for f in lists if f.page.signed_in),
        most(f.statements for f in facts if f.page.is_of_one),
    ]
    kept = [f for f in facts if f.page.is_kept]
    times = min(f.unchanged_over_made for f in kept)
    return [
        ratio_verdict(
            "1, shelf", "p95, 16 at once: lists over the floor", facts, count, 16, 1
        ),
        ratio_verdict("3, shelf", "resource page over the floor's", facts, count, 1, 3),
        Verdict(
            "4, shelf",
            "SQL statements: list anonymous, signed in, resource",
            ", ".join(map(str, said)),
            "6, 9, 12",
            said[0] <= 6 and said[1] <= 9 and said[2] <= 12,
        ),
        Verdict(
            "5, shelf",
            "list page, largest: HTML, gzipped",
            f"{html / 1000:.1f} kB, {gzipped / 1000:.1f} kB",
            "60 kB, 10 kB",
            html <= 60_000 and gzipped <= 10_000,
        ),
        Verdict(
            "11, shelf",
            "an unchanged resource page answered 304, over the rate of making it",
            f"{times:.1f}",
            "4 ×",
            times >= 4,
        ),
    ]
