"""Reads the cells of one sheet of a workbook by line, those that are hidden apart.

Element names are those of ECMA-376 part 1, 18.3 (5th edition, 2016). Which sheets there
are is `sheets`' business.
"""

import re
from dataclasses import dataclass, field

from resources.inspection.cell_formats import as_date
from resources.inspection.markup import Ignore

DDE_FORMULA = re.compile(r"^[\s+\-=@]*[\w.]{1,60}\|.*!", re.S)
HIDDEN_ROWS, HIDDEN_COLUMNS = " (hidden rows)", " (hidden columns)"
MOST_EMPTY = 30  # cells in a row that are kept as room
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


@dataclass(frozen=True)
class Shared:
    """What the sheets of a workbook share: texts, and how dates are kept.

    `shown` has one mark for each of the strings: whether a cell shows it. `dates` are
    the styles of cells that show a number as a date.
    """

    strings: list[str]
    shown: bytearray
    dates: set[str]
    is_1904: bool


def _on(attributes: dict[str, str], key: str) -> bool:
    return attributes.get(key, "") not in _OFF


def _number_of(letters: str) -> int:
    """The number of a column, 1 for A; 0 where these are no letters of one."""
    number = 0
    for letter in letters if _LETTERS.fullmatch(letters) else "":
        number = number * 26 + ord(letter) - 64
    return number


def _headings_in(row: dict[int, str]) -> str:
    """A row as a line where it may be one of headings: of several cells, all words."""
    cells = [row.get(column, "") for column in range(1, MOST_EMPTY + 1)]
    known = [cell for cell in cells if cell]
    if len(known) < 2 or any(cell[0].isdigit() for cell in known):
        return ""
    return "\t".join(cells).rstrip("\t")


@dataclass
class Sheet(Ignore):
    """The cells of one sheet by line, those of hidden rows and columns apart."""

    shared: Shared
    left: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    hidden_rows: bool = False
    hidden_columns: bool = False
    asks_program: bool = False
    asks_web: bool = False
    _hidden: list[tuple[int, int]] = field(default_factory=list)
    _row_hidden: bool = False
    _rows_hidden: bool = False
    _rows: dict[str, list[str]] = field(default_factory=dict)  # cells by place
    _numbers: dict[str, int] = field(default_factory=dict)  # of columns by letters
    _ends: dict[str, int] = field(default_factory=dict)  # last column of each place
    _whole_row: dict[int, str] = field(default_factory=dict)  # text by column
    _headings: str = ""  # the first row of nothing but words
    _cell: list[str] | None = None
    _column: int = 0
    _place: str = ""
    _form: str = ""
    _is_date: bool = False
    _taking: str = ""
    _text: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in _TAKEN:
            self._taking, self._text = tag, ""
        elif tag == "row":
            none_high = attributes.get("ht", "1") in ("0", "0.0")
            hidden = self._rows_hidden and "hidden" not in attributes
            self._row_hidden = hidden or _on(attributes, "hidden") or none_high
            self.hidden_rows |= self._row_hidden
            self._column = 0
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
        if first.isdecimal() and last.isdecimal() and len(self._hidden) < 1000:
            self._hidden.append((int(first[:6]), int(last[:6])))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        number = self._numbers.get(letters)
        if number is None:
            number = _number_of(letters)
            if number:
                self._numbers[letters] = number
        self._column = number or self._column + 1
        self._place = ""
        if self._row_hidden:
            self._place = HIDDEN_ROWS
        elif any(first <= self._column <= last for first, last in self._hidden):
            self._place = HIDDEN_COLUMNS
        self._form = attributes.get("t", "n")
        self._is_date = attributes.get("s") in self.shared.dates
        self._cell = []

    def data(self, text: str) -> None:
        if self._taking and len(self._text) < 100_000:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == self._taking:
            self._taking = ""
            self._take(tag)
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def _end_row(self) -> None:
        """Put the row into the lines of its place; hidden ones below the headings."""
        if HIDDEN_ROWS in self._rows and HIDDEN_ROWS not in self.lines:
            self._beside(self._headings, HIDDEN_ROWS)
        for place, cells in self._rows.items():
            self.lines.setdefault(place, []).append("\t".join(cells))
        if not self._headings and not self._row_hidden:
            self._headings = _headings_in(self._whole_row)
        self._whole_row = {}
        self._rows, self._ends = {}, {}

    def _end_cell(self) -> None:
        """Put the cell into its row, with room for the empty ones before it."""
        text = "".join(self._cell or ())
        self._cell = None
        if not text:
            return
        row = self._rows.setdefault(self._place, [])
        start = self._column - 1 if self._place == HIDDEN_COLUMNS else 0
        last = self._ends.get(self._place, start)
        room = max(0, min(self._column - last - 1, MOST_EMPTY))
        row += [""] * room
        row.append(text)
        self._ends[self._place] = self._column
        if not self._headings:
            self._whole_row[self._column] = text
        self.left -= room + 1

    def _take(self, tag: str) -> None:
        text = self._text
        if tag in _MARGINS:
            self._beside(_MARGIN_CODES.sub(" ", text), " (header and footer)")
        elif tag == "f" or tag in _RULES:
            self._take_formula(text)
        elif tag == "v" and self._form == "s":
            number = int(text[:9]) if text.isdecimal() else len(self.shared.strings)
            self._keep(self._string(number))
        elif tag == "v" and self._form == "n" and self._is_date:
            self._keep(as_date(text, is_1904=self.shared.is_1904))
        else:
            self._keep(text)

    def _keep(self, text: str) -> None:
        """Keep words of the cell that is being read."""
        if self._cell is not None and self.left > 0:
            self._cell.append(text)
            self.left -= len(text)

    def _take_formula(self, text: str) -> None:
        """Keep a formula that holds words; of a cell, or of a rule for cells."""
        self.asks_program |= bool(DDE_FORMULA.match(text))
        self.asks_web |= bool(_WEB_FORMULA.search(text))
        if '"' not in text:
            return
        if self._cell is None:
            self._beside(text, " (what may be entered)")
        else:
            self._keep(f"{text} ")

    def _string(self, number: int) -> str:
        if number >= len(self.shared.strings):
            return ""
        self.shared.shown[number] = 1
        return self.shared.strings[number]
