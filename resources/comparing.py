"""The texts of two files side by side, line by line, as a reader of both may see them.

Which files a reader may have is `resources.readable`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from resources.models import ResourceVersion

MOST_LINES = 5_000  # of each side
AROUND = 2  # unchanged lines shown around a change


@dataclass(frozen=True)
class Pair:
    """One line on each side; `kind` is same, changed, gone, new, or skipped."""

    kind: str
    left: str = ""
    right: str = ""


def side_by_side(left: ResourceVersion, right: ResourceVersion) -> list[Pair]:
    """The lines of both texts; stretches that are the same are left out but for two."""
    before, after = lines_of(left), lines_of(right)
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 1_000)
    pairs: list[Pair] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pairs += _unchanged(before[i:j], is_first=i == 0, is_last=j == len(before))
        else:
            pairs += _changed(before[i:j], after[k:m])
    return pairs


def lines_of(version: ResourceVersion) -> list[str]:
    """The lines of what a reader of the file sees, each place under its name."""
    lines: list[str] = []
    rows = version.pages.filter(is_hidden=False).values_list("place", "text")
    for place, text in rows.order_by("number"):
        if place != "text":
            lines.append(place.capitalize())
        lines += [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            return lines[:MOST_LINES]
    return lines


def _unchanged(lines: list[str], *, is_first: bool, is_last: bool) -> list[Pair]:
    head = [] if is_first else lines[:AROUND]
    rest = lines[len(head) :]
    tail = [] if is_last else rest[-AROUND:]
    skipped = len(rest) - len(tail)
    middle = [Pair("skipped", f"{skipped} lines that are the same")] if skipped else []
    return [*_same(head), *middle, *_same(tail)]


def _same(lines: list[str]) -> Iterator[Pair]:
    return (Pair("same", line, line) for line in lines)


def _changed(before: list[str], after: list[str]) -> list[Pair]:
    both = [Pair("changed", a, b) for a, b in zip(before, after, strict=False)]
    gone = [Pair("gone", left=line) for line in before[len(after) :]]
    new = [Pair("new", right=line) for line in after[len(before) :]]
    return [*both, *gone, *new]
