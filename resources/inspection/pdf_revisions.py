"""Reads the earlier versions that a PDF keeps where a program only added to it.

What is taken out, or covered by a redaction, and saved so (ISO 32000-2:2020, 7.5.6) is
still whole in the file: cut at an earlier end, it opens as it was.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import pypdfium2

from resources.inspection.notes import Notes

EARLIER = (
    "It keeps earlier versions of itself, with words that it shows no more. Print it to"
    " a new PDF before you share it."
)
PLACE = "earlier versions"
MAX_PAGES = 500  # of one earlier version
_END = re.compile(rb"%%EOF")
_CHUNK = 1024 * 1024  # bytes


def read_earlier(path: Path, notes: Notes) -> None:
    """Take the lines of earlier versions with words that no page shows any more."""
    ends = _earlier_ends(path)
    if not ends:
        return
    known = {word for _, text in notes.texts for word in text.split()}
    lost: dict[str, None] = {}
    for end in ends:
        for line in _lines_up_to(path, end):
            if not known.issuperset(line.split()):
                lost[line] = None
    if lost:
        notes.say(EARLIER)
        notes.text(PLACE, "\n".join(lost))


def _earlier_ends(path: Path) -> list[int]:
    """Where the first version ends and the two before the last, as far as there are."""
    ends, at, kept = [], 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            window = kept + chunk
            ends += [at - len(kept) + mark.end() for mark in _END.finditer(window)]
            at += len(chunk)
            kept = window[-4:]
    earlier = ends[:-1]
    return sorted({*earlier[:1], *earlier[-2:]})


def _lines_up_to(path: Path, end: int) -> Iterator[str]:
    """The lines of a PDF that ends there; none where it is none."""
    with NamedTemporaryFile(suffix=".pdf") as cut:
        with path.open("rb") as file:
            left = end
            while left > 0 and (chunk := file.read(min(_CHUNK, left))):
                cut.write(chunk)
                left -= len(chunk)
        cut.flush()
        try:
            document = pypdfium2.PdfDocument(cut.name)
        except pypdfium2.PdfiumError:
            return
        for index in range(min(len(document), MAX_PAGES)):
            yield from _lines_of(document, index)
        document.close()


def _lines_of(document: pypdfium2.PdfDocument, index: int) -> list[str]:
    try:
        page = document[index]
        words = page.get_textpage()
        text = str(words.get_text_range())
        words.close()
        page.close()
    except pypdfium2.PdfiumError:
        return []
    return text.splitlines()
