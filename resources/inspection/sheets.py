"""Reads the parts of an xlsx: text by sheet, what is hidden, comments, links.

Element names are those of ECMA-376 part 1, chapter 18 (5th edition, 2016).
"""

from dataclasses import dataclass, field

from resources.inspection import book_parts
from resources.inspection.book_parts import DDE, FROM_OUTSIDE
from resources.inspection.cell_formats import date_styles
from resources.inspection.markup import Ignore
from resources.inspection.notes import CUT, MAX_TEXT, ONLY, Notes
from resources.inspection.packages import DAMAGED
from resources.inspection.parts import Parts
from resources.inspection.sheet_cells import DDE_FORMULA, Shared, Sheet
from resources.inspection.verdict import Hides, Refused

FOLDER = "It names the folder in which somebody keeps it."

MAX_STRINGS = 500_000  # shared strings kept of one workbook
ONLY_SO_MANY = (
    ONLY + f"{MAX_STRINGS:,} of its different texts were read and screened. Look"
    " through the rest yourself before you share it."
)


@dataclass
class _Workbook(Ignore):
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    folder: str = ""
    is_1904: bool = False  # days are counted from then
    asks_program: bool = False  # by a name that stands for a formula
    names: list[str] = field(default_factory=list)  # what they stand for, where words
    _text: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._text = ""
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            key, name = attributes.get("id", ""), attributes.get("name", "")
            self.sheets.append((key, name, hidden))
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "absPath":
            self.folder = attributes.get("url", "")

    def data(self, text: str) -> None:
        self._text += text[: 1000 - len(self._text)]

    def end(self, tag: str) -> None:
        if tag == "definedName":
            self.asks_program |= bool(DDE_FORMULA.match(self._text))
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


def read(parts: Parts, notes: Notes) -> None:
    """Take the text sheet by sheet and note what hides."""
    book = _Workbook()
    main = parts.main or ""
    parts.walk(main, book, ("workbook",))
    if not book.sheets:
        raise Refused(DAMAGED)
    if "users" in book.folder.lower():
        notes.hides(Hides.AUTHOR, FOLDER)
    if book.asks_program:
        notes.hides(Hides.EXTERNAL_LINK, DDE)
    notes.text("names", "\n".join(book.names))
    strings = _strings_of(parts, notes)
    shown = bytearray(len(strings))
    shared = Shared(strings, shown, date_styles(parts), book.is_1904)
    targets = {relation.key: relation.target for relation in parts.relations(main)}
    notes.pages = len(book.sheets)
    read_parts: set[str] = set()
    for key, title, hidden in book.sheets:
        place = f"sheet {title}"
        if hidden:
            notes.hides(Hides.HIDDEN_SHEET)
            place += " (hidden)"
        part = parts.package.find(targets.get(key, ""))
        if not part:
            raise Refused(DAMAGED)
        if part not in read_parts:
            read_parts.add(part)
            _read_sheet(parts, part, place, shared, notes)
    for part in parts.of_type("spreadsheetml.worksheet+xml"):
        if part not in read_parts:
            notes.hides(Hides.HIDDEN_SHEET)
            _read_sheet(parts, part, "sheet left over (hidden)", shared, notes)
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
    shared: Shared,
    notes: Notes,
) -> None:
    sheet = Sheet(shared, notes.left + 1)
    parts.walk(part, sheet, ("worksheet", "chartsheet"))
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
