"""Looks into a file that a PDF carries, as `sweep` does into those of Office files.

Where in the PDF such files are is `pdf_objects`' knowledge.
"""

import zlib
from io import BytesIO

from pypdf.generic import ArrayObject, StreamObject

from resources.inspection.allowed import look_of
from resources.inspection.notes import Notes
from resources.inspection.packages import Budget
from resources.inspection.sweep import (
    HEAD,
    PROGRAM,
    Inner,
    is_program,
    read_inside,
    refuse_programs_in_old_file,
    words_of,
)
from resources.inspection.verdict import Hides, Refused

CARRIES = "It carries another file, whose text was not read."
PLACE = "embedded file"
MAX_CARRIED = 32 * 1024 * 1024  # bytes, unpacked


def look_into(part: StreamObject, notes: Notes, inner: Inner) -> None:
    """Take the words of a carried file; raise Refused where it may not come in."""
    notes.hides(Hides.EMBEDDED_FILE)
    content = _unpacked(part)
    look = look_of(content[:4096])
    if look == "script" or (look == "program" and is_program(content[:HEAD])):
        raise Refused(PROGRAM)
    if look == "zip":
        read_inside(BytesIO(content), PLACE, Budget(), notes, 0, inner)
        return
    if look == "ole":
        refuse_programs_in_old_file(lambda: iter([content]))
    words = _text_of(content) if look in ("text", "web") else ""
    if words:
        notes.text(PLACE, words)
    elif content or part._data:
        notes.say(CARRIES)


def _unpacked(part: StreamObject) -> bytes:
    """The file's bytes, or none where it is packed in a rare way or too large."""
    filters = part.get("/Filter")
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    if names in ([None], []):
        return bytes(part._data[: MAX_CARRIED + 1])
    if names != ["/FlateDecode"]:
        return b""
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(bytes(part._data), MAX_CARRIED)
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else content


def _text_of(content: bytes) -> str:
    """Its words where it is a text, else nothing."""
    if b"\0" in content:
        return ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return words_of(content)
