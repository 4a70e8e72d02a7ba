"""Passport numbers, with the lines a machine reads, and driving licence numbers.

Other numbers with a rule are `councils.screening.numbers`'.
"""

import re

from councils.screening.reading import Reading, Spans

PASSPORT_NUMBER = re.compile(
    r"[0-9](?:(?<![\w£$€./-].)|(?<=no\..))"
    r"(?:\d{8}|\d\d[ -]\d{3}[ -]\d{3}|\d{3} \d{5}|\d{4} \d{4}|\d\d \d\d \d\d \d\d)"
    r"(?!\w|[-/.]\d| \d)"
)
# Letters among the digits, as Germany's are: after the word and "number" only.
MIXED_NUMBER = re.compile(
    r"passport[ _-]?(?:no\.?|num(?:ber)?|nr|id)[^a-z0-9\n]{1,4}(?:is )?"
    r"(?P<value>(?=[a-z]{0,8}\d(?:[a-z]{0,6}\d){2})[a-z0-9]{6,10})(?![a-z0-9])"
)
OTHER_PASSPORT = re.compile(
    r"\b(?:skills|assets?|data|building|renovation|materials?|product|battery|learning|"
    r"health|vaccine|pet|housing|tenant|planning|hospital|communication|leisure|career|"
    r"training|immunity|covid|uniform|bus) \Z"
)
DIRECTLY = re.compile(r"\bpassport[^\w\n]{1,4}\Z")
GSS_CODE = re.compile(r"[enws]\d{8}(?!\d)")
LETTERED_NUMBER = re.compile(r"[0-9](?<=[a-z ].)\d{6,7}(?![a-z0-9]|[-/.]\d)")
LETTERS_BEFORE = re.compile(r"(?<![a-z0-9])[a-z]{1,2} ?\Z")
PASSPORT_BEFORE = re.compile(
    r"\bpassports?(?:number|num|nr|no|id)?(?![a-z])(?P<gap>[^\n]{0,48})\Z"
)
PASSPORT_AFTER = re.compile(
    r"(?P<gap>[^\w\n.;]{1,3}[^\n.;]{0,24}?)\bpassport\b(?P<next>.{0,14})"
)
NOT_PASSPORT = re.compile(
    r"\b(?:application|reference|ref|case|office|fee|order|form|company|invoice|project|"
    r"ticket|photo|skills|phone|tel|call|receipt|tracking|uprn|companies|contract|"
    r"wards?|lsoa|msoa|gss|customers?|nhs|account|charity|version|booking|licence|scheme|project|learners)\b"
)
# ICAO Doc 9303, part 4: two lines of 44 signs, the first opening with P.
MRZ_FIRST = re.compile(r"(?<![a-z0-9<])p[<a-z][a-z]{3}[a-z]{1,30}+<{1,2}[a-z<]{2,39}+")
MRZ_SECOND = re.compile(
    r"(?<![a-z0-9<])[a-z0-9]{6,9}<{0,3}\d[a-z]{3}\d{7}[mfx<]\d{7}[a-z0-9<]{2,16}+"
    r"(?![a-z0-9<])"
)

# DVLA: surname padded with 9, decade, month (50 more for a woman), day, year, initials
# padded with 9, and three signs that tell like-named holders apart.
LICENCE_MIDDLE = re.compile(
    r"[0-9](?P<month>[0156]\d) ?(?P<day>[0-3]\d)\d"
    r" ?[a-z9][a-z9] ?[a-z0-9][a-z]{2}"
    r"(?![a-z0-9])(?: ?\d{2}(?![\w]))?"
)
LICENCE_SURNAME = re.compile(r"(?<![a-z0-9])[a-z][a-z]{0,4}9{0,4} ?\Z")
LICENCE_LENGTH = 5  # letters of the surname's part
SHORT_LICENCE = re.compile(r"[0-9](?<![\w£$€.#/-].)\d{7}(?![\w]|[-/.]\d)")
SHORT_LABEL = re.compile(
    r"\b(?:driving|driver'?s?|dva|dvla)[ -](?:licen[cs]e|no\b|number)[^\d\n;]{0,32}\Z"
)


def find_passports(reading: Reading) -> Spans:
    """Passport numbers beside the word, and the lines that a machine reads."""
    lower = reading.lower
    if "passport" in lower:
        for found in PASSPORT_NUMBER.finditer(lower):
            if _is_passport(reading, *found.span()):
                yield found.span()
        yield from _lettered_passports(reading)
        for found in MIXED_NUMBER.finditer(lower):
            yield found.span("value")
    if "<<" in lower:
        for pattern in (MRZ_FIRST, MRZ_SECOND):
            for found in pattern.finditer(lower):
                if "<<" in found[0]:
                    yield found.span()


def _lettered_passports(reading: Reading) -> Spans:
    """Numbers that begin with letters; a code of a ward only right after the word."""
    for found in LETTERED_NUMBER.finditer(reading.lower):
        letters = LETTERS_BEFORE.search(reading.before(found.start(), 4))
        if not letters or letters[0].strip() == "no":
            continue
        start = found.start() - len(letters[0])
        is_code = GSS_CODE.match(reading.lower, start)
        if is_code and not DIRECTLY.search(reading.before(start, 16)):
            continue
        if _is_passport(reading, start, found.end()):
            yield start, found.end()


def _is_passport(reading: Reading, start: int, end: int) -> bool:
    before = PASSPORT_BEFORE.search(reading.before(start, 60))
    if before:
        if OTHER_PASSPORT.search(reading.before(start, 72)[: -len(before[0])]):
            return False
        gap = before["gap"]
        return not NOT_PASSPORT.search(gap) and not re.search(r"[a-z]{4}\. ", gap)
    after = PASSPORT_AFTER.match(reading.after(end, 50))
    if not after or NOT_PASSPORT.search(reading.before(start, 16)):
        return False
    return not NOT_PASSPORT.search(after["gap"]) and not NOT_PASSPORT.search(
        after["next"]
    )


def find_driving_licences(reading: Reading) -> Spans:
    """Great Britain's 16 signs in their shape; Northern Ireland's 8 beside the word."""
    lower = reading.lower
    for found in LICENCE_MIDDLE.finditer(lower):
        surname = lower[max(0, found.start() - LICENCE_LENGTH - 2) : found.start()]
        padded = LICENCE_SURNAME.search(surname)
        if padded and len(padded[0].rstrip()) == LICENCE_LENGTH and _is_day(found):
            yield found.start() - len(padded[0]), found.end()
    if "licen" in lower or "driver" in lower:
        for found in SHORT_LICENCE.finditer(lower):
            if SHORT_LABEL.search(reading.before(found.start(), 60)):
                yield found.span()


def _is_day(found: re.Match[str]) -> bool:
    month, day = int(found["month"]), int(found["day"])
    return 1 <= month % 50 <= 12 and 1 <= day <= 31
