"""Which pages are measured, as whom, and what the targets say about each.

The targets are numbered as in docs/benchmarks.md.
"""

from dataclasses import dataclass
from urllib.parse import quote_plus

from tests.bench.shelf_text import PHRASE

USE_CASES, RESOURCES = "use cases", "resources"


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
    of: str = USE_CASES

    @property
    def label(self) -> str:
        return f"{self.name}, signed in" if self.signed_in else self.name

    @property
    def is_of_one(self) -> bool:
        """Whether it is the page of one record, kept or not."""
        return self.target == 3 or self.name.endswith("made afresh")

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
    not_aimed_at = {"deep page"}  # nor grown by: left to the long form
    record = f"/use-cases/{key}/"
    in_short = {"list", "keyword in 30 %"}
    return [
        *(Page(name, path, target=1, afresh=True) for name, path in lists.items()),
        *(
            Page(name, path, afresh=True, short=name not in not_aimed_at)
            for name, path in others.items()
        ),
        Page("list, kept", lists["list"]),
        Page("record", record, target=3),
        Page("record, made afresh", record, afresh=True, short=False),
        *(
            Page(name, path, True, target=1, short=name in in_short, afresh=True)
            for name, path in lists.items()
        ),
        *(
            Page(name, path, signed_in=True, short=False, afresh=True)
            for name, path in others.items()
        ),
        Page("record", record, signed_in=True, target=3),
        Page("record, made afresh", record, signed_in=True, afresh=True),
        Page("history", f"{record}history/", signed_in=True, short=False),
        Page("board", "/board/", signed_in=True, short=False, afresh=True),
    ]


def shelf_pages(key: str) -> list[Page]:
    """The pages of resources whose files are full of text, with one of this key."""
    asked = {"keyword in 2 %": "translation", "keyword in 30 %": "assistant"}
    asked["a phrase of one file"] = f'"{PHRASE}"'
    lists = {
        "list": "/resources/",
        "list with a filter": "/resources/?type=policy",
        **{name: f"/resources/?q={quote_plus(q)}" for name, q in asked.items()},
    }
    one = f"/resources/{key}/"
    in_short = {"list", "keyword in 30 %"}
    return [
        *(
            Page(name, path, target=1, afresh=True, of=RESOURCES)
            for name, path in lists.items()
        ),
        *(
            Page(
                name,
                path,
                signed_in=True,
                target=1,
                short=name in in_short,
                afresh=True,
                of=RESOURCES,
            )
            for name, path in lists.items()
        ),
        Page("resource", one, target=3, of=RESOURCES),
        Page("resource, made afresh", one, afresh=True, short=False, of=RESOURCES),
        Page("resource", one, signed_in=True, target=3, of=RESOURCES),
        Page("resource, made afresh", one, signed_in=True, afresh=True, of=RESOURCES),
    ]
