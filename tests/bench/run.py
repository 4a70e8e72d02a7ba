"""One measurement from an empty database to figures.

What a figure means is `measure`'s and `targets`' business.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connections

from councils.models import Council
from tests.bench import catalogue, files, shelf
from tests.bench.files import FileFacts
from tests.bench.measure import ALONE, CROWDED, Bench, Effort, PageFacts, Say
from tests.bench.pages import Page, pages, shelf_pages
from tests.bench.servers import Server

MIXED = 1_000


@dataclass
class Found:
    """What a run found."""

    facts: list[PageFacts] = field(default_factory=list)
    shelf: list[PageFacts] = field(default_factory=list)
    files: FileFacts | None = None
    memory: tuple[float, float] = (0.0, 0.0)
    seeding: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """How a run is made."""

    sizes: tuple[int, ...]
    resources: int
    effort: Effort
    is_full: bool
    say: Say
    ports: tuple[int, int]

    def chosen(self, listed: list[Page]) -> list[Page]:
        """Those that this form of the run measures."""
        return [page for page in listed if self.is_full or page.short]


def run(how: Run) -> Found:
    """Measure every page at every size, then the shelf, memory and large files."""
    call_command("migrate", verbosity=0, interactive=False)
    found = Found()
    for count in how.sizes:
        how.say(f"Filling to {count:,} use cases")
        found.seeding[f"to {count:,} use cases"] = catalogue.fill(count)
        listed = pages(count, catalogue.edited_entry(catalogue.member()))
        # The small size answers to times of one reader alone.
        is_crowded = how.is_full or count == how.sizes[-1]
        with served(how) as bench:
            found.facts += measured(
                bench, how.chosen(listed), count, CROWDED if is_crowded else ALONE, how
            )
    how.say(f"Filling to {how.resources:,} resources of {shelf.PAGES} pages each")
    took = shelf.fill(how.resources, catalogue.member())
    found.seeding[f"to {how.resources:,} resources"] = took
    of_shelf = how.chosen(shelf_pages(shelf.public_key()))
    with served(how) as bench:
        found.shelf = measured(bench, of_shelf, how.resources, CROWDED, how)
        how.say(f"Memory after {MIXED:,} mixed requests, twice")
        mixed = [*how.chosen(listed), *of_shelf]
        first = bench.memory_after(mixed, MIXED)
        found.memory = (first, bench.memory_after(mixed, MIXED))
        how.say("Large files: an upload, and many downloads at once")
        found.files = files.measure(bench.portal, bench.cookie)
    return found


@contextmanager
def served(how: Run) -> Iterator[Bench]:
    """Both servers while the block runs."""
    bench = start(how.effort, how.ports)
    try:
        yield bench
    finally:
        bench.portal.stop()
        bench.floor.stop()


def start(effort: Effort, ports: tuple[int, int]) -> Bench:
    """Both servers, and somebody to ask them."""
    person = catalogue.member()
    cookie = catalogue.cookie_of(person)
    council = Council.objects.get(slug=catalogue.COUNCIL).pk
    connections.close_all()
    bench = Bench(
        portal=Server("portal.wsgi", ports[0], {"DATABASE_POOL": "on"}),
        floor=Server("tests.bench.floor_site", ports[1], {}),
        person=person,
        cookie=cookie,
        council=council,
        database=os.environ["FLOOR_DATABASE"],
        effort=effort,
    )
    bench.portal.wait("/healthz", {})
    bench.floor.wait("/empty", {})
    return bench


def measured(
    bench: Bench, listed: list[Page], count: int, at_once: tuple[int, ...], how: Run
) -> list[PageFacts]:
    """Measure these pages, one after the other."""
    empty = bench.empty_ms()
    found = []
    for page in listed:
        facts = bench.measured(page, count, empty, at_once)
        found.append(facts)
        ratios = ", ".join(
            f"{row.ratio_p50:.1f} × at {row.connections}" for row in facts.rows
        )
        said = f"{count:,} {page.of}, {page.label}: {ratios}"
        how.say(f"{said} ({facts.statements} statements)")
    return found
