"""Reads csv, txt and md: that they are text, in which encoding, without web pages.

Cells that a spreadsheet would run as formulas are said, not refused.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from resources.inspection.notes import LONGEST_PIECE, MAX_TEXT, Notes, pieces_of
from resources.inspection.verdict import Hides, Refused

NULS = "It holds NUL bytes, which no text has. Save it as text in UTF-8 and try again."
NOT_TEXT = (
    "It holds bytes that are no text. Save it as text in UTF-8 and try again; if it is"
    " not text, give it the extension of what it is."
)
WEB_PAGE = (
    "It begins as a web page, which can run scripts. Save the words alone as text."
)
FORMULAS = (
    "Some of its cells begin with =, +, - or @: a spreadsheet that opens it would take"
    " them for formulas."
)
SEARCHED = (
    "It is so long that only its first 5 million characters can be searched; all of it"
    " was screened."
)
DDE = "A cell of it asks a spreadsheet to start another program (DDE)."
_FORMULA = re.compile(
    r"""(?:^|[,;\t])[ ]*["']?[ ]*(?:[=@]|[+-](?![\d.,\s"-]|$))""", re.M
)
_DDE = re.compile(
    r"""(?:^|[,;\t])\s*["']?\s*[=+\-@]+[\w.]{1,40}\|[^\n!]{0,300}!""", re.M
)
_CHUNK = 1024 * 1024  # bytes
_OVERLAP = 400  # characters of a piece that are looked at again with the next
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB_TAG = re.compile(
    r"<(?:!doctype\s+(?:html|svg)|html|hta:\w+|head|body|script|iframe|svg|object|embed"
    r"|meta|link|style)\b",
    re.I,
)
_FRAGMENT = re.compile(
    r"[\ufeff\s]*<(?:(?:table|div|p|h[1-6]|center|frameset)(?:\s[^<>]*)?>"
    r"|(?:img|a|form|font|base)\s[^<>]*=)",
    re.I,
)
_WHOLE_PAGE = re.compile(r"^\s*<(?:!doctype\s+html|html)\b[^<>]*>", re.I | re.M)
_SNIFFED = 4096  # characters
_SPACE = re.compile(r"[\ufeff\s]*")
_SCRIPT = re.compile(r"<script\b|\bjavascript:|\bvbscript:|\son\w+\s*=\s*[\"']", re.I)
SCRIPT = "It holds web code that can run scripts; here it is shown as text only."


class _Seen:
    """What was seen of a text so far, of which only the beginning is kept."""

    def __init__(self) -> None:
        self.kept = ""
        self.length = 0
        self.control_count = 0
        self.has_script = self.has_formula = self.has_dde = False
        self._end = "\n"

    def add(self, piece: str) -> None:
        """Look at the next piece, with the end of the one before."""
        self.length += len(piece)
        if len(self.kept) <= MAX_TEXT:
            self.kept += piece
        self.control_count += len(_CONTROL.findall(piece))
        window = self._end + piece
        self.has_script = self.has_script or bool(_SCRIPT.search(window))
        self.has_formula = self.has_formula or bool(_FORMULA.search(window, 1))
        self.has_dde = self.has_dde or bool(_DDE.search(window, 1))
        self._end = window[-_OVERLAP:]


def read(extension: str, file: IO[bytes], notes: Notes) -> None:
    """Take the text of a csv, txt or md; raises Refused where it is none."""
    seen = _decoded(file)
    if _opens_as_web_page(seen.kept) or (
        extension != "md" and _looks_like_web_page(seen.kept[:_SNIFFED])
    ):
        raise Refused(WEB_PAGE)
    if seen.control_count > 3 + seen.length // 1000:
        raise Refused(NOT_TEXT)
    if seen.has_script:
        notes.hides(Hides.SCRIPT, SCRIPT)
    if extension == "csv":
        if seen.has_dde:
            notes.hides(Hides.EXTERNAL_LINK, DDE)
        if seen.has_formula:
            notes.say(FORMULAS)
    if seen.length > MAX_TEXT:
        notes.say(SEARCHED)
    notes.text("text", seen.kept[: _whole_lines(seen.kept)])


def _whole_lines(text: str) -> int:
    """Where the text that is kept ends: at the limit, or at the last line before it."""
    if len(text) <= MAX_TEXT:
        return len(text)
    return text.rfind("\n", MAX_TEXT - LONGEST_PIECE, MAX_TEXT) + 1 or MAX_TEXT


def rest_of(path: Path, read: int) -> Iterator[str]:
    """What follows the first `read` characters of an accepted text, in pieces.

    Decoding is all it does, so that it needs no child process, and little memory.
    """
    with path.open("rb") as file:
        waiting = ""
        for piece in _pieces(file, _encoding_of(file)):
            skipped = min(read, len(piece))
            read -= skipped
            *whole, waiting = [*pieces_of(waiting + piece[skipped:])] or [""]
            yield from whole
        yield waiting


def _encoding_of(file: IO[bytes]) -> str:
    for encoding in _encodings(file):
        try:
            for _ in _pieces(file, encoding):
                pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused(NOT_TEXT)


def _opens_as_web_page(text: str) -> bool:
    """Whether the first thing after comments and an XML declaration is a web tag."""
    at = _skip_space(text, 0)
    while text.startswith(("<!--", "<?xml"), at):
        mark = "-->" if text.startswith("<!--", at) else ">"
        end = text.find(mark, at)
        if end < 0:
            return False
        at = _skip_space(text, end + len(mark))
    return bool(_WEB_TAG.match(text, at))


def _looks_like_web_page(head: str) -> bool:
    """Whether a text that is no Markdown begins with a part of a page, or holds one.

    Programs that guess the type of a file look as far.
    """
    return bool(_FRAGMENT.match(head) or _WHOLE_PAGE.search(head))


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _decoded(file: IO[bytes]) -> _Seen:
    """What is seen of the file in UTF-8, UTF-16 with its mark, or Windows-1252."""
    for encoding in _encodings(file):
        seen = _Seen()
        try:
            for piece in _pieces(file, encoding):
                if "\0" in piece:
                    raise Refused(NULS)
                seen.add(piece)
        except UnicodeDecodeError:
            continue
        return seen
    raise Refused(NOT_TEXT)


def _encodings(file: IO[bytes]) -> Sequence[str]:
    """Those that the text may be in, the likeliest first."""
    file.seek(0)
    head = file.read(4)
    marked = [encoding for mark, encoding in _BOMS if head.startswith(mark)]
    return marked or ("utf-8", "cp1252")


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    """The text piece by piece: one rare sign makes a text four times as large."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", True)
