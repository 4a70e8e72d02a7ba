"""National Insurance numbers, NHS numbers and payment cards: numbers with a rule.

Accounts are `councils.screening.accounts`'; passports and licences `.documents`'.
"""

import re

from councils.screening.reading import Reading, Spans
from councils.screening.words import words

# Each begins with a digit: runs without any are passed over quickly.
NINO = re.compile(
    r"[0-9](?<!\d.)(?:(?: {0,2}\d){5} {0,2}"
    r"|\d(?P<sign>[-./])\d\d(?P=sign)\d\d(?P=sign)|\d{5}(?P<only>[-.]))"
    r"(?P<suffix>[a-d])(?![a-z0-9])"
)
NINO_NEAR_LABEL = re.compile(
    r"[0-9](?<!\d.)\d[ -]?\d\d[ -]?\d\d(?:[ -]?[a-d])?(?! ?[a-z0-9_-](?![a-z0-9]))"
    r"(?![a-z0-9_-])"
)
NINO_PREFIX = re.compile(
    r"(?<![a-z0-9])(?P<prefix>[abceghj-prstw-z][abceghj-nprstw-z])"
    r"(?P<gap> {0,2}|[-./])\Z"
)
NINO_LABEL = re.compile(
    r"(?:national insurance|\bnino|\bn\.?i\.?(?: no| num|#)|\bni:)"
    r"[ .]{0,2}(?:no\b|number|num)?[^a-z0-9]{0,4}(?:is |was |of )?\Z"
)
# HMRC, National Insurance Manual NIM39110: prefixes that are not given out.
UNUSED_PREFIXES = frozenset(["bg", "gb", "nk", "kn", "tn", "nt", "zz"])
SMALL_WORDS = words("small_words")

NHS_NUMBER = re.compile(
    r"[0-9](?<![\w#£$€].)\d\d(?P<gap> {0,2}|[-.])\d{3}(?P=gap)\d{4}(?!\w|[.:]\d)"
    r"(?![-/]\d(?!\d\d[ -]?\d{3}[ -]?\d{4}(?!\d)))"
)
NHS_OTHER_GROUPS = re.compile(r"[0-9](?<!\w.)(?:[ -]?\d){9}(?!\w|[-./:]\d)")
NHS_LABEL = re.compile(r"\b(?:nhs|chi)\b[^\d\n]{0,24}\Z")
NOT_NHS_LABEL = re.compile(
    r"\b(?:isbn(?:-10)?|utr|tax reference|timestamp|epoch|unix time|uprn|doi)\b"
    r"[^\d\n]{0,12}\Z"
)

CARD = re.compile(
    r"[2-6](?<![\d_£$€].)\d{2,3}"
    r"(?:(?:[ -]?\d){9,16}|(?:\d? - \d{4}){3}|(?:\d?\.\d{4}){3})(?!\w|[-.]\d)"
)
CARD_ISSUERS = re.compile(  # ISO/IEC 7812 ranges of the issuers met in Britain
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}"
    r"|(?:50\d\d|5[6-8]\d\d|6304|633[134]|67\d\d)\d{8,15}"
)
NOT_CARD_BEFORE = re.compile(
    r"[a-z0-9]-\Z|\d{4} \Z|(?<![a-z])\.\Z"
    r"|(?<=[a-z])(?<!visa)(?<!card)(?<!amex)(?<!pan)\Z"
)
NOT_CARD_LABEL = re.compile(
    r"\b(?:imei|mpan|mprn|iccid|ean|isbn|uprn)\b[^\d\n]{0,12}\Z"
)


def find_ninos(reading: Reading) -> Spans:
    """National Insurance numbers with a prefix and a suffix that HMRC gives out."""
    for found in NINO.finditer(reading.lower):
        prefix = _nino_prefix(reading, found.start())
        if not prefix:
            continue
        start = found.start() - len(prefix[0])
        sign = found["sign"] or found["only"] or ""
        is_alike = sign == prefix["gap"].strip()
        if is_alike and _is_no_phrase(reading, start, found.end(), prefix):
            yield start, found.end()
    if "ni" in reading.lower or "insurance" in reading.lower:
        for found in NINO_NEAR_LABEL.finditer(reading.lower):
            prefix = _nino_prefix(reading, found.start())
            start = found.start() - len(prefix[0]) if prefix else 0
            if prefix and NINO_LABEL.search(reading.before(start, 40)):
                yield start, found.end()


def _nino_prefix(reading: Reading, digits: int) -> re.Match[str] | None:
    """The two letters before a place, where HMRC gives them out."""
    prefix = NINO_PREFIX.search(reading.lower[max(0, digits - 5) : digits])
    return prefix if prefix and prefix["prefix"] not in UNUSED_PREFIXES else None


def _is_no_phrase(
    reading: Reading, start: int, end: int, prefix: re.Match[str]
) -> bool:
    """Tells a number from words around one, as in: by 250000 a year."""
    if prefix["prefix"] not in SMALL_WORDS or not prefix["gap"]:
        return True
    is_capital = reading.text[start : start + 2].isupper()
    return is_capital and reading.text[end - 1].isupper()


def find_nhs_numbers(reading: Reading) -> Spans:
    """Ten digits with a true check digit, grouped 3-3-4 or not at all."""
    text = reading.text
    last = -1  # where a number before this one ends
    for found in NHS_NUMBER.finditer(text):
        is_next = last == found.start() - 1
        if passes_nhs_check(found[0]) and _may_be_nhs(reading, found.start(), is_next):
            last = found.end()
            yield found.span()
    if "nhs" in reading.lower or "chi" in reading.lower:
        for found in NHS_OTHER_GROUPS.finditer(text):
            before = reading.before(found.start(), 40)
            if NHS_LABEL.search(before) and passes_nhs_check(found[0]):
                yield found.span()


def _may_be_nhs(reading: Reading, start: int, is_next: bool) -> bool:
    before = reading.lower[max(0, start - 2) : start]
    if re.fullmatch(r"[a-z0-9][-.+]|\d/", before) and not is_next:
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
    last = -1  # where a card before this one ends
    for found in CARD.finditer(reading.text):
        start = found.start()
        length = _card_length(found[0])
        if not length:
            continue
        before = reading.before(start, 10)
        if last != start - 1 and NOT_CARD_BEFORE.search(before):
            continue
        if not NOT_CARD_LABEL.search(reading.before(start, 32)):
            last = start + length
            yield start, last


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
