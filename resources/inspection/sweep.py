"""Reads every part of a zip-based file once, whatever its name says it is.

It finds pictures, embedded files, programs and macros by their bytes, and goes into
embedded Office files; what the named parts mean is the readers' of each format.
"""

import re
from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import IO

from resources.inspection import markup, pictures
from resources.inspection.allowed import ENCRYPTED, look_of
from resources.inspection.notes import CUT, Notes
from resources.inspection.packages import MAX_PART, Budget, Package
from resources.inspection.verdict import Hides, Refused

HEAD = 256 * 1024  # bytes of a part that are looked at
MAX_DEPTH = 2  # a workbook in a document, and a document in that
MACROS = (
    "It holds macros, small programs that run when it is opened. Save it without"
    " macros and try again."
)
PROGRAM = "It holds a program or a script inside it. Programs are never taken."
ARCHIVE = (
    "It holds an archive inside it, whose contents cannot be checked. Take it out and"
    " bring its files one by one."
)
TOO_DEEP = "It holds files within files within files, which cannot be checked."
NOT_READ = "The file embedded in it ({name}) is in a format whose text was not read."

Inner = Callable[[Package, Notes, int], None]

_OVERLAP = 200  # bytes kept from one chunk to the next while searching
_WIDE = "\0".join
_MARKS = (
    (_WIDE("_VBA_PROJECT").encode(), MACROS),
    (_WIDE("EncryptedPackage").encode(), ENCRYPTED),
    (b"This program cannot be run in DOS mode", PROGRAM),
    (b"This program must be run under Win32", PROGRAM),
)
_PACKED_PROGRAM = re.compile(
    rb"\.(?:exe|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar)\0", re.I
)
_TEXT_ENDINGS = (".htm", ".html", ".mht", ".mhtml", ".rtf", ".txt", ".csv", ".xhtml")
_TAGS = re.compile(rb"<[^>]*>|\\[a-z]+-?\d* ?|[{}]")


def sweep(package: Package, notes: Notes, depth: int, inner: Inner) -> None:
    """Look at every part; `inner` reads an Office file that is found embedded.

    Raises Refused at the first part that may not come in.
    """
    for name in package.names:
        head = bytearray()
        for chunk in package.counted(name):
            if len(head) < HEAD:
                head += chunk
        _look(name, bytes(head[:HEAD]), package, notes, depth, inner)


def _look(
    name: str, head: bytes, package: Package, notes: Notes, depth: int, inner: Inner
) -> None:
    if "embeddings/" in name.lower():
        notes.hides(Hides.EMBEDDED_FILE)
    if markup.is_markup(head) or name.lower().endswith((".xml", ".rels", ".vml")):
        markup.check_definitions(name, head, package.size(name) <= len(head))
        if name.lower().endswith(".svg") and b"<script" in head.lower():
            notes.hides(Hides.SCRIPT)
    if name.lower().endswith(_TEXT_ENDINGS):
        _take_text(name, package, notes)
        return
    look = look_of(head)
    if look == "zip":
        _go_into(name, package, notes, depth, inner)
    elif look == "ole":
        notes.hides(Hides.EMBEDDED_FILE, NOT_READ.format(name=_short(name)))
        refuse_programs_in_old_file(lambda: package.chunks(name))
    elif look == "program" and is_program(head):
        raise Refused(PROGRAM)
    elif look in ("pdf", "archive", "rtf") and not name.lower().endswith("z"):
        notes.hides(Hides.EMBEDDED_FILE, NOT_READ.format(name=_short(name)))
    elif pictures.is_picture(head):
        _look_at_picture(name, head, package, notes)


def _look_at_picture(name: str, head: bytes, package: Package, notes: Notes) -> None:
    """Programs write into a picture behind its first bytes too: in all of it."""
    whole = package.size(name)
    if whole <= len(head) or whole > pictures.MAX_SCATTERED:
        pictures.look_at(pictures.of_head(head, whole), notes)
        return
    with TemporaryFile() as file:
        for chunk in package.chunks(name):
            file.write(chunk)
        pictures.look_at(file, notes)


def _short(name: str) -> str:
    return name.rpartition("/")[2][:80]


def is_program(head: bytes) -> bool:
    """Whether what looks like a program by its first bytes is one."""
    return not head.startswith(b"MZ") or b"PE\0\0" in head[:8192] or b"DOS" in head


def _take_text(name: str, package: Package, notes: Notes) -> None:
    """Keep the words of a text that was put into the file whole."""
    notes.hides(Hides.EMBEDDED_FILE)
    text = bytearray()
    for chunk in package.chunks(name):
        text += chunk
        if len(text) > MAX_PART:
            notes.say(CUT)
            break
    notes.text(f"embedded file {_short(name)}", words_of(bytes(text)))


def words_of(text: bytes) -> str:
    """A text without the marks of a web page, of XML or of rich text."""
    return _TAGS.sub(b" ", text).decode("utf-8", "replace")


def refuse_programs_in_old_file(chunks: Callable[[], Iterable[bytes]]) -> None:
    """Raise Refused where an old Office container holds macros or a program."""
    kept, holds_package = b"", False
    for chunk in chunks():
        window = kept + chunk
        for mark, sentence in _MARKS:
            if mark in window:
                raise Refused(sentence)
        holds_package = holds_package or _WIDE("Ole10Native").encode() in window
        kept = window[-_OVERLAP:]
    if holds_package:
        for chunk in chunks():
            if _PACKED_PROGRAM.search(chunk):
                raise Refused(PROGRAM)


def _go_into(
    name: str, package: Package, notes: Notes, depth: int, inner: Inner
) -> None:
    """Read an embedded Office file like a file of its own, within the same limits."""
    notes.hides(Hides.EMBEDDED_FILE)
    package.inner.add(name)
    with TemporaryFile() as file:
        for chunk in package.chunks(name):
            file.write(chunk)
        place = f"embedded file {_short(name)}"
        read_inside(file, place, package.budget, notes, depth, inner)


def read_inside(
    file: IO[bytes], place: str, budget: Budget, notes: Notes, depth: int, inner: Inner
) -> None:
    """Read an Office file that stands in another; raises Refused with the reason."""
    if depth >= MAX_DEPTH:
        raise Refused(TOO_DEEP)
    found = Notes(left=notes.left)
    inner(Package(file, budget), found, depth + 1)
    notes.hidden |= found.hidden
    for sentence in found.sentences:
        notes.say(sentence)
    for where, text in found.texts:
        notes.text(f"{place}, {where}", text)
