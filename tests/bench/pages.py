"""Which pages are measured, as whom, and what the targets say about each.

The targets are numbered as in docs/benchmarks.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One address, asked for by a stranger or by a member of one council."""

    name: str
    path: str
    signed_in: bool = False
    target: int = 0
    """Which target its ratio answers to: 1 and 2 for lists, 3 for a record."""
    short: bool = True
    """Whether the short form measures it."""
    afresh: bool = False
    """Whether the portal makes it each time, as for a hard reload."""

    @property
    def label(self) -> str:
        return f"{self.name}, signed in" if self.signed_in else self.name

    @property
    def is_kept(self) -> bool:
        """Whether a stranger gets it from what the portal keeps."""
        return not self.signed_in and not self.afresh


def pages(count: int, key: str) -> list[Page]:
    """The pages, for a catalogue of `count` entries with one of this key."""
    deep = max(2, int(count * 0.9 / 25 * 0.8))
    lists = {
        "list": "/use-cases/",
        "list with a filter": "/use-cases/?stage=pilot",
        "keyword in 2 %": "/use-cases/?q=translation",
        "keyword in 30 %": "/use-cases/?q=assistant",
    }
    two_facets = "/use-cases/?q=assistant&stage=pilot&service_area=ict"
    others = {
        "search with two facets": two_facets,
        "deep page": f"/use-cases/?page={deep}",
    }
    record = f"/use-cases/{key}/"
    in_short = {"list", "keyword in 30 %"}
    return [
        *(Page(name, path, target=1, afresh=True) for name, path in lists.items()),
        *(Page(name, path, afresh=True) for name, path in others.items()),
        Page("list, kept", lists["list"]),
        Page("record", record, target=3),
        Page("record, made afresh", record, afresh=True),
        *(
            Page(name, path, signed_in=True, target=1, short=name in in_short)
            for name, path in lists.items()
        ),
        *(
            Page(name, path, signed_in=True, short=False)
            for name, path in others.items()
        ),
        Page("record", record, signed_in=True, target=3),
        Page("history", f"{record}history/", signed_in=True),
        Page("board", "/board/", signed_in=True),
    ]
