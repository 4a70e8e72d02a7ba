"""National Insurance numbers, NHS numbers and payment cards: numbers with a rule.

Accounts are `councils.screening.accounts`'; passports and licences `.documents`'.
"""

import re

from councils.screening.reading import Reading, Spans
from councils.screening.words import words

NINO = re.compile(
    r"(?<![a-z0-9])(?P<prefix>[abceghj-prstw-z][abceghj-nprstw-z])"
    r"(?P<digits>(?: {0,2}\d){6}) {0,2}(?P<suffix>[a-d])(?![a-z0-9_])"
    r"|(?<![a-z0-9])(?P<prefix_joined>[abceghj-prstw-z][abceghj-nprstw-z])"
    r"(?P<sign>[-./])\d\d(?P=sign)\d\d(?P=sign)\d\d(?P=sign)[a-d](?![a-z0-9_])"
)
NINO_NEAR_LABEL = re.compile(
    r"(?<![a-z0-9])(?P<prefix>[abceghj-prstw-z][abceghj-nprstw-z])[ -]?"
    r"\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[a-d])?(?![a-z0-9_-])"
)
NINO_LABEL = re.compile(
    r"(?:national insurance|\bnino|\bn\.?i\.?(?: no| num|#)|\bni:)"
    r"[ .]{0,2}(?:no\b|number|num)?[^a-z0-9]{0,4}(?:is |was |of )?\Z"
)
# HMRC, National Insurance Manual NIM39110: prefixes that are not given out.
UNUSED_PREFIXES = frozenset(["bg", "gb", "nk", "kn", "tn", "nt", "zz"])
SMALL_WORDS = words("small_words")

NHS_NUMBER = re.compile(
    r"(?<![\w#£$€])\d{3}(?P<gap> {0,2}|[-.])\d{3}(?P=gap)\d{4}(?!\w|[-./:,]\d)"
)
NHS_OTHER_GROUPS = re.compile(r"(?<!\w)\d(?:[ -]?\d){9}(?!\w|[-./:,]\d)")
NHS_LABEL = re.compile(r"\b(?:nhs|chi)\b[^\d\n]{0,24}\Z")
NOT_NHS_LABEL = re.compile(
    r"\b(?:isbn(?:-10)?|utr|tax reference|timestamp|epoch|unix time|uprn|doi)\b"
    r"[^\d\n]{0,12}\Z"
)

CARD = re.compile(r"(?<![\w#£$€.])[2-6]\d{2,3}(?:[ -]?\d){9,16}(?!\w|[-.]\d)")
CARD_ISSUERS = re.compile(  # ISO/IEC 7812 ranges of the issuers met in Britain
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}"
    r"|(?:50\d\d|5[6-8]\d\d|6304|6759|676[1-3])\d{8,15}"
)
NOT_CARD_LABEL = re.compile(
    r"\b(?:imei|mpan|mprn|iccid|ean|isbn|uprn)\b[^\d\n]{0,12}\Z"
)


def find_ninos(reading: Reading) -> Spans:
    """National Insurance numbers with a prefix and a suffix that HMRC gives out."""
    for found in NINO.finditer(reading.lower):
        prefix = found["prefix"] or found["prefix_joined"]
        if prefix not in UNUSED_PREFIXES and _is_no_phrase(reading, found, prefix):
            yield found.span()
    if "ni" in reading.lower or "insurance" in reading.lower:
        for found in NINO_NEAR_LABEL.finditer(reading.lower):
            before = reading.before(found.start(), 40)
            if found["prefix"] not in UNUSED_PREFIXES and NINO_LABEL.search(before):
                yield found.span()


def _is_no_phrase(reading: Reading, found: re.Match[str], prefix: str) -> bool:
    """Tells a number from words around one, as in: by 250000 a year."""
    if prefix not in SMALL_WORDS or not found["digits"]:
        return True
    if reading.text[found.start() : found.start() + 2].isupper():
        return reading.text[found.end() - 1].isupper()
    return not found["digits"].startswith(" ")


def find_nhs_numbers(reading: Reading) -> Spans:
    """Ten digits with a true check digit, grouped 3-3-4 or not at all."""
    text = reading.text
    for found in NHS_NUMBER.finditer(text):
        if passes_nhs_check(found[0]) and _may_be_nhs(reading, found.start()):
            yield found.span()
    if "nhs" in reading.lower or "chi" in reading.lower:
        for found in NHS_OTHER_GROUPS.finditer(text):
            before = reading.before(found.start(), 40)
            if NHS_LABEL.search(before) and passes_nhs_check(found[0]):
                yield found.span()


def _may_be_nhs(reading: Reading, start: int) -> bool:
    before = reading.lower[max(0, start - 2) : start]
    if before[-1:] and before[-1] in "-/.+" and before[:1].isalnum():
        return False
    if before[-1:] == "+" or NOT_NHS_LABEL.search(reading.before(start, 32)):
        return False
    # None begins with 0 but Scotland's, which are then called by a name of their own.
    is_named = NHS_LABEL.search(reading.before(start, 40))
    return reading.lower[start] != "0" or bool(is_named)


def passes_nhs_check(number: str) -> bool:
    """Modulus 11 as in the NHS Data Dictionary, entry "NHS number"."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    if len(set(digits)) == 1:
        return False
    weighed = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    return (weighed + digits[9]) % 11 == 0


def find_cards(reading: Reading) -> Spans:
    """13 to 19 digits of a known issuer whose Luhn check is true."""
    for found in CARD.finditer(reading.text):
        length = _card_length(found[0])
        if not length:
            continue
        if re.search(r"[a-z0-9]-\Z|\d{4} \Z", reading.before(found.start(), 5)):
            continue
        if not NOT_CARD_LABEL.search(reading.before(found.start(), 32)):
            yield found.start(), found.start() + length


def _card_length(text: str) -> int:
    """How much of a text is a card's number, less what may follow one; or 0."""
    while text:
        digits = re.sub(r"\D", "", text)
        if CARD_ISSUERS.fullmatch(digits) and passes_luhn(digits):
            return len(text)
        text = text[: max(text.rfind(" "), 0)]
    return 0


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
