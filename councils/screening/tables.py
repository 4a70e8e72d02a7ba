"""Rows of cells below headings that tell what is in them.

A row between tabs, bars, semicolons or commas whose heading says "Date of birth" is
followed by rows that do not repeat it. What the cells hold is the finders' business.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from councils.screening.reading import Reading, Span

_WHOSE = r"(?:[\w'. -]{1,30}[ _-])?"
_NUMBER = r"(?:[ _-]?(?:no\.?|num(?:ber)?|nr|id|#))"
_PEOPLE = {
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
_DATE_WORD = (
    r"(?:dates?|dated|on|when|start(?:ed|s)?|end(?:ed|s)?|due|review(?:ed)?|raised|"
    r"issued?|expir(?:y|es|ed)|from|to|until|since|created|updated|joined|left|"
    r"appointed|completed?|signed|approved|deadline|renew(?:al|ed|s)?|opened|closed|"
    r"logged|received|trained|employed|meeting|attended|bought|installed|last|next|"
    r"week|month|year|period|commencing|day)"
)
_DATED = {"dated": re.compile(rf"{_WHOSE}{_DATE_WORD}(?:[ _-][\w'. -]{{1,30}})?")}


class Group(Enum):
    """Headings that are looked for together: {name: pattern}, and a quick sign of any.

    PEOPLE tell of people; DATED are the headings of dates that are no dates of birth.
    """

    PEOPLE = (
        _PEOPLE,
        re.compile(
            r"d\.? ?o\.? ?b|birth|passport|sort(?:ing)?[ _-]?code|"
            r"pass(?:code|word|phrase)|pwd"
        ),
    )
    DATED = (_DATED, re.compile(rf"(?<![a-z]){_DATE_WORD}(?![a-z])"))


SEPARATORS = "\t|;,"
LONGEST_HEADING = 60  # characters of a cell
MOST_CELLS = 200  # of a line
MOST_TRIES = 200  # lines of one text that are tried as headings

Row = list[tuple[str, Span]]


@lru_cache(maxsize=1)  # several finders ask in turn
def rows_below(reading: Reading) -> tuple[dict[str, Span], ...]:
    """The cells below headings of people, row by row: {name of the heading: cell}."""
    return tuple(dict(reversed(row)) for row in _rows(reading, Group.PEOPLE))


@lru_cache(maxsize=1)
def dates_below(reading: Reading) -> tuple[Span, ...]:
    """The cells below headings of dates that are no dates of birth, in order."""
    return tuple(cell for row in _rows(reading, Group.DATED) for _, cell in row)


def _rows(reading: Reading, group: Group) -> Iterator[Row]:
    if not group.value[1].search(reading.lower):
        return
    sign, columns = "", dict[int, str]()
    at = tries = 0
    for line in reading.tabbed.split("\n"):
        start, at = at, at + len(line) + 1
        has_sign = tries < MOST_TRIES and group.value[1].search(
            reading.lower, start, at
        )
        tries += bool(has_sign)
        headed = _headings(reading, line, start, group) if has_sign else None
        if headed:
            sign, columns = headed
        elif columns:
            cells = _cells(line, start, sign)
            if _ends_table(line, cells, sign):
                columns = {}
            yield [
                (name, cells[place])
                for place, name in columns.items()
                if place < len(cells)
            ]


def _ends_table(line: str, cells: list[Span], sign: str) -> bool:
    """Whether a line is no row of a table that has this separator, or one column."""
    if sign:
        return len(cells) < 2
    return not any(letter.isdigit() for letter in line)


def _headings(
    reading: Reading, line: str, start: int, group: Group
) -> tuple[str, dict[int, str]] | None:
    """(separator, {column: heading}) of a line that is a row of headings, or None.

    The separator is empty where the heading stands alone, above a column of its own.
    """
    if group is Group.DATED and any(letter.isdigit() for letter in line):
        return None
    for sign in SEPARATORS if group is Group.DATED else [*SEPARATORS, ""]:
        cells = _cells(line, start, sign)
        columns = {
            place: name
            for place, cell in enumerate(cells)
            for name, heading in group.value[0].items()
            if cell[1] - cell[0] <= LONGEST_HEADING
            and heading.fullmatch(reading.lower, *cell)
        }
        if columns and len(cells) > (sign != ""):
            return sign, columns
    return None


def _cells(line: str, start: int, sign: str) -> list[Span]:
    """Where the cells of a line stand, without the spaces and quotes around them."""
    if not sign:
        pieces = [line]
    elif sign in ",;" and '"' in line:
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
