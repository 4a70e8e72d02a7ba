"""Values that only the heading of their column explains, as in lists of people.

How headings and cells are found is `councils.screening.tables`'; what stands beside its
own label is the other modules' business.
"""

import re

from councils.screening.births import DATE, EARLIEST, dated
from councils.screening.passwords import is_placeholder, looks_random
from councils.screening.reading import Reading, Spans
from councils.screening.tables import rows_below

PASSPORT = re.compile(r"[a-z]{0,2}\d{6,9}[a-z]?")
SORT = re.compile(r"\d\d([- ]?)\d\d\1\d\d|\d{5}")  # five where a nought was lost
ACCOUNT = re.compile(r"\d{6,8}|\d{4}[ -]\d{4}")
SECRET = re.compile(r"\S{4,64}")


def find_births_in_columns(reading: Reading) -> Spans:
    """Dates below a heading for dates of birth."""
    for row in rows_below(reading):
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
    for row in rows_below(reading):
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
    for row in rows_below(reading):
        cell = row.get(heading)
        if cell and value.fullmatch(reading.lower, *cell):
            yield cell
