"""A sort code with its account number, and the account number that holds both (IBAN).

Payment cards are `councils.screening.numbers`'.
"""

import re

from councils.screening.reading import Reading, Span, Spans

SORT_CODE = re.compile(
    r"[0-9](?<![\w.£$€-].)(?<!(?<!\d{8})/.)\d"
    r"(?P<gap>[- ./]?|--| - )\d\d(?P=gap)\d\d(?!\w|[-.]\d|[/,:]\d(?!\d{6,7}(?!\d)))"
)
ACCOUNT = re.compile(
    r"(?<![\w.£$€-])(?:\d{8}|\d{4} \d{4}|\d{3} \d{5}|\d{2} \d{2} \d{2} \d{2}"
    r"|\d{2}-\d{2}-\d{2}-\d{2}|\d{4}-\d{4}|\d{7})"
    r"(?!\w|[-.]\d|[/,:]\d(?!\d-?\d\d-?\d\d(?!\d)))"
)
REACH = 80  # characters between the two
LABEL_REACH = 28  # characters from a label to its number
SHORT_ACCOUNT = 7  # digits: a few banks' numbers lack one
SORT_WORD = re.compile(r"\bsort(?:ing)?[ _-]?code|\bs[/.]?c(?:ode)?\b|\bbank code")
SORT_LABEL = re.compile(
    r"(?:\bsort(?:ing)?[ _-]?code|\bs[/.]?c(?:ode)?\b|\bsort)[^\w\n]{0,4}"
    r"(?:no\b|number)?[^\w\n]{0,4}(?:is |of |was )?\Z"
)
ACCOUNT_WORD = re.compile(
    r"\baccount|\bacct?\b|\ba/c\b|\ba/n\b|\bbank|\bbacs\b|\bacc\b|\bdebit"
)
OTHER_LABEL = re.compile(
    r"\b(?:company|charity|registration|registered|order|invoice|reference|ref|case|"
    r"ticket|phone|tel|cost|ledger|version|part|uprn|po|serial|asset|urn|contract|"
    r"account code|transaction|cheque|permit|house|customer|gl|sic|vat|postcode|isbn)"
    r"[^\w\n]{0,3}(?:no\b|number|num|code|centre)?[^\w\n]{0,3}(?:is )?\Z"
)
BANK_WORD = re.compile(
    r"\bbank(?:ing)?\b(?! (?:holiday|statement|reconcil))|\bbacs\b|\ba/[cn]\b|"
    r"\b(?:debit|barclays|lloyds|hsbc|natwest|santander|nationwide|halifax|tsb|monzo|rbs|"
    r"starling|building society)\b"
)
PAY_WORD = re.compile(
    r"\b(?:pay|payee|refund|transfer)\b[^\d\n]{0,20}(?:\d{8}[^\w\n]{1,3})?\Z"
)
DATED = re.compile(r"\b(?:dates?|dated|on|issued)[^\w\n]{0,3}\Z")
JOINED = re.compile(r"[ ,/;:|&()\"'\n-]{0,4}(?:(?:</?t[dh]>){1,2}|and )?[ ]{0,2}")
ONLY_SORT_CODE = re.compile(
    r"[^\w\n]*(?:sort ?code|s/c)(?: no\.?| number)?[^\w\n]{1,4}[\d -]{6,8}[^\w\n]*"
)
ONLY_ACCOUNT = re.compile(
    r"[^\w\n]*(?:(?:bank )?account|a/c|acc)(?: no\.?| number)?[^\w\n]{1,4}[\d ]{7,10}"
    r"[^\w\n]*"
)
# ISO 13616 registry: signs of a number of the countries met most.
IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "no",
        16: "be",
        18: "dk fi nl",
        20: "at ee lt lu",
        21: "ch hr lv",
        22: "bg de gb ie",
        24: "cz es ro se sk",
        25: "pt",
        26: "tr",
        27: "fr gr it",
        28: "cy hu pl",
        31: "mt",
    }.items()
    for country in countries.split()
}
IBAN = re.compile(r"[0-9](?<=[a-z]{2}.)\d(?: ?[a-z0-9]){11,30}")


def find_accounts(reading: Reading) -> Spans:
    """Sort codes with an account number near them, in either order, and IBANs."""
    for sort in SORT_CODE.finditer(reading.text):
        account = _account_near(reading, sort)
        if account:
            yield min(sort.start(), account[0]), max(sort.end(), account[1])
    for found in IBAN.finditer(reading.lower):
        span = _iban(reading, found)
        if span:
            yield span


def _account_near(reading: Reading, sort: re.Match[str]) -> Span | None:
    """The account number nearest to a sort code, or None where there is none."""
    before = reading.before(sort.start(), REACH)
    start = sort.start() - len(before)
    end = sort.end() + len(reading.after(sort.end(), REACH))
    surely, joined = _what_is_asked(reading, sort, reading.lower[start:end])
    if not surely and not joined:
        return None
    best: Span | None = None
    for found in ACCOUNT.finditer(reading.text, start, end):
        span = found.span()
        if span[0] < sort.end() and span[1] > sort.start():
            continue
        if best is not None and _gap(sort, span) >= _gap(sort, best):
            continue
        if len(found[0]) == SHORT_ACCOUNT and not surely:
            continue
        is_near = surely or _are_joined(reading, sort.span(), span)
        if is_near and not OTHER_LABEL.search(reading.before(span[0], LABEL_REACH)):
            best = span
    return best or (_on_the_next_line(reading, sort) if surely else None)


def _gap(sort: re.Match[str], account: Span) -> int:
    return max(account[0] - sort.end(), sort.start() - account[1])


def _what_is_asked(
    reading: Reading, sort: re.Match[str], window: str
) -> tuple[bool, bool]:
    """Whether any account near will do, and else whether one that is joined to it does.

    It depends on the words around, and on whether the six digits look like a date.
    """
    before = reading.before(sort.start(), LABEL_REACH)
    if SORT_LABEL.search(before):
        return True, True
    if OTHER_LABEL.search(before) or DATED.search(before):
        return False, False
    has_account = bool(ACCOUNT_WORD.search(window))
    if has_account and SORT_WORD.search(window):
        return True, True
    if sort["gap"].strip() not in ("-", "--"):
        return False, has_account
    day, month = int(sort[0][:2]), int(sort[0].replace(" ", "").replace("--", "-")[3:5])
    may_be_date = 1 <= day <= 31 and 1 <= month <= 12
    has_pay = bool(PAY_WORD.search(before))
    if BANK_WORD.search(window) or ((has_account or has_pay) and not may_be_date):
        return True, True
    return False, has_account or has_pay or not may_be_date


def _are_joined(reading: Reading, sort: Span, account: Span) -> bool:
    """Whether nothing but signs stands between the two."""
    first, second = sorted((sort, account))
    return bool(JOINED.fullmatch(reading.lower[first[1] : second[0]]))


def _on_the_next_line(reading: Reading, sort: re.Match[str]) -> Span | None:
    """An account alone on its line, beside a sort code alone on its own."""
    here = reading.line_of(sort.start())
    starts = [*reading.line_starts, len(reading.lower) + 1]
    if not ONLY_SORT_CODE.fullmatch(
        reading.lower[starts[here] : starts[here + 1] - 1][:60]
    ):
        return None
    for line in (here + 1, here - 1):
        if 0 <= line < len(starts) - 1:
            piece = reading.lower[starts[line] : starts[line + 1] - 1][:60]
            if ONLY_ACCOUNT.fullmatch(piece):
                found = re.search(r"\d[\d ]*\d", piece)
                if found:
                    return starts[line] + found.start(), starts[line] + found.end()
    return None


def _iban(reading: Reading, found: re.Match[str]) -> Span | None:
    """The span of an IBAN whose check digits are true (ISO 13616), or None."""
    start = found.start() - 2
    if start > 0 and reading.lower[start - 1].isalnum():
        return None
    words = reading.lower[start : found.end()].split(" ")
    if reading.lower[found.end() : found.end() + 1].isalnum():
        words.pop()
    squashed = "".join(words)
    while len(squashed) >= 15:
        if len(squashed) <= 34:
            if len(squashed) != IBAN_LENGTHS.get(squashed[:2], len(squashed)):
                words.pop()
                squashed = "".join(words)
                continue
            turned = squashed[4:] + squashed[:4]
            if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:
                return start, start + len(" ".join(words))
        words.pop()
        squashed = "".join(words)
    return None
