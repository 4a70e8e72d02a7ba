"""Writes docs/benchmarks.md: the machine, the targets, and every row.

The figures come from `tests.bench.measure`.
"""

import platform
import subprocess
from pathlib import Path

import psycopg
from django.conf import settings

from tests.bench import files_report
from tests.bench.measure import Effort, PageFacts, Row
from tests.bench.pages import RESOURCES
from tests.bench.run import Found
from tests.bench.screening import section_of
from tests.bench.servers import ROOT
from tests.bench.shelf import PAGES
from tests.bench.shelf_text import SHARES
from tests.bench.targets import Verdict

SETTINGS = ("shared_buffers", "work_mem", "random_page_cost", "jit")
HOW = """\
The portal and **the floor** (`tests/bench/floor.py`: the same lists from the same
tables with the fewest statements we know, no framework) run under the same gunicorn
and are loaded in turns by `wrk`, one at a time, over loopback. A ratio is the portal's
time over the floor's, the median over the turns. How to measure, and how to read this:
[how-to/measure.md](how-to/measure.md).

*Floor over bare* is the floor's time over that of its statements in plain psycopg plus
an empty page of the same server. Above 1.5 the floor is too slow to compare with, and
the row does not count. *DB ms* is the time of the page's statements in plain psycopg.
"""
ABOUT_SHELF = (
    f"Each has a file of {PAGES} pages of some 1,600 characters. A keyword in 30 % is"
    f" said on every page of so many files ({', '.join(SHARES)}); the words of the"
    " phrase stand in many files, the phrase in one. Hits say on which page they are."
)


def write(found: Found, verdicts: list[Verdict], database: str, effort: Effort) -> Path:
    """Write the page and return where."""
    parts = [
        "# Benchmarks",
        HOW,
        "## This run\n",
        *machine(database, effort, found.seeding),
        "\n## Targets\n",
        "| # | what | found | bound | met |",
        "|---|---|---|---|---|",
        *(
            f"| {v.number} | {v.what} | {v.found} | {v.bound} |"
            f" {'yes' if v.is_met else '**no**'} |"
            for v in verdicts
        ),
    ]
    facts = [*found.facts, *found.shelf]
    for of, count in dict.fromkeys((f.page.of, f.count) for f in facts):
        rows = [f for f in facts if (f.page.of, f.count) == (of, count)]
        about = [ABOUT_SHELF, ""] if of == RESOURCES else []
        parts += ["", f"## {count:,} {of}", "", *about, *_table(rows)]
    if found.files is not None:
        parts += ["", *files_report.section(found.files)]
    path = ROOT / "docs" / "benchmarks.md"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and (section := section_of(path.read_text())):
        parts += ["", section]  # `manage.py measure_screening` writes it, not this
    path.write_text("\n".join(parts) + "\n")
    return path


def machine(database: str, effort: Effort, seeding: dict[str, float]) -> list[str]:
    """What it ran on, as list items."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    cores = sum(
        line.startswith("processor")
        for line in Path("/proc/cpuinfo").read_text().splitlines()
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    load = Path("/proc/loadavg").read_text().split()[0]
    with psycopg.connect(database) as connection:
        version = connection.execute("SHOW server_version").fetchone()
        said = [
            f"{name} {connection.execute(f'SHOW {name}').fetchone()[0]}"  # type: ignore[index, call-overload]
            for name in SETTINGS
        ]
    commit = _git("rev-parse", "--short", "HEAD")
    changed = (
        " with uncommitted changes" if _git("status", "--porcelain", "-uno") else ""
    )
    filled = "; ".join(f"{what} in {took:.0f} s" for what, took in seeding.items())
    return [
        f"- {cpu}, {cores} cores, {memory:.0f} GB, load {load} at the end",
        f"- Python {platform.python_version()}, gunicorn"
        f" {settings.WEB_WORKERS} workers of {settings.WEB_THREADS} threads at most,"
        " DEBUG off",
        f"- PostgreSQL {version[0] if version else '?'}: {', '.join(said)}",
        f"- commit {commit}{changed}",
        f"- {effort.turns} turns of {effort.seconds:.0f} s for each point",
        f"- entries made: {filled}",
    ]


def _git(*arguments: str) -> str:
    asked = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def _table(facts: list[PageFacts]) -> list[str]:
    lines = [
        "| page | at once | p50 ms | p95 ms | a second | SQL | DB ms | HTML | gzipped |"
        " ratio p50 | ratio p95 | floor over bare |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return lines + [_line(page, row) for page in facts for row in page.rows]


def _line(page: PageFacts, row: Row) -> str:
    failed = f", {row.portal.failed} failed" if row.portal.failed else ""
    over = f"{page.floor_over_bare:.2f}" + ("" if page.counts else ", does not count")
    return (
        f"| {page.page.label}{failed} | {row.connections} | {row.portal.p50:.1f} |"
        f" {row.portal.p95:.1f} | {row.portal.rate:.0f} | {page.statements} |"
        f" {page.database_ms:.1f} | {page.html:,} | {page.gzipped:,} |"
        f" {row.ratio_p50:.2f} | {row.ratio_p95:.2f} | {over} |"
    )
