"""Lists as comma-separated values that a spreadsheet opens without running anything.

Which rows and columns a list has is said where it is offered.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # so that Excel reads it as UTF-8


class _Line:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The column names and then each row, a line at a time."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + str(writer.writerow(list(names)))
    for row in rows:
        yield str(writer.writerow([cell(value) for value in row]))


def cell(value: Any) -> str:
    """Plain text that a spreadsheet will not run as a formula."""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
