"""Protective markings: OFFICIAL-SENSITIVE, SECRET and above.

Government Security Classifications Policy, Cabinet Office; the words in prose are left.
"""

import re

from councils.screening.reading import Reading, Spans
from councils.screening.words import words

DESCRIPTOR = (
    r"(?:PERSONAL(?: DATA)?|COMMERCIAL|LOCSEN|LOCALLY SENSITIVE|MARKET SENSITIVE|LEGAL|"
    r"HR|ORGCON|RECIPIENTS ONLY|RECIPIENTSONLY|UK EYES ONLY|MEDICAL|"
    r"INVESTIGATION|STAFF|"
    r"POLICY|MANAGEMENT|LP|DATA|PROTECT)"
)
AND_DESCRIPTOR = rf"(?![A-Za-z])(?: ?[-:/\[(]{{1,2}} ?{DESCRIPTOR}\b[\])]?)?"
# Each begins with plain letters: a search for those is the fastest there is.
SENSITIVE = tuple(
    re.compile(form + AND_DESCRIPTOR)
    for form in (
        r"OFFICIAL[ ]{0,2}[-:/_,]{0,2}[ ]{0,2}[(\[]?(?:SENSITIVE|Sensitive)\)?",
        r"Official(?:[-:/]{1,2}(?:[Ss]ensitive|SENSITIVE)| ?[-:/]{1,2} ?Sensitive"
        r"| Sensitive| ?[-:/]{1,2} ?sensitive(?! [a-z]))",
        r"official[-:]sensitive",
        r"OFF-?SEN",
        r"O-S",
    )
)
SECRET = re.compile(
    r"SECRET(?![\w=])"
    r"(?:(?: ?- ?| ?//? ?| ?\[| ?: ?| )(?:UK EYES ONLY|STRAP ?\d?|ATOMIC|US EYES ONLY|"
    r"PERSONAL|COMMERCIAL|EYES ONLY|LOCSEN|NOFORN|UK|MEDICAL)\b\]?)?"
)
HIGHER = re.compile(r"(?:\b(?:UK|NATO|COSMIC|EU|US) )?(?:\bTOP[ -]{1,2})?\Z")
NO_MARKING_BEFORE = re.compile(r"[\w/.=$\"'-]\Z")
QUOTE_BEFORE = re.compile(r"(?:^|[\s(\[])[\"']\Z")
LABELLED = re.compile(r"(?:secret|official[ -:]{0,3}sensitive)(?!\w)")
NO_MARKING_AFTER = re.compile(
    r"[ -](?:scanning|rotation|stores?|managers?|names?|santa|key|ballot|shopper|"
    r"garden|recipe|weapon|sauce|ingredient)"
)
LABEL = re.compile(
    r"\b(?:(?:security |protective |government )?(?:classification|classified|marking|"
    r"marked)|gsc|handling)(?: level| as| is| at| of)?[^\w\n]{0,4}"
    r"(?:as |is )?(?:uk )?(?P<top>(?:top[ -])?)\Z"
)
CAPITAL_BEFORE = re.compile(r"(?P<word>[A-Z][A-Z'&/]+)[ :]{1,2}\Z")
CAPITAL_AFTER = re.compile(r" (?P<word>[A-Z][A-Z']+)\b|[_(]|: ?[^\s:]*\d|-[A-Z]")
MAY_STAND_BEFORE = words("may_stand_before")
MAY_STAND_AFTER = words("may_stand_after")


def find_markings(reading: Reading) -> Spans:
    """Markings in capitals, or in any letters after a word for marking."""
    text = reading.text
    for pattern in SENSITIVE:
        for found in pattern.finditer(text):
            if not text[max(0, found.start() - 1) : found.start()].isalpha():
                yield found.span()
    for found in SECRET.finditer(text):
        before = text[max(0, found.start() - 14) : found.start()]
        higher = HIGHER.search(before)
        start = found.start() - len(higher[0] if higher else "")
        if _is_marking(text, start, found.end()):
            yield start, found.end()
    if "mark" in reading.lower or "classif" in reading.lower or "gsc" in reading.lower:
        yield from _labelled(reading)


def _labelled(reading: Reading) -> Spans:
    """Markings in any letters: Classification: Secret."""
    for word in ("secret", "official"):
        place = reading.lower.find(word)
        while place >= 0:
            found = LABELLED.match(reading.lower, place)
            label = LABEL.search(reading.before(place, 48)) if found else None
            if (
                found
                and label
                and not NO_MARKING_AFTER.match(reading.lower, found.end())
            ):
                yield label.start("top") - label.end() + place, found.end()
            place = reading.lower.find(word, place + 1)


def _is_marking(text: str, start: int, end: int) -> bool:
    """Tells a marking from capitals in a heading, such as SECRET SANTA."""
    if NO_MARKING_AFTER.match(text, end):
        return False
    after = CAPITAL_AFTER.match(text, end)
    if after and after["word"] not in MAY_STAND_AFTER:
        return False
    before = text[max(0, start - 20) : start]
    if NO_MARKING_BEFORE.search(before) and not QUOTE_BEFORE.search(before):
        return False
    capital = CAPITAL_BEFORE.search(before)
    return not capital or capital["word"] in MAY_STAND_BEFORE
