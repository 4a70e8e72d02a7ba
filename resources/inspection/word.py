"""Reads the parts of a docx: text by page, changes, comments, hidden words, fields.

Element names are those of ECMA-376 part 1, chapter 17 (5th edition, 2016).
"""

import re
from dataclasses import dataclass, field
from itertools import chain

from resources.inspection.markup import Ignore
from resources.inspection.notes import MAX_TEXT, Notes
from resources.inspection.packages import DAMAGED
from resources.inspection.parts import PICTURES, Parts, said_of_picture
from resources.inspection.table_text import end_cell, end_row
from resources.inspection.verdict import Hides, Refused

DDE = "A field in it asks Word to start another program (DDE)."
TAKEN_IN = "A field in it takes in contents from another address or file."
HIDDEN_WORDS = "Some of its words are formatted as hidden."

_CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange",
    "cellIns", "cellDel", "cellMerge", "numberingChange", "delText",
}  # fmt: skip
_BREAKS = {"br", "cr", "tab", "lastRenderedPageBreak"}
_OFF = {"0", "false", "off"}
_DDE_FIELD = re.compile(r"\bDDE(?:AUTO)?\b", re.I)
_OUTSIDE_FIELD = re.compile(
    r"\s*(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|INCLUDE|LINK|DATABASE)\b", re.I
)
_LINK_FIELD = re.compile(r"\s*HYPERLINK\b", re.I)  # its address may hold any word
_LINK_TARGET = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_PLACES = (  # ending of the content type, place of its text
    ("document.main+xml", "page"),
    (".header+xml", "headers and footers"),
    (".footer+xml", "headers and footers"),
    (".footnotes+xml", "footnotes"),
    (".endnotes+xml", "footnotes"),
    (".comments+xml", "comments"),
    ("document.glossary+xml", "building blocks"),
    ("diagramData+xml", "diagrams"),
    ("drawingml.chart+xml", "charts"),
)


@dataclass
class Story(Ignore):
    """The words of one part, with what is deleted and hidden kept apart."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    deleted: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    has_body: bool = False
    is_changed: bool = False
    comment_count: int = 0
    fields: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)  # what is said of them
    left: int = MAX_TEXT + 1  # characters
    _run_is_hidden: bool = False
    _in_run: bool = False
    _fallbacks: int = 0  # a second copy of a text box, for older programs
    _taking: str = ""
    _field: str = ""
    _cell_start: int = 0  # of a table

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Fallback":
            self._fallbacks += 1
        if self._fallbacks:
            return
        if tag in ("t", "delText", "instrText", "v"):
            self._taking = tag
        elif tag == "r":
            self._in_run, self._run_is_hidden = True, False
        elif tag == "vanish" and self._in_run:
            self._run_is_hidden = attributes.get("val", "1") not in _OFF
        elif tag in _BREAKS:
            self._break(tag, attributes)
        elif tag in ("fldSimple", "fldChar"):
            self._see_field(attributes)
        self._notice(tag, attributes)

    def _notice(self, tag: str, attributes: dict[str, str]) -> None:
        """See what is told of by its element alone."""
        self.has_body |= tag == "body"
        self.is_changed |= tag in _CHANGES
        self.comment_count += tag == "comment"
        if tag == "tc":
            self._cell_start = len(self.pages[-1])
        if tag in PICTURES and self.left > 0:
            said = said_of_picture(attributes)
            self.pictures.append(said)
            self.left -= len(said)

    def _break(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "lastRenderedPageBreak" or attributes.get("type") == "page":
            self._turn_page()
        else:
            self.pages[-1].append("\t" if tag == "tab" else "\n")

    def _see_field(self, attributes: dict[str, str]) -> None:
        if "instr" in attributes:
            self.fields.append(attributes["instr"])
        else:
            self._end_field()

    def end(self, tag: str) -> None:
        if tag == "Fallback":
            self._fallbacks -= 1
        if self._fallbacks:
            return
        if tag == self._taking:
            self._taking = ""
            if tag == "v":
                self.pages[-1].append(" ")
        elif tag == "r":
            self._in_run = self._run_is_hidden = False
        elif tag == "p":
            self._end_line()
        elif tag == "tc":
            end_cell(self.pages[-1], self._cell_start)
        elif tag == "tr":
            end_row(self.pages[-1])

    def data(self, text: str) -> None:
        if self._fallbacks or not self._taking or self.left <= 0:
            return
        self.left -= len(text)
        if self._taking == "instrText":
            self._field += text
        elif self._taking == "delText":
            self.deleted.append(text)
        elif self._run_is_hidden:
            self.unseen.append(text)
        else:
            self.pages[-1].append(text)

    def _end_line(self) -> None:
        for words in (self.pages[-1], self.deleted, self.unseen):
            if words and words[-1] != "\n":
                words.append("\n")

    def _turn_page(self) -> None:
        if "".join(self.pages[-1]).strip():
            self.pages.append([])

    def _end_field(self) -> None:
        if self._field.strip():
            self.fields.append(self._field)
        self._field = ""

    def finish(self, notes: Notes) -> None:
        """Note what is no text of a place: changes, fields, hidden words."""
        self._end_field()
        if self.is_changed:
            notes.hides(Hides.TRACKED_CHANGES)
        notes.text("deleted text", "".join(self.deleted))
        if self.unseen:
            notes.say(HIDDEN_WORDS)
            notes.text("hidden words", "".join(self.unseen))
        notes.text("words about pictures", "\n".join(filter(None, self.pictures)))
        links = (_LINK_TARGET.findall(field) for field in self.fields)
        notes.links(chain.from_iterable(links))
        for instruction in self.fields:
            if _LINK_FIELD.match(instruction):
                continue
            if _DDE_FIELD.search(instruction):
                notes.hides(Hides.EXTERNAL_LINK, DDE)
            elif _OUTSIDE_FIELD.match(instruction):
                notes.hides(Hides.EXTERNAL_LINK, TAKEN_IN)


def read(parts: Parts, notes: Notes) -> None:
    """Take the text and note what hides, part by part."""
    for ending, place in _PLACES:
        for name in parts.of_type(ending):
            story = Story()
            parts.walk(name, story, ("document",) if place == "page" else ())
            if place == "page":
                if not story.has_body:
                    raise Refused(DAMAGED)
                _keep_pages(story, notes)
            else:
                words = "".join("".join(page) for page in story.pages)
                notes.text(place, words)
            if story.comment_count:
                notes.hides(Hides.COMMENTS)
            story.finish(notes)
    for name in parts.of_type("wordprocessingml.settings+xml"):
        settings = _Settings()
        parts.walk(name, settings)
        notes.text("settings", "\n".join(settings.words))


class _Settings(Ignore):
    """Where a mail merge takes its letters' contents, and variables of the file."""

    _TOLD = ("connectString", "query", "docVar", "mailSubject", "addressFieldName")

    def __init__(self) -> None:
        self.words: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in self._TOLD and attributes.get("val"):
            self.words.append(attributes["val"])


def _keep_pages(story: Story, notes: Notes) -> None:
    """Keep the text by the pages that Word laid out last, where it says so."""
    count = len(story.pages)
    if count > 1:
        notes.pages = count
    for number, page in enumerate(story.pages, 1):
        place = f"page {number}" if count > 1 else "text"
        notes.text(place, "".join(page))
