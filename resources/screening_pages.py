"""What screening finds in the text of a file, by place; the words are not kept.

What follows from it is `resources.file_findings`'.
"""

from collections.abc import Collection
from typing import Any

from councils.findings import FieldFinding
from councils.screening import Finding, screen
from resources.inspection.judging import MAX_PLACES
from resources.models.version import ResourceVersion

HIDDEN_PLACES = (
    "comments",
    "deleted text",
    "hidden words",
    "file properties",
    "picture metadata",
    "copies kept by pivot tables",
    "embedded file",
)


def is_hidden_place(place: str) -> bool:
    """Whether a reader who opens the file does not see this place at once."""
    apart = place.endswith(("(hidden)", "(notes)")) or "hidden" in place
    return apart or place.startswith(HIDDEN_PLACES)


def findings_of_pages(
    version: ResourceVersion, mailboxes: Collection[str]
) -> list[dict[str, Any]]:
    """Each finding once, as `ResourceVersion.findings` keeps it; 200 at most."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    lines: dict[str, int] = {}
    rows = version.pages.order_by("number").values_list("place", "text")
    for place, text in rows.iterator(chunk_size=50):
        before = lines.get(place, 0)
        for finding in screen(text, mailboxes):
            row = _row(place, before, finding)
            found.setdefault((row["fingerprint"], place), row)
            if len(found) >= MAX_PLACES:
                return list(found.values())
        lines[place] = before + text.count("\n")
    return list(found.values())


def _row(place: str, lines_before: int, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "place": place,
        "line": lines_before + finding.line,
        "masked": finding.masked,
        "fingerprint": FieldFinding("", "", finding).fingerprint,
        "is_final": finding.is_refused,
    }
