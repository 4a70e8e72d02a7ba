"""Reads the parts of an xlsx: text by sheet, what is hidden, comments, links.

Element names are those of ECMA-376 part 1, chapter 18 (5th edition, 2016).
"""

import re
from dataclasses import dataclass, field

from resources.inspection import book_parts
from resources.inspection.book_parts import DDE, FROM_OUTSIDE
from resources.inspection.markup import Ignore
from resources.inspection.notes import CUT, MAX_TEXT, ONLY, Notes
from resources.inspection.parts import Parts
from resources.inspection.verdict import Hides

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
_MARGINS = {
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
}  # fmt: skip
_MARGIN_CODES = re.compile(
    r"&(?:[A-JL-Z]|\"[^\"]*\"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d+)"
)
_SAID = ("promptTitle", "prompt", "errorTitle", "error")  # to whoever fills in a cell
_TAKEN = {"v", "t", "f", *_RULES, *_MARGINS}


def _on(attributes: dict[str, str], key: str) -> bool:
    return attributes.get(key, "") not in _OFF


@dataclass
class _Workbook(Ignore):
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    folder: str = ""
    asks_program: bool = False  # by a name that stands for a formula
    names: list[str] = field(default_factory=list)  # what they stand for, where words
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
        if tag == "definedName":
            self.asks_program |= bool(_DDE_FORMULA.match(self._text))
            if '"' in self._text:
                self.names.append(self._text)


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
    shown: bytearray  # one mark for each of the strings: whether a cell shows it
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
        elif tag == "dataValidation":
            said = " ".join(attributes.get(key, "") for key in _SAID)
            self._beside(said, " (what may be entered)")

    def _beside(self, text: str, place: str) -> None:
        """Keep words that stand in no cell."""
        if text.strip() and self.left > 0:
            self.left -= len(text)
            self.lines.setdefault(place, []).append(text)

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
            text = text if '"' in text else ""
            if tag in _RULES:
                self._beside(text, " (what may be entered)")
                return
        elif tag in _MARGINS:
            self._beside(_MARGIN_CODES.sub(" ", text), " (header and footer)")
            return
        elif tag == "v" and self._form == "s":
            number = int(text[:9]) if text.isdecimal() else len(self.strings)
            text = self._string(number)
        if text and self.left > 0:
            self.left -= len(text) + 1
            self._cells.setdefault(self._place, []).append(text)

    def _string(self, number: int) -> str:
        if number >= len(self.strings):
            return ""
        self.shown[number] = 1
        return self.strings[number]


def read(parts: Parts, notes: Notes) -> None:
    """Take the text sheet by sheet and note what hides."""
    book = _Workbook()
    main = parts.main or ""
    parts.walk(main, book)
    if "users" in book.folder.lower():
        notes.hides(Hides.AUTHOR, FOLDER)
    if book.asks_program:
        notes.hides(Hides.EXTERNAL_LINK, DDE)
    notes.text("names", "\n".join(book.names))
    strings = _strings_of(parts, notes)
    shown = bytearray(len(strings))
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
            _read_sheet(parts, part, place, strings, shown, notes)
    for part in parts.of_type("spreadsheetml.worksheet+xml"):
        if part not in read_parts:
            notes.hides(Hides.HIDDEN_SHEET)
            _read_sheet(parts, part, "sheet left over (hidden)", strings, shown, notes)
    left_over = (text for text, mark in zip(strings, shown, strict=True) if not mark)
    notes.text("texts that no cell shows", "\n".join(left_over))
    book_parts.read(parts, notes)


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
    parts: Parts,
    part: str,
    place: str,
    strings: list[str],
    shown: bytearray,
    notes: Notes,
) -> None:
    sheet = _Sheet(strings, shown, notes.left + 1)
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
