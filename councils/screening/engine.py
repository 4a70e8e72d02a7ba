"""Screens a text: runs the patterns of every kind and keeps one finding for each place.

It finds patterns, not names, and knows nothing of records: see docs/how-to.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping

from councils.screening.accounts import find_accounts
from councils.screening.addresses import find_addresses
from councils.screening.births import find_births
from councils.screening.columns import (
    find_accounts_in_columns,
    find_births_in_columns,
    find_passports_in_columns,
    find_passwords_in_columns,
)
from councils.screening.contacts import find_emails, find_phones
from councils.screening.credentials import find_credentials
from councils.screening.documents import find_driving_licences, find_passports
from councils.screening.findings import Finding, FindingKind
from councils.screening.markings import find_markings
from councils.screening.numbers import find_cards, find_nhs_numbers, find_ninos
from councils.screening.reading import Reading, Span, Spans

# The most telling first: where two findings overlap, the later kind gives way.
FINDERS: tuple[tuple[FindingKind, Callable[[Reading], Spans]], ...] = (
    (FindingKind.CREDENTIAL, find_credentials),
    (FindingKind.MARKING, find_markings),
    (FindingKind.DRIVING_LICENCE, find_driving_licences),
    (FindingKind.PASSPORT, find_passports),
    (FindingKind.NINO, find_ninos),
    (FindingKind.PAYMENT_CARD, find_cards),
    (FindingKind.BANK_ACCOUNT, find_accounts),
    (FindingKind.DATE_OF_BIRTH, find_births),
    (FindingKind.PASSPORT, find_passports_in_columns),
    (FindingKind.BANK_ACCOUNT, find_accounts_in_columns),
    (FindingKind.DATE_OF_BIRTH, find_births_in_columns),
    (FindingKind.CREDENTIAL, find_passwords_in_columns),
    (FindingKind.PHONE, find_phones),
    (FindingKind.NHS_NUMBER, find_nhs_numbers),
    (FindingKind.ADDRESS, find_addresses),
)
# Numbers of one cell: those of cells beside each other make one by chance.
ONE_CELL = {
    FindingKind.NINO,
    FindingKind.PAYMENT_CARD,
    FindingKind.PHONE,
    FindingKind.NHS_NUMBER,
}
# Text with none of these holds no finding of any kind.
WORTH_READING = re.compile(
    r"[\d@<]|[^\x00-\x7f]|(?i:pass|pwd|\bpw|secret|sensitive|key|token|bearer|basic"
    r"|cred|log-?in|off-?sen|O-S|\[at\]|\(at\))"
)


def screen(text: str, role_mailboxes: Collection[str]) -> list[Finding]:
    """What a text holds that should not be shared: in order, never overlapping.

    `role_mailboxes` are the words that mailboxes of teams are named by.
    """
    if not WORTH_READING.search(text):
        return []
    reading = Reading(text)
    kept = _Kept()
    for kind, find in FINDERS:
        spans = find(reading)
        kept.add(kind, _in_one_cell(reading, spans) if kind in ONE_CELL else spans)
    kept.add(FindingKind.EMAIL, find_emails(reading, role_mailboxes))
    return [_finding(reading, span, kept.kinds[span]) for span in kept.spans]


def screen_fields(
    texts: Mapping[str, str], role_mailboxes: Collection[str]
) -> dict[str, list[Finding]]:
    """{field code: findings} of those fields whose text holds any."""
    found = {code: screen(text, role_mailboxes) for code, text in texts.items()}
    return {code: findings for code, findings in found.items() if findings}


class _Kept:
    """Spans in order, none of which overlap."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.kinds: dict[Span, FindingKind] = {}

    def add(self, kind: FindingKind, spans: Spans) -> None:
        """Keep those that overlap none that is kept already."""
        for span in spans:
            place = bisect_left(self.spans, span)
            follows = place < len(self.spans) and self.spans[place][0] < span[1]
            precedes = place > 0 and self.spans[place - 1][1] > span[0]
            if not follows and not precedes:
                self.spans.insert(place, span)
                self.kinds[span] = kind


def _in_one_cell(reading: Reading, spans: Spans) -> Spans:
    return (span for span in spans if "\t" not in reading.tabbed[slice(*span)])


def _finding(reading: Reading, span: Span, kind: FindingKind) -> Finding:
    line = reading.line_of(span[0])
    before = reading.line_starts[line] - 1  # where the line before this one ends
    line_start = reading.place_in_original(before) + 1 if line else 0
    first_line_end = reading.text.find("\n", span[0], span[1])
    last = span[1] if first_line_end < 0 else first_line_end
    start = reading.place_in_original(span[0])
    text = reading.original[start : reading.place_in_original(last - 1) + 1]
    text = text.rstrip()
    return Finding(
        line=line + 1,
        start=start - line_start,
        end=start - line_start + len(text),
        kind=kind,
        text=text,
    )
