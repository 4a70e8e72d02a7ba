"""What an inspection answers: a verdict, or a refusal with a sentence.

How it is reached is the other modules' business; who stores it, the pipeline's.
"""

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 50 * 1024 * 1024  # of one file (ADR 15)


class Hides(StrEnum):
    """What a reader of the file does not see; the list is closed."""

    COMMENTS = "comments"
    TRACKED_CHANGES = "tracked_changes"
    HIDDEN_SHEET = "hidden_sheet"  # and a slide that is not shown
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    EMBEDDED_FILE = "embedded_file"
    SPEAKER_NOTES = "speaker_notes"
    AUTHOR = "author"
    EXIF = "exif"
    EXTERNAL_LINK = "external_link"
    SCRIPT = "script"


class Scan(StrEnum):
    """What the malware scanner said; anything but clean is not clean."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


class Refused(Exception):
    """The file may not come in; its text is the sentence for whoever brought it."""


@dataclass(frozen=True)
class Place:
    """A finding of the screening: its kind and where in the file it stands."""

    kind: str
    where: str


@dataclass(frozen=True)
class Verdict:
    """All that is known of one file. `reason` is sentences, empty if there are none.

    `texts` holds (place, text) in the file's order, a place such as "page 3", "sheet
    Budget" or "comments", repeated where its text is long. `pages` counts pages, sheets
    or slides, None where the format has none. `type` is an extension of the allow-list,
    or empty. `sha256` is empty where the file was not read.
    """

    name: str
    accepted: bool
    type: str = ""
    reason: str = ""
    hidden: tuple[str, ...] = ()
    findings: tuple[Place, ...] = ()
    size: int = 0
    sha256: str = ""
    pages: int | None = None
    texts: tuple[tuple[str, str], ...] = ()
    scan: Scan = Scan.NOT_SCANNED
