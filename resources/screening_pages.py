"""What screening finds in the text of a file, by place; the words are not kept.

What follows from it is `resources.file_findings`'.
"""

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length

from councils.findings import FieldFinding
from councils.screening import Finding, screen
from resources.inspection.allowed import ALLOWED
from resources.inspection.judging import MAX_FOUND, MAX_PLACES, unread
from resources.inspection.notes import MAX_TEXT
from resources.models.version import ResourceVersion
from resources.storing import local_copy

HIDDEN_PLACES = (
    "comments",
    "deleted text",
    "hidden words",
    "file properties",
    "picture metadata",
    "copies kept",  # by pivot tables, and of other workbooks
    "texts that no cell shows",
    "tracked changes",
    "earlier versions",
    "names",
    "connections",
    "settings",
    "tags",
    "links",
    "words about pictures",
    "data kept with the document",
    "embedded file",
)
_HIDDEN_ENDS = (
    "(hidden)",
    "(notes)",
    "(words about pictures)",
    "(what may be entered)",
)


def is_hidden_place(place: str) -> bool:
    """Whether a reader who opens the file does not see this place at once."""
    apart = place.endswith(_HIDDEN_ENDS) or "hidden" in place
    return apart or place.startswith(HIDDEN_PLACES)


def findings_of_pages(
    version: ResourceVersion, mailboxes: Collection[str]
) -> list[dict[str, Any]]:
    """Each finding once, as `ResourceVersion.findings` keeps it; 200 at most."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    lines: dict[str, int] = {}
    count = 0
    rows = version.pages.order_by("number").values_list("place", "text")
    for place, text in chain(rows.iterator(chunk_size=50), _unread(version)):
        before = lines.get(place, 0)
        for finding in screen(text, mailboxes):
            count += 1
            row = _row(place, before, finding)
            found.setdefault((row["fingerprint"], place), row)
            if len(found) >= MAX_PLACES:
                return list(found.values())
        if count >= MAX_FOUND:
            break
        lines[place] = before + text.count("\n")
    return list(found.values())


def _unread(version: ResourceVersion) -> Iterator[tuple[str, str]]:
    """The text of a long file that is screened, though too long to be searched."""
    if version.size_bytes > MAX_TEXT:
        read = version.pages.aggregate(total=Sum(Length("text")))["total"] or 0
        with local_copy(version.key) as path:
            yield from unread(path, ALLOWED[version.detected_type], read)


def _row(place: str, lines_before: int, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "place": place,
        "line": lines_before + finding.line,
        "masked": finding.masked,
        "fingerprint": FieldFinding("", "", finding).fingerprint,
        "is_final": finding.is_refused,
    }
