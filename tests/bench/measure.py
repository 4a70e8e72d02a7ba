"""Measures pages of the portal beside the floor, in turns, one loaded at a time.

What the figures say is written by `tests.bench.report`.
"""

import gzip
import math
import statistics
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from councils.models import User
from tests.bench import catalogue
from tests.bench.pages import Page
from tests.bench.servers import Point, Server

ALONE, CROWDED = (1,), (1, 16)
"""How many ask at once."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How long each point is measured, and how often in turns."""

    seconds: float
    turns: int


SHORT = Effort(seconds=3, turns=1)
FULL = Effort(seconds=10, turns=6)


@dataclass
class Row:
    """What was found for one page at one size and one concurrency."""

    page: Page
    count: int
    connections: int
    portal: Point
    floor: Point
    ratio_p50: float
    ratio_p95: float


@dataclass
class PageFacts:
    """What does not depend on the load: statements and bytes."""

    page: Page
    count: int
    statements: int
    database_ms: float
    counting_ms: float
    floor_ms: float
    floor_counting_ms: float
    html: int
    gzipped: int
    rows: list[Row] = field(default_factory=list)
    floor_over_bare: float = 0.0
    unchanged_over_made: float = 0.0
    """How many 304 are answered in the time of one page made afresh; 0: not asked."""

    @property
    def counts(self) -> bool:
        """Whether the floor is near enough to what cannot be saved."""
        return self.floor_over_bare <= 1.5


@dataclass
class Bench:
    """Two servers, and who asks them."""

    portal: Server
    floor: Server
    person: User
    cookie: str
    council: int
    database: str
    effort: Effort

    def portal_headers(self, page: Page) -> Mapping[str, str]:
        headers = {"Cookie": self.cookie} if page.signed_in else {}
        return {**headers, "Cache-Control": "no-cache"} if page.afresh else headers

    def floor_headers(self, page: Page, size: int) -> Mapping[str, str]:
        headers = {"X-Bytes": str(size)}
        return {**headers, "X-Member": str(self.council)} if page.signed_in else headers

    def facts(self, page: Page, count: int) -> PageFacts:
        """Statements, bytes and the time of bare SQL for one page."""
        body = self.portal.get(page.path, self.portal_headers(page))
        portal = catalogue.portal_statements(page, self.person)
        floor = catalogue.floor_statements(page, self.council)

        def timed(statements: list[str]) -> float:
            return catalogue.milliseconds(statements, self.database)

        return PageFacts(
            page=page,
            count=count,
            statements=len(portal),
            database_ms=timed(portal),
            counting_ms=timed(catalogue.counting(portal)),
            floor_ms=timed(floor),
            floor_counting_ms=timed(catalogue.counting(floor)),
            html=len(body),
            gzipped=len(gzip.compress(body, 6)),
        )

    def measured(
        self, page: Page, count: int, empty_ms: float, at_once: tuple[int, ...]
    ) -> PageFacts:
        """A page with so many asking at once, one of them first."""
        facts = self.facts(page, count)
        for connections in at_once:
            facts.rows.append(self._row(facts, connections))
        bare = facts.floor_ms + empty_ms
        facts.floor_over_bare = facts.rows[0].floor.p50 / bare
        if page.is_kept:
            facts.unchanged_over_made = self._unchanged_over_made(page)
        return facts

    def _unchanged_over_made(self, page: Page) -> float:
        """The rate of 304 for whoever has the page, over that of making it whole."""
        whole = {"Cache-Control": "no-cache"}
        has_it = {"If-None-Match": self.portal.tag(page.path)}
        seconds = self.effort.seconds
        pairs = [
            (
                self.portal.load(page.path, has_it, 1, seconds),
                self.portal.load(page.path, whole, 1, seconds),
            )
            for _ in range(self.effort.turns)
        ]
        return statistics.median(a.rate / b.rate for a, b in pairs)

    def empty_ms(self) -> float:
        """What a page with nothing in it costs under the same server."""
        return self.floor.load("/empty", {}, 1, self.effort.seconds).p50

    def _row(self, facts: PageFacts, connections: int) -> Row:
        page, seconds = facts.page, self.effort.seconds
        sides = (
            (self.portal, self.portal_headers(page)),
            (self.floor, self.floor_headers(page, facts.html)),
        )
        for server, headers in sides:
            server.load(page.path, headers, connections, 1)
        seen: tuple[list[Point], list[Point]] = ([], [])
        for _ in range(self.effort.turns):
            for (server, headers), points in zip(sides, seen, strict=True):
                points.append(server.load(page.path, headers, connections, seconds))
        pairs = list(zip(*seen, strict=True))
        return Row(
            page,
            facts.count,
            connections,
            *(_middle(points) for points in seen),
            ratio_p50=statistics.median(_over(a, b, a.p50, b.p50) for a, b in pairs),
            ratio_p95=statistics.median(_over(a, b, a.p95, b.p95) for a, b in pairs),
        )

    def memory_after(self, pages: list[Page], requests: int) -> float:
        """Megabytes of the largest worker after so many mixed requests."""

        def ask(number: int) -> None:
            page = pages[number % len(pages)]
            self.portal.get(page.path, self.portal_headers(page))

        with ThreadPoolExecutor(4) as askers:
            list(askers.map(ask, range(requests)))
        return self.portal.memory()


def _over(portal: Point, floor: Point, took: float, bare: float) -> float:
    """The portal's time over the floor's; without end where either answered nothing."""
    return took / bare if portal.requests and floor.requests else math.inf


def _middle(points: list[Point]) -> Point:
    """The medians of several runs, and all their failures."""
    return Point(
        statistics.median(p.p50 for p in points),
        statistics.median(p.p95 for p in points),
        statistics.median(p.rate for p in points),
        sum(p.requests for p in points),
        sum(p.failed for p in points),
    )
