"""Reads a workbook's styles for the one thing that text needs: which numbers are dates.

Built-in formats are those of ECMA-376 part 1, 18.8.30 (5th edition, 2016).
"""

import re
from datetime import date, timedelta

from resources.inspection.markup import Ignore
from resources.inspection.parts import Parts

MOST_STYLES = 66_000  # of cells; Excel itself keeps 65,490
_BUILT_IN = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_BESIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # no sign of a code
_EPOCH = date(1899, 12, 30)  # day 0, since Excel takes 1900 for a leap year
_EPOCH_1904 = date(1904, 1, 1)  # day 0 of workbooks from older Macs
_LAST_DAY = 2_958_465  # 31 December 9999


class DateStyles(Ignore):
    """`found` are the numbers of the cell styles that show a number as a date."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._codes: set[str] = set()
        self._in_cells = False
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            code = _BESIDE.sub("", attributes.get("formatCode", "")).lower()
            if "y" in code or "d" in code:
                self._codes.add(attributes.get("numFmtId", ""))
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "")
            is_built_in = number.isdecimal() and int(number[:9]) in _BUILT_IN
            is_date = is_built_in or number in self._codes
            if is_date and self._count < MOST_STYLES:
                self.found.add(str(self._count))
            self._count += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


def date_styles(parts: Parts) -> set[str]:
    """The styles of a workbook's cells that show dates."""
    styles = DateStyles()
    for name in parts.of_type("spreadsheetml.styles+xml"):
        parts.walk(name, styles)
    return styles.found


def as_date(number: str, *, is_1904: bool) -> str:
    """A day number as people here write it, 12/03/1984; as it is where it is none."""
    whole = number.partition(".")[0]
    if not whole.isdecimal() or not 1 <= int(whole[:9]) <= _LAST_DAY:
        return number
    day = int(whole[:9])
    try:
        return f"{(_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(day):%d/%m/%Y}"
    except OverflowError:
        return number
