"""Measures screening: recall and precision on labelled lines, and the time it takes.

The lines are in tests/councils/labelled_lines.txt, which says how they are written.
"""

import time
import timeit
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from councils.screening import FindingKind, screen, screen_fields

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "councils" / "labelled_lines.txt"
NOTHING = "-"
LONG, SHORT = 100_000, 2_000  # characters
FIELDS = 10  # of a record of 2 kB
TURNS = 7
BEGIN, END = "<!-- screening begins -->", "<!-- screening ends -->"


@dataclass
class Score:
    """What was found of one kind, against what the labels say."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.extra)


@dataclass
class Measure:
    """Scores by kind, times in milliseconds, and the lines that were judged wrongly."""

    lines: int
    lookalikes: int
    scores: dict[str, Score]
    long_ms: float = 0.0
    record_ms: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def overall(self) -> Score:
        parts = self.scores.values()
        return Score(
            sum(part.right for part in parts),
            sum(part.missed for part in parts),
            sum(part.extra for part in parts),
        )


def labelled_lines() -> list[tuple[set[str], str]]:
    """Each line's kinds, none for a look-alike, and its text."""
    found = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, _, text = line.partition("\t")
            found.append((set() if label == NOTHING else set(label.split(",")), text))
    return found


def score(mailboxes: Collection[str]) -> Measure:
    """Screen the labelled lines as one text, and compare line by line."""
    lines = labelled_lines()
    got: dict[int, Counter[str]] = {}
    for finding in screen("\n".join(text for _, text in lines), mailboxes):
        got.setdefault(finding.line - 1, Counter())[str(finding.kind)] += 1
    scores = {str(kind): Score() for kind in FindingKind}
    measure = Measure(len(lines), sum(not want for want, _ in lines), scores)
    for place, (want, text) in enumerate(lines):
        has = set(got.get(place, ()))
        for kind in want | has:
            one = scores[kind]
            one.right += kind in want and kind in has
            one.missed += kind not in has
            one.extra += kind not in want
        if want != has:
            measure.wrong.append(f"{text!r}: {sorted(has)}, not {sorted(want)}")
    return measure


def measure(mailboxes: Collection[str]) -> Measure:
    """The scores, and the least of several times for ordinary text."""
    found = score(mailboxes)
    text = ordinary_text()
    record = {f"f{i}": text[i * 200 : i * 200 + 200] for i in range(SHORT // 200)}
    found.long_ms = _best(lambda: screen(text, mailboxes))
    found.record_ms = _best(lambda: screen_fields(record, mailboxes))
    return found


def ordinary_text() -> str:
    """100 kB of the project's own prose and content."""
    paths = [*sorted((ROOT / "docs" / "adr").glob("*.md")), ROOT / "README.md"]
    paths.append(ROOT / "catalogue" / "data" / "baseline.yaml")
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return (text * (LONG // len(text) + 1))[:LONG]


def _best(act: Callable[[], object]) -> float:
    """The least of some turns, in milliseconds of this process: machines are shared."""
    turns = timeit.repeat(act, timer=time.process_time, number=1, repeat=TURNS)
    return min(turns) * 1000


def report(found: Measure) -> str:
    """The measurement as a section of docs/benchmarks.md."""
    rows = [
        f"| {kind} | {s.right + s.missed} | {s.recall:.3f} | {s.precision:.3f} |"
        for kind, s in [*found.scores.items(), ("overall", found.overall)]
    ]
    return "\n".join(
        [
            "## Screening",
            "",
            f"{found.lines} labelled lines, {found.lookalikes} of them look-alikes;",
            "made by `manage.py measure_screening`. Bounds of each kind: recall 0.98,",
            "precision 0.95. The same authors wrote lines and patterns: expect less",
            "of text that neither has seen.",
            "",
            "| kind | lines | recall | precision |",
            "|---|---|---|---|",
            *rows,
            "",
            f"- 100 kB of prose: {found.long_ms:.0f} ms of the processor (bound 50 ms)",
            f"- a record of 2 kB in {FIELDS} fields: {found.record_ms:.2f} ms"
            " (aim 0.5 ms)",
        ]
    )


def section_of(page: str) -> str:
    """The section with its markers as a page holds it, or nothing."""
    if BEGIN not in page or END not in page:
        return ""
    return BEGIN + page.partition(BEGIN)[2].partition(END)[0] + END


def write_into(path: Path, said: str) -> None:
    """Put the section between its markers, at the end where there are none yet."""
    page = path.read_text(encoding="utf-8")
    section = f"{BEGIN}\n{said}\n{END}"
    before = section_of(page)
    page = (
        page.replace(before, section) if before else f"{page.rstrip()}\n\n{section}\n"
    )
    path.write_text(page, encoding="utf-8")
