"""One measurement from an empty database to figures.

What a figure means is `measure`'s and `targets`' business.
"""

import os
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connections

from councils.models import Council
from tests.bench import catalogue
from tests.bench.measure import Bench, Effort, PageFacts, Say
from tests.bench.pages import Page, pages
from tests.bench.servers import Server

MIXED = 1_000


@dataclass
class Found:
    """What a run found."""

    facts: list[PageFacts] = field(default_factory=list)
    memory: tuple[float, float] = (0.0, 0.0)
    seeding: dict[int, float] = field(default_factory=dict)


def run(
    sizes: tuple[int, ...],
    effort: Effort,
    is_full: bool,
    say: Say,
    ports: tuple[int, int],
) -> Found:
    """Measure every page at every size."""
    call_command("migrate", verbosity=0, interactive=False)
    found = Found()
    for count in sizes:
        say(f"Filling to {count:,} use cases")
        found.seeding[count] = catalogue.fill(count)
        person = catalogue.member()
        listed = pages(count, catalogue.edited_entry(person))
        listed = [page for page in listed if is_full or page.short]
        bench = start(effort, ports)
        try:
            measure_pages(bench, listed, count, found, say)
            if count == sizes[-1]:
                say(f"Memory after {MIXED:,} mixed requests, twice")
                first = bench.memory_after(listed, MIXED)
                found.memory = (first, bench.memory_after(listed, MIXED))
        finally:
            bench.portal.stop()
            bench.floor.stop()
    return found


def start(effort: Effort, ports: tuple[int, int]) -> Bench:
    """Both servers, and somebody to ask them."""
    person = catalogue.member()
    cookie = catalogue.cookie_of(person)
    council = Council.objects.get(slug=catalogue.COUNCIL).pk
    connections.close_all()
    bench = Bench(
        portal=Server("portal.wsgi", ports[0], {"DATABASE_POOL": "on"}),
        floor=Server("tests.bench.floor", ports[1], {}),
        person=person,
        cookie=cookie,
        council=council,
        database=os.environ["FLOOR_DATABASE"],
        effort=effort,
    )
    bench.portal.wait("/healthz", {})
    bench.floor.wait("/empty", {})
    return bench


def measure_pages(
    bench: Bench, listed: list[Page], count: int, found: Found, say: Say
) -> None:
    """Measure these pages, one after the other."""
    empty = bench.empty_ms()
    for page in listed:
        facts = bench.measured(page, count, empty)
        found.facts.append(facts)
        ratios = ", ".join(
            f"{row.ratio_p50:.1f} × at {row.connections}" for row in facts.rows
        )
        say(f"{count:,} {page.label}: {ratios} ({facts.statements} statements)")
