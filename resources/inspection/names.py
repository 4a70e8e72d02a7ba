"""Makes the name of a file safe to show and to save under.

Files are stored under keys of our own, so a name is only ever shown and offered to a
browser. Whether its extension is allowed is `allowed`'s question.
"""

import re
import unicodedata
from pathlib import PurePosixPath

from resources.inspection.verdict import Refused

LONGEST = 150  # characters, the extension included
LONGEST_BYTES = 240  # file systems end at 255
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = {"con", "prn", "aux", "nul", "clock$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}

PATH_LEFT_OUT = "The folders in front of the file's name were left out."
UNSEEN_REMOVED = (
    "Characters that cannot be seen, or that turn the direction of writing, were"
    " removed from its name."
)
CHARACTERS_REPLACED = "Characters that some computers do not allow were replaced."
SHORTENED = f"Its name was cut to {LONGEST} characters."
DEVICE = "Its name is reserved on Windows; an underscore was put before it."
NO_NAME = "The file has no name. Give it one, such as policy.docx, and try again."


def safe_name(name: str) -> tuple[str, list[str]]:
    """The name to show, and a sentence for each thing that was changed.

    Raises Refused where nothing is left of it.
    """
    said: list[str] = []
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if last != name:
        said.append(PATH_LEFT_OUT)
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    if seen != last:
        said.append(UNSEEN_REMOVED)
    plain = _FORBIDDEN.sub("_", seen)
    if plain != seen:
        said.append(CHARACTERS_REPLACED)
    plain = unicodedata.normalize("NFC", " ".join(plain.split())).strip(". ")
    if not plain:
        raise Refused(NO_NAME)
    if plain.split(".")[0].strip().casefold() in _DEVICES:
        plain = "_" + plain
        said.append(DEVICE)
    short = _shorten(plain)
    if short != plain:
        said.append(SHORTENED)
    return short, said


def _shorten(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= 10 else ""
    stem = name[: len(name) - len(suffix)]
    stem = stem[: LONGEST - len(suffix)]
    while len((stem + suffix).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + suffix


def extension_of(name: str) -> str:
    """The last extension of a safe name, in small letters and without its dot."""
    return PurePosixPath(name).suffix[1:].lower()
