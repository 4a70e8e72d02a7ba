"""Reads the parts of an xlsx: text by sheet, what is hidden, comments, links.

Element names are those of ECMA-376 part 1, chapter 18 (5th edition, 2016).
"""

import re
from dataclasses import dataclass, field

from resources.inspection.markup import Ignore
from resources.inspection.notes import CUT, MAX_TEXT, ONLY, Notes
from resources.inspection.parts import Parts
from resources.inspection.verdict import Hides
from resources.inspection.word import Story

DDE = "A cell or link of it asks Excel to start another program (DDE)."
FROM_OUTSIDE = "It takes in data from another file or address."
FOLDER = "It names the folder in which somebody keeps it."

MAX_STRINGS = 500_000  # shared strings kept of one workbook
ONLY_SO_MANY = (
    ONLY + f"{MAX_STRINGS:,} of its different texts were read and screened. Look"
    " through the rest yourself before you share it."
)
_DDE_FORMULA = re.compile(r"^[\s+\-=@]*[\w.]{1,60}\|.*!", re.S)
_WEB_FORMULA = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD)\(", re.I)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_OFF = {"0", "false", ""}
_RULES = {"formula", "formula1", "formula2"}  # of formats and of what may be entered
_TAKEN = {"v", "t", "f", *_RULES}


def _on(attributes: dict[str, str], key: str) -> bool:
    return attributes.get(key, "") not in _OFF


@dataclass
class _Workbook(Ignore):
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    folder: str = ""
    asks_program: bool = False  # by a name that stands for a formula
    _text: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._text = ""
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            key, name = attributes.get("id", ""), attributes.get("name", "")
            self.sheets.append((key, name, hidden))
        elif tag == "absPath":
            self.folder = attributes.get("url", "")

    def data(self, text: str) -> None:
        self._text += text[: 1000 - len(self._text)]

    def end(self, tag: str) -> None:
        if tag == "definedName" and _DDE_FORMULA.match(self._text):
            self.asks_program = True


@dataclass
class _Strings(Ignore):
    """The shared strings, as many as are kept."""

    found: list[str] = field(default_factory=list)
    are_cut: bool = False
    left: int = MAX_TEXT
    _text: list[str] = field(default_factory=list)
    _taking: bool = False
    _phonetic: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self._phonetic = True
        self._taking = tag == "t" and not self._phonetic

    def data(self, text: str) -> None:
        if self._taking and self.left > 0:
            self._text.append(text[: self.left])
            self.left -= len(text)

    def end(self, tag: str) -> None:
        self._taking = False
        if tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            if len(self.found) < MAX_STRINGS:
                self.found.append("".join(self._text))
            else:
                self.are_cut = True
            self._text = []


@dataclass
class _Sheet(Ignore):
    """The cells of one sheet by line, those of hidden rows and columns apart."""

    strings: list[str]
    left: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    hidden_rows: bool = False
    hidden_columns: bool = False
    asks_program: bool = False
    asks_web: bool = False
    _columns: list[tuple[int, int]] = field(default_factory=list)
    _row_hidden: bool = False
    _rows_hidden: bool = False
    _cells: dict[str, list[str]] = field(default_factory=dict)
    _place: str = ""
    _form: str = ""
    _taking: str = ""
    _text: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._form = attributes.get("t", "n")
            self._place = self._place_of(attributes.get("r", ""))
        elif tag in _TAKEN:
            self._taking, self._text = tag, ""
        elif tag == "row":
            none_high = attributes.get("ht", "1") in ("0", "0.0")
            hidden = self._rows_hidden and "hidden" not in attributes
            self._row_hidden = hidden or _on(attributes, "hidden") or none_high
            self.hidden_rows |= self._row_hidden
        elif tag == "col":
            if _on(attributes, "hidden") or attributes.get("width") in ("0", "0.0"):
                self.hidden_columns = True
                self._keep_columns(attributes)
        elif tag == "sheetFormatPr" and _on(attributes, "zeroHeight"):
            self.hidden_rows = self._rows_hidden = True
        elif tag == "ddeItem":
            self.asks_program = True

    def _keep_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal() and len(self._columns) < 1000:
            self._columns.append((int(first[:6]), int(last[:6])))

    def _place_of(self, reference: str) -> str:
        if self._row_hidden:
            return " (hidden rows)"
        if not self._columns:
            return ""
        letters = _LETTERS.match(reference)
        number = 0
        for letter in letters.group() if letters else "":
            number = number * 26 + ord(letter) - 64
        hidden = any(first <= number <= last for first, last in self._columns)
        return " (hidden columns)" if hidden else ""

    def data(self, text: str) -> None:
        if self._taking and len(self._text) < 100_000:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == self._taking:
            self._taking = ""
            self._take(tag)
        elif tag == "row":
            for place, cells in self._cells.items():
                self.lines.setdefault(place, []).append("\t".join(cells))
            self._cells = {}

    def _take(self, tag: str) -> None:
        text = self._text
        if tag == "f" or tag in _RULES:
            self.asks_program |= bool(_DDE_FORMULA.match(text))
            self.asks_web |= bool(_WEB_FORMULA.search(text))
            text = text if tag == "f" and '"' in text else ""
        elif tag == "v" and self._form == "s":
            known = text.isdecimal() and int(text[:9]) < len(self.strings)
            text = self.strings[int(text[:9])] if known else ""
        if text and self.left > 0:
            self.left -= len(text) + 1
            self._cells.setdefault(self._place, []).append(text)


def read(parts: Parts, notes: Notes) -> None:
    """Take the text sheet by sheet and note what hides."""
    book = _Workbook()
    main = parts.main or ""
    parts.walk(main, book)
    if "users" in book.folder.lower():
        notes.hides(Hides.AUTHOR, FOLDER)
    if book.asks_program:
        notes.hides(Hides.EXTERNAL_LINK, DDE)
    strings = _strings_of(parts, notes)
    targets = {relation.key: relation.target for relation in parts.relations(main)}
    notes.pages = len(book.sheets)
    read_parts: set[str] = set()
    for key, title, hidden in book.sheets:
        place = f"sheet {title}"
        if hidden:
            notes.hides(Hides.HIDDEN_SHEET)
            place += " (hidden)"
        part = parts.package.find(targets.get(key, ""))
        if part and part not in read_parts:
            read_parts.add(part)
            _read_sheet(parts, part, place, strings, notes)
    for part in parts.of_type("spreadsheetml.worksheet+xml"):
        if part not in read_parts:
            notes.hides(Hides.HIDDEN_SHEET)
            _read_sheet(parts, part, "sheet left over (hidden)", strings, notes)
    _read_rest(parts, notes)


def _strings_of(parts: Parts, notes: Notes) -> list[str]:
    strings = _Strings()
    for name in parts.of_type("sharedStrings+xml"):
        parts.walk(name, strings)
    if strings.left <= 0:
        notes.say(CUT)
    if strings.are_cut:
        notes.say(ONLY_SO_MANY)
    return strings.found


def _read_sheet(
    parts: Parts, part: str, place: str, strings: list[str], notes: Notes
) -> None:
    sheet = _Sheet(strings, notes.left + 1)
    parts.walk(part, sheet)
    if sheet.hidden_rows:
        notes.hides(Hides.HIDDEN_ROW)
    if sheet.hidden_columns:
        notes.hides(Hides.HIDDEN_COLUMN)
    if sheet.asks_program:
        notes.hides(Hides.EXTERNAL_LINK, DDE)
    if sheet.asks_web:
        notes.hides(Hides.EXTERNAL_LINK, FROM_OUTSIDE)
    for apart, lines in sheet.lines.items():
        notes.text(place + apart, "\n".join(lines))


def _read_rest(parts: Parts, notes: Notes) -> None:
    for name in parts.of_type("spreadsheetml.comments+xml", "threadedcomments+xml"):
        comments = _Comments()
        parts.walk(name, comments)
        if comments.count:
            notes.hides(Hides.COMMENTS)
            notes.text("comments", "".join(comments.words))
    for name in parts.of_type("externalLink+xml"):
        link = _Links()
        parts.walk(name, link)
        notes.hides(Hides.EXTERNAL_LINK, DDE if link.is_dde else FROM_OUTSIDE)
    if parts.of_type("connections+xml", "queryTable+xml"):
        notes.hides(Hides.EXTERNAL_LINK, FROM_OUTSIDE)
    if parts.of_type("revisionHeaders+xml", "revisionLog+xml"):
        notes.hides(Hides.TRACKED_CHANGES)
    for name in parts.of_type("pivotCacheDefinition+xml", "pivotCacheRecords+xml"):
        items = _Items()
        parts.walk(name, items)
        notes.text("copies kept by pivot tables", "\n".join(items.words))
    for ending, place in (("drawing+xml", "drawings"), ("chart+xml", "charts")):
        for name in parts.of_type(ending):
            story = Story()
            parts.walk(name, story)
            notes.text(place, "".join("".join(page) for page in story.pages))


class _Items(Ignore):
    """The words that a pivot table keeps a copy of."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.left = MAX_TEXT

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "s" and self.left > 0:
            self.words.append(attributes.get("v", ""))
            self.left -= len(self.words[-1]) + 1


class _Links(Ignore):
    is_dde = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.is_dde = self.is_dde or tag == "ddeLink"


class _Comments(Ignore):
    """The words of comments: of `t` in the older kind, of `text` in threads."""

    def __init__(self) -> None:
        self.count = 0
        self.words: list[str] = []
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._taking = tag in ("t", "text", "author")
        self.count += tag in ("comment", "threadedComment")

    def data(self, text: str) -> None:
        if self._taking:
            self.words.append(text)

    def end(self, tag: str) -> None:
        self._taking = False
        if tag in ("comment", "threadedComment", "author"):
            self.words.append("\n")
