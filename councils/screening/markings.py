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
SENSITIVE = re.compile(
    r"(?<![A-Za-z])(?:OFFICIAL[ ]{0,2}[-:/_,]{0,2}[ ]{0,2}\(?(?:SENSITIVE|Sensitive)\)?"
    r"|Official ?[-:/]{1,2} ?[Ss]ensitive|Official Sensitive|official-sensitive"
    r"|official:sensitive|OFF-?SEN|O-S\b)(?![A-Za-z])"
    rf"(?: ?[-:/\[(]{{1,2}} ?{DESCRIPTOR}\b[\])]?)?"
)
SECRET = re.compile(
    r"(?<![\w/.=$\"'-])(?:(?:UK|NATO|COSMIC|EU|US) )?(?:TOP[ -]{1,2})?SECRET(?![\w=])"
    r"(?:(?: ?- ?| ?//? ?| ?\[| ?: ?| )(?:UK EYES ONLY|STRAP ?\d?|ATOMIC|US EYES ONLY|"
    r"PERSONAL|COMMERCIAL|EYES ONLY|LOCSEN|NOFORN|UK|MEDICAL)\b\]?)?"
)
LABELLED = re.compile(
    r"\b(?:(?:security |protective |government )?(?:classification|classified|marking|"
    r"marked)|gsc|handling)(?: level| as| is| at| of)?[^\w\n]{0,4}"
    r"(?:as |is )?(?:uk )?(?P<word>(?:top[ -])?secret|official[ -:]{0,3}sensitive)"
    r"\b(?![ -](?:santa|key|ballot|shopper|garden|recipe|weapon|sauce|ingredient|s\b))"
)
CAPITAL_BEFORE = re.compile(r"(?P<word>[A-Z][A-Z'&/]+)[ :]{1,2}\Z")
CAPITAL_AFTER = re.compile(r" (?P<word>[A-Z][A-Z']+)\b|[_(]|: ?[^\s:]*\d|-[A-Z]")
MAY_STAND_BEFORE = words("may_stand_before")
MAY_STAND_AFTER = words("may_stand_after")


def find_markings(reading: Reading) -> Spans:
    """Markings in capitals, or in any letters after a word for marking."""
    text, lower = reading.text, reading.lower
    has_secret = "secret" in lower
    if "official" in lower or "off" in lower or "O-S" in text:
        for found in SENSITIVE.finditer(text):
            yield found.span()
    if has_secret:
        for found in SECRET.finditer(text):
            if _is_marking(text, found):
                yield found.span()
    if has_secret or "sensitive" in lower:
        for found in LABELLED.finditer(lower):
            yield found.span("word")


def _is_marking(text: str, found: re.Match[str]) -> bool:
    """Tells a marking from capitals in a heading, such as SECRET SANTA."""
    after = CAPITAL_AFTER.match(text, found.end())
    if after and after["word"] not in MAY_STAND_AFTER:
        return False
    before = CAPITAL_BEFORE.search(text[max(0, found.start() - 20) : found.start()])
    return not before or before["word"] in MAY_STAND_BEFORE
