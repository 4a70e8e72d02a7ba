"""Values that only the heading of their column explains, as in lists of people.

A row of cells between tabs, bars, semicolons or commas whose heading says "Date of
birth" is followed by rows that do not repeat it. What stands beside its own label is
the other modules' business.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from councils.screening.births import DATE, EARLIEST, dated
from councils.screening.passwords import is_placeholder, looks_random
from councils.screening.reading import Reading, Span, Spans

_WHOSE = r"(?:[\w'. -]{1,30}[ _-])?"
_NUMBER = r"(?:[ _-]?(?:no\.?|num(?:ber)?|nr|id|#))"
HEADINGS = {
    "birth": re.compile(
        _WHOSE
        + r"(?:d\.? ?o\.? ?b\.?|dates?[ _-]?of[ _-]?birth|birth[ _-]?da(?:te|y)s?)"
        r"(?:[ _-]?[(\[][^)\]]{1,24}[)\]])?"
    ),
    "passport": re.compile(rf"{_WHOSE}passports?{_NUMBER}?"),
    "sort": re.compile(rf"{_WHOSE}sort(?:ing)?[ _-]?code{_NUMBER}?"),
    "account": re.compile(
        rf"{_WHOSE}(?:account|acct?|a/c){_NUMBER}|(?:bank[ _-])?account"
    ),
    "password": re.compile(rf"{_WHOSE}(?:passwords?|passcodes?|passphrases?|pwd)"),
}
# Without any of these there is no such heading; to look for them is quick.
SIGNS = re.compile(
    r"d\.? ?o\.? ?b|birth|passport|sort(?:ing)?[ _-]?code|pass(?:code|word|phrase)|pwd"
)
SEPARATORS = "\t|;,"
LONGEST_HEADING = 60  # characters of a cell
MOST_CELLS = 200  # of a line
MOST_TRIES = 200  # lines of one text that are tried as headings
PASSPORT = re.compile(r"[a-z]{0,2}\d{6,9}[a-z]?")
SORT = re.compile(r"\d\d([- ]?)\d\d\1\d\d|\d{5}")  # five where a nought was lost
ACCOUNT = re.compile(r"\d{6,8}|\d{4}[ -]\d{4}")
SECRET = re.compile(r"\S{4,64}")

Cells = list[Span]


def find_births_in_columns(reading: Reading) -> Spans:
    """Dates below a heading for dates of birth."""
    for row in _rows(reading):
        cell = row.get("birth")
        found = DATE.match(reading.lower, *cell) if cell else None
        date = dated(reading, found) if found else None
        if date and EARLIEST <= date[1] <= 2100:
            yield date[0]


def find_passports_in_columns(reading: Reading) -> Spans:
    """Numbers below a heading for passports."""
    yield from _below(reading, "passport", PASSPORT)


def find_accounts_in_columns(reading: Reading) -> Spans:
    """Account numbers whose sort code stands in another column of their row."""
    for row in _rows(reading):
        sort, account = row.get("sort"), row.get("account")
        if not sort or not account or not SORT.fullmatch(reading.lower, *sort):
            continue
        if ACCOUNT.fullmatch(reading.lower, *account):
            yield account


def find_passwords_in_columns(reading: Reading) -> Spans:
    """Words that look like passwords below a heading for them."""
    for start, end in _below(reading, "password", SECRET):
        value = reading.text[start:end]
        if looks_random(value) and not is_placeholder(value):
            yield start, end


def _below(reading: Reading, heading: str, value: re.Pattern[str]) -> Spans:
    for row in _rows(reading):
        cell = row.get(heading)
        if cell and value.fullmatch(reading.lower, *cell):
            yield cell


@lru_cache(maxsize=1)  # four finders ask in turn
def _rows(reading: Reading) -> tuple[dict[str, Span], ...]:
    """The cells below known headings, row by row: {name of the heading: its cell}."""
    return tuple(_found_rows(reading)) if SIGNS.search(reading.lower) else ()


def _found_rows(reading: Reading) -> Iterator[dict[str, Span]]:
    sign, columns = "", dict[int, str]()
    at = tries = 0
    for line in reading.tabbed.split("\n"):
        start, at = at, at + len(line) + 1
        has_sign = SIGNS.search(reading.lower, start, at) and tries < MOST_TRIES
        tries += bool(has_sign)
        headed = _headings(reading, line, start) if has_sign else None
        if headed:
            sign, columns = headed
        elif columns:
            cells = _cells(line, start, sign)
            if len(cells) < 2:
                columns = {}
            yield {
                name: cells[place]
                for place, name in columns.items()
                if place < len(cells)
            }


def _headings(
    reading: Reading, line: str, start: int
) -> tuple[str, dict[int, str]] | None:
    """(separator, {column: heading}) of a line that is a row of headings, or None."""
    for sign in SEPARATORS:
        cells = _cells(line, start, sign)
        columns = {
            place: name
            for place, cell in enumerate(cells)
            for name, heading in HEADINGS.items()
            if cell[1] - cell[0] <= LONGEST_HEADING
            and heading.fullmatch(reading.lower, *cell)
        }
        if columns and len(cells) > 1:
            return sign, columns
    return None


def _cells(line: str, start: int, sign: str) -> Cells:
    """Where the cells of a line stand, without the spaces and quotes around them."""
    if sign in ",;" and '"' in line:
        pieces = _quoted_pieces(line, sign)
    else:
        pieces = line.split(sign, MOST_CELLS)
    cells, at = [], start
    for piece in pieces:
        bare = piece.strip(" \"'*")
        left = at + len(piece) - len(piece.lstrip(" \"'*"))
        cells.append((left, left + len(bare)))
        at += len(piece) + 1
    return cells


def _quoted_pieces(line: str, sign: str) -> list[str]:
    """The cells of a line in some of which a quoted separator stands."""
    pieces, piece = [], ""
    for part in line.split(sign, MOST_CELLS):
        piece = f"{piece}{sign}{part}" if piece else part
        if piece.count('"') % 2 == 0:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
