"""Reads csv, txt and md: that they are text, in which encoding, without web pages.

Cells that a spreadsheet would run as formulas are said, not refused.
"""

import codecs
import re
from typing import IO

from resources.inspection.notes import MAX_TEXT, Notes
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
DDE = "A cell of it asks a spreadsheet to start another program (DDE)."
_FORMULA = re.compile(
    r"""(?:^|[,;\t])[ ]*["']?[ ]*(?:[=@]|[+-](?![\d.,\s"-]|$))""", re.M
)
_DDE = re.compile(
    r"""(?:^|[,;\t])\s*["']?\s*[=+\-@]+[\w.]{1,40}\|[^\n!]{0,300}!""", re.M
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB_TAG = re.compile(
    r"<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg|object|embed|meta|link"
    r"|style)\b",
    re.I,
)
_SPACE = re.compile(r"[\ufeff\s]*")
_SCRIPT = re.compile(r"<script\b|\bjavascript:|\bvbscript:|\son\w+\s*=\s*[\"']", re.I)
SCRIPT = "It holds web code that can run scripts; here it is shown as text only."


def read(extension: str, file: IO[bytes], notes: Notes) -> None:
    """Take the text of a csv, txt or md; raises Refused where it is none."""
    raw = file.read()
    text = decode(raw)
    if _opens_as_web_page(text):
        raise Refused(WEB_PAGE)
    if len(_CONTROL.findall(text)) > 3 + len(text) // 1000:
        raise Refused(NOT_TEXT)
    if _SCRIPT.search(text):
        notes.hides(Hides.SCRIPT, SCRIPT)
    if extension == "csv":
        if _DDE.search(text):
            notes.hides(Hides.EXTERNAL_LINK, DDE)
        if _FORMULA.search(text):
            notes.say(FORMULAS)
    notes.text("text", text[: MAX_TEXT + 1])


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


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def decode(raw: bytes) -> str:
    """The text of the bytes: UTF-8, UTF-16 with its mark, or Windows-1252."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                raise Refused(NOT_TEXT) from None
            if "\0" in text:
                raise Refused(NULS)
            return text
    if b"\0" in raw:
        raise Refused(NULS)
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_TEXT)
