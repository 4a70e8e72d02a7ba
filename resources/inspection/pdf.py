"""Reads a PDF: its ends, its text page by page, and through `pdf_objects` what hides.

PDFium takes the text, as browsers show it; pypdf walks the objects.
"""

import re
from pathlib import Path
from typing import BinaryIO

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from resources.inspection.allowed import ENCRYPTED
from resources.inspection.notes import ONLY, Notes
from resources.inspection.packages import DAMAGED
from resources.inspection.pdf_objects import Objects
from resources.inspection.pdf_revisions import read_earlier
from resources.inspection.sweep import Inner
from resources.inspection.verdict import Hides, Refused

MAX_PAGES = 5_000  # whose text is read
ONLY_SO_MANY = (
    ONLY + f"{MAX_PAGES:,} of its {{count}} pages were read and screened. Look through"
    " the rest yourself before you share it."
)
TRAILING = (
    "Something follows the end of the PDF, as in files that pass for two types at once."
    " Print it to a new PDF and try again."
)
NO_PAGES = "It has no pages."
_TAIL = 64 * 1024  # bytes at the end of the file that are looked at
_MARGIN = 1024  # bytes of padding that mail and web programs leave behind
_RAW_SIGNS = (
    (re.compile(rb"/S\s*/(?:JavaScript|Launch)\b"), Hides.SCRIPT),
    (re.compile(rb"/JavaScript\s*(?:<<|\d+\s+\d+\s+R)"), Hides.SCRIPT),
    (re.compile(rb"/Type\s*/EmbeddedFile\b"), Hides.EMBEDDED_FILE),
    (re.compile(rb"/EF\s*(?:<<|\d+\s+\d+\s+R)"), Hides.EMBEDDED_FILE),
)


def read(path: Path, notes: Notes, inner: Inner) -> None:
    """Take the text and note what hides; raises Refused with the reason.

    `inner` reads an Office file that the PDF carries.
    """
    _check_ends(path)
    _read_objects(path, notes, inner)
    _read_pages(path, notes)
    read_earlier(path, notes)


def _check_ends(path: Path) -> None:
    """A PDF ends with its mark: one cut short does not, a double one goes on."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Refused(DAMAGED)
    rest = tail[end + 5 :].strip(b"\0 \t\r\n")
    if len(rest) > _MARGIN or b"PK\x05\x06" in rest or b"<" in rest:
        raise Refused(TRAILING)


def _read_objects(path: Path, notes: Notes, inner: Inner) -> None:
    with path.open("rb") as file:
        try:
            reader = PdfReader(file, strict=False)
            if reader.is_encrypted:
                raise Refused(ENCRYPTED)
            Objects(reader, notes, inner).walk()
        except (PyPdfError, RecursionError, ValueError, KeyError, TypeError):
            raise Refused(DAMAGED) from None
        file.seek(0)
        _look_at_bytes(file, notes)


def _look_at_bytes(file: BinaryIO, notes: Notes) -> None:
    """See signs in objects that the directory of the file does not lead to."""
    kept = b""
    while chunk := file.read(1024 * 1024):
        window = kept + chunk
        for sign, kind in _RAW_SIGNS:
            if kind not in notes.hidden and sign.search(window):
                notes.hides(kind)
        kept = chunk[-32:]


def _read_pages(path: Path, notes: Notes) -> None:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise Refused(DAMAGED) from None
    count = len(document)
    if not count:
        raise Refused(NO_PAGES)
    notes.pages = count
    if count > MAX_PAGES:
        notes.say(ONLY_SO_MANY.format(count=f"{count:,}"))
    for index in range(min(count, MAX_PAGES)):
        if notes.is_full:
            break
        notes.text(f"page {index + 1}", _text_of(document, index, notes))
    document.close()


def _text_of(document: pypdfium2.PdfDocument, index: int, notes: Notes) -> str:
    try:
        page = document[index]
        words = page.get_textpage()
        text = str(words.get_text_range()).replace("\r\n", "\n")
        words.close()
        page.close()
    except pypdfium2.PdfiumError:
        raise Refused(DAMAGED) from None
    return text
