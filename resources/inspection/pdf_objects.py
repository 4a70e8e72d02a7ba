"""Walks the objects of a PDF for scripts, comments, embedded files and names.

Keys are those of ISO 32000-2:2020: actions 12.6, annotations 12.5, embedded files 7.11,
information 14.3. Text and pages are `pdf`'s.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from resources.inspection import pictures
from resources.inspection.notes import Notes
from resources.inspection.pdf_files import CARRIES, look_into
from resources.inspection.pdf_words import (
    UNREADABLE,
    AsideWords,
    string_of,
    value_of,
)
from resources.inspection.sweep import Inner
from resources.inspection.verdict import Hides

SCRIPT = "It can run a script when it is opened or clicked; the page shows no sign."
LAUNCH = "It can start a program when it is opened or clicked."
FORM = "It holds a form of a kind (XFA) that can run scripts."
OUTSIDE = "It leads into another file or sends its form to an address."

BY_ITSELF = "It asks for an address by itself when it is opened or read."

_COMMENTS = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut",
    "/Stamp", "/Ink", "/Caret", "/Popup", "/Redact", "/Line", "/Square", "/Circle",
    "/Polygon", "/PolyLine",
}  # fmt: skip
_FILES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"}
PEOPLE = ("/Author", "/Company", "/Manager", "/LastModifiedBy")
_TOLD = (*PEOPLE, "/Title", "/Subject", "/Keywords", "/Comments")
_XMP_PEOPLE = re.compile(
    rb"<(?:dc:creator|pdf:Author|xmpDM:artist|photoshop:AuthorsPosition|pdfx:Company)"
    rb"\b[^>]*>(?:\s|<rdf:\w+[^>]*>)*([^<\s][^<]*)"
)
_XMP_TOLD = re.compile(
    rb"<((?:dc|photoshop|pdfx):\w+|pdf:(?:Author|Keywords))\b[^>]*>(.*?)</\1>", re.S
)
_XMP_ATTRIBUTES = re.compile(  # the short way to write the same
    rb"""\b(?:dc:creator|pdf:Author|pdfx:Company)\s*=\s*["']\s*([^"'\s][^"']*)"""
)
_XMP_TAGS = re.compile(rb"<[^>]*>")
_MAX_XMP = 1024 * 1024  # bytes
_MAX_JPEG = 256 * 1024  # bytes of a JPEG that are looked at


class Objects:
    """All objects of an open PDF, each looked at once."""

    def __init__(self, reader: PdfReader, notes: Notes, inner: Inner) -> None:
        self._reader = reader
        self._notes = notes
        self._inner = inner
        self._comments: list[str] = []
        self._aside = AsideWords()
        self._carried: set[int] = set()

    def walk(self) -> None:
        """Note what the objects hide."""
        self._read_information()
        if "/AdditionalStreams" in self._reader.trailer:  # LibreOffice's own document
            self._notes.hides(Hides.EMBEDDED_FILE, CARRIES)
        for found in self._all():
            for part in _within(found):
                if isinstance(part, DictionaryObject):
                    self._look_at(part)
        self._notes.text("comments", "\n".join(self._comments))
        self._aside.give(self._notes)

    def _all(self) -> Iterator[PdfObject]:
        """Each object of the directory, with as few as may be kept in memory."""
        reader = self._reader
        for generation, numbers in list(reader.xref.items()):
            for number in list(numbers):
                yield from self._one(number, generation)
                reader.resolved_objects.pop((generation, number), None)
        by_stream = sorted(reader.xref_objStm, key=lambda n: reader.xref_objStm[n])
        last = None
        for number in by_stream:
            if reader.xref_objStm[number][0] != last:
                last = reader.xref_objStm[number][0]
                reader.resolved_objects.clear()
            yield from self._one(number, 0)

    def _one(self, number: int, generation: int) -> Iterator[PdfObject]:
        try:
            found = self._reader.get_object(
                IndirectObject(number, generation, self._reader)
            )
        except UNREADABLE:
            return
        if found is not None:
            yield found

    def _look_at(self, part: DictionaryObject) -> None:
        self._look_at_action(part)
        self._aside.look_at(part)
        subtype = value_of(part, "/Subtype")
        if subtype in _COMMENTS and "/Rect" in part:
            self._look_at_comment(part)
        elif subtype in _FILES:
            self._notes.hides(Hides.EMBEDDED_FILE)
        if value_of(part, "/Type") == "/EmbeddedFile":
            self._look_at_carried(part)
        if "/EF" in part:
            self._notes.hides(Hides.EMBEDDED_FILE)
            named = value_of(part, "/EF")
            if isinstance(named, DictionaryObject):
                for key in named:
                    self._look_at_carried(value_of(named, key))
        if "/XFA" in part:
            self._notes.hides(Hides.SCRIPT, FORM)
        if isinstance(part, StreamObject):
            self._look_at_stream(part)

    def _look_at_carried(self, part: object) -> None:
        """Look into a carried file, once: several names may lead to it."""
        self._notes.hides(Hides.EMBEDDED_FILE)
        if not isinstance(part, StreamObject):
            return
        number = part.indirect_reference.idnum if part.indirect_reference else 0
        if number not in self._carried:
            self._carried.add(number)
            look_into(part, self._notes, self._inner)

    def _look_at_action(self, part: DictionaryObject) -> None:
        action = value_of(part, "/S")
        if action == "/JavaScript" or "/JS" in part or "/JavaScript" in part:
            self._notes.hides(Hides.SCRIPT, SCRIPT)
        elif action == "/Launch":
            self._notes.hides(Hides.SCRIPT, LAUNCH)
        elif action in ("/GoToR", "/SubmitForm", "/ImportData"):
            self._notes.hides(Hides.EXTERNAL_LINK, OUTSIDE)
        elif action == "/GoToE":
            self._notes.hides(Hides.EMBEDDED_FILE)
        if self._acts_alone(part):
            self._notes.hides(Hides.EXTERNAL_LINK, BY_ITSELF)

    def _acts_alone(self, part: DictionaryObject) -> bool:
        """Whether an address is asked for without anybody's click."""
        waiting = [value_of(part, "/OpenAction")]
        on_events = value_of(part, "/AA")
        if isinstance(on_events, DictionaryObject):
            waiting += [value_of(on_events, key) for key in on_events]
        return any(
            isinstance(act, DictionaryObject) and value_of(act, "/S") == "/URI"
            for act in waiting
        )

    def _look_at_comment(self, part: DictionaryObject) -> None:
        words = [string_of(part, key) for key in ("/Contents", "/RC", "/T")]
        if any(words) or value_of(part, "/Subtype") in ("/Text", "/Popup"):
            self._notes.hides(Hides.COMMENTS)
            self._comments += [word for word in words if word]

    def _look_at_stream(self, part: StreamObject) -> None:
        jpeg = jpeg_in(part, _MAX_JPEG)
        if jpeg:
            pictures.note_camera(BytesIO(jpeg), self._notes)
        if "/F" in part:
            self._notes.hides(Hides.EXTERNAL_LINK, OUTSIDE)
        if value_of(part, "/Type") == "/Metadata":
            try:
                xmp = part.get_data()[:_MAX_XMP]
            except UNREADABLE:
                return
            short = _XMP_ATTRIBUTES.findall(xmp)
            if short or _XMP_PEOPLE.search(xmp):
                self._notes.hides(Hides.AUTHOR)
            told = b"\n".join(
                [*short, *(found[2] for found in _XMP_TOLD.finditer(xmp))]
            )
            words = _XMP_TAGS.sub(b" ", told).decode("utf-8", "replace")
            self._notes.text("file properties", words)

    def _read_information(self) -> None:
        try:
            information = self._reader.metadata
        except UNREADABLE:
            return
        if information is None:
            return
        told = {key: string_of(information, key) for key in _TOLD}
        if any(told[key] for key in PEOPLE):
            self._notes.hides(Hides.AUTHOR)
        lines = [value for value in told.values() if value]
        self._notes.text("file properties", "\n".join(lines))


def jpeg_in(part: StreamObject, most: int) -> bytes:
    """The first bytes of a JPEG that stands in a PDF, packed once more or as it is."""
    filters = part.get("/Filter")
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    data = bytes(part._data)
    if names == ["/DCTDecode"]:
        return data[:most]
    if names == ["/FlateDecode", "/DCTDecode"]:
        try:
            return zlib.decompressobj().decompress(data, most)
        except zlib.error:
            pass
    return b""


def _within(found: PdfObject) -> Iterator[PdfObject]:
    """An object and what stands directly in it, references not followed."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, DictionaryObject):
            waiting += [v for v in part.values() if not isinstance(v, IndirectObject)]
        elif isinstance(part, ArrayObject):
            waiting += [
                v for v in part if isinstance(v, (DictionaryObject, ArrayObject))
            ]
