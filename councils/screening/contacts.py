"""E-mail addresses of persons and phone numbers.

Which mailboxes are a team's is told by `councils.screening.mailboxes`.
"""

import re
from collections.abc import Collection

from councils.screening.labels import names_another_number
from councils.screening.mailboxes import is_role_mailbox
from councils.screening.numbers import passes_nhs_check
from councils.screening.reading import Reading, Span, Spans
from councils.screening.words import words

LONGEST_LOCAL_PART = 64  # characters: RFC 5321, section 4.5.3.1.1
LOCAL_SIGNS = frozenset("._%+'-&")
# No possessive groups: Python before 3.11.5 takes a dot too many (gh-106052).
DOMAIN = re.compile(r"[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){1,8}")
FILE_ENDINGS = words("file_endings")
SPELT_AT = re.compile(r"[\[({] ?at ?[\])}] ?")
SPELT_LOCAL = re.compile(r"[a-z0-9._+'-]{1,64}(?= ?\Z)")
SPELT_DOMAIN = re.compile(
    r"[a-z0-9-]{1,63}(?:(?:\.| ?[\[({] ?dot ?[\])}] ?)[a-z0-9-]{1,63}){1,8}"
)

JOIN = r"[ ().\-]{0,3}"
TRUNK = r"\)?[ .\-]{0,2}(?:\(0\)|0)?"
BRITISH = re.compile(
    rf"(?P<lead>\((?:(?:\+|00) ?44{TRUNK}|0\)?)|\+ ?44{TRUNK}|0(?:0 ?44{TRUNK}|\))?"
    rf"|44(?= ?7))(?P<rest>{JOIN}[1-9](?:{JOIN}\d){{8,9}})(?!\d)"
)
NO_NUMBER_BEFORE = re.compile(r"[\w£$€]")
GLUED_LABEL = re.compile(r"(?<![a-z0-9])(?:tel|telephone|phone|ph|mob|mobile|fax)\Z")
NATIONAL = re.compile(  # Ofcom, National Telephone Numbering Plan
    r"1[1-9]\d{8}|2[03489]\d{8}|3[0347]\d{8}|5[56]\d{8}|7\d{9}"
    # The few areas whose numbers lack a digit.
    r"|1(?:2(?:04|08|54|76|97|98)|3(?:63|64|84|86)|4(?:04|20|60|61|80|88)"
    r"|5(?:24|27|62|66)|6(?:06|29|35|47|59|95|97)|7(?:26|44|50|68)|8(?:27|37|84)"
    r"|9(?:00|05|35|46|49|63|95))\d{5}"
    r"|80[08]\d{6,7}|8[47]\d{8}|9[018]\d{8}"
)
SHORT_FREE = re.compile(r"0(?<![\w#£$€.-].)(?:800 ?11 ?11|845 ?46 ?4\d)(?![\w-])")
FOREIGN = re.compile(
    r"(?:\+(?<![\w.].)(?! ?44)[1-9]\d{0,2}|0(?<![\w.].)0(?!44)[1-9]\d{0,2}[ -])"
    r"(?:[ .\-()]{0,2}\d){6,12}(?!\d)"
)
AMERICAN = re.compile(r"[0-9](?<![\w#£$€].)\d\d\)?[ .\-]{1,2}\d{3}[ .\-]\d{4}(?![\w-])")
DECIMAL = re.compile(r"\+\d{1,3}\.\d{3,}(?: ?-.*)?\Z")
LOCAL_NUMBER = re.compile(
    r"[0-9](?<![\w#£$€.,/-].)\d\d(?:[ -]?\d{3,4})(?![\w-]|[.,/:]\d)"
)
LOCAL_LABEL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|fax|landline)"
    r"(?: no\.?| number| num)?(?P<mark>[:.]?) {0,2}(?:is |on )?\Z"
)
AMERICAN_LABEL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|fax|call|ring|dial|whatsapp)\b[^\d\n]*\Z"
)
EXTENSION = re.compile(r",? {0,2}(?:x|ext\.?|extn\.?|extension) ?:? ?\d{1,6}(?!\w)")
EXTENSION_ALONE = re.compile(r"ext(?:n|ension)?\.? ?:? ?\d{3,6}(?![\w-])")
CALLED = re.compile(
    r"\b(?:call|ring|phone|dial|tel|telephone|speak|reach|contact)\b[^.\n]*\Z"
)


def find_emails(reading: Reading, role_mailboxes: Collection[str]) -> Spans:
    """Addresses whose part before the @ names no team or task."""
    lower = reading.lower
    at = lower.find("@")
    while at >= 0:
        local_start = _local_start(lower, at)
        found = DOMAIN.match(lower, at + 1) if local_start < at else None
        end = _domain_end(found) if found else 0
        is_handle = lower[max(0, local_start - 2) : local_start].endswith(("@", "//"))
        is_person = end > 0 and not is_handle
        local_part, domain = lower[local_start:at], lower[at + 1 : end]
        if is_person and not is_role_mailbox(local_part, role_mailboxes, domain):
            yield local_start, end
        at = lower.find("@", at + 1)
    if "at" in lower:
        yield from _spelt_out(reading, role_mailboxes)


def _local_start(lower: str, at: int) -> int:
    start = at
    while start > 0 and at - start < LONGEST_LOCAL_PART:
        sign = lower[start - 1]
        if not sign.isalnum() and sign not in LOCAL_SIGNS:
            break
        start -= 1
    while start < at and not lower[start].isalnum():
        start += 1
    return start


def _domain_end(found: re.Match[str]) -> int:
    """Where the domain ends, or 0 where it is none, as in logo@2x.png."""
    last = found[0].rpartition(".")[2].rstrip("-")
    if len(last) < 2 or not last.isalpha() or last in FILE_ENDINGS:
        return 0
    return found.start() + len(found[0].rstrip("-"))


def _spelt_out(reading: Reading, role_mailboxes: Collection[str]) -> Spans:
    """Addresses written jane [at] example [dot] com."""
    for at in SPELT_AT.finditer(reading.lower):
        window = max(0, at.start() - LONGEST_LOCAL_PART)
        local = SPELT_LOCAL.search(reading.lower[window : at.start()])
        domain = SPELT_DOMAIN.match(reading.lower, at.end())
        if local and domain and not is_role_mailbox(local[0], role_mailboxes):
            yield window + local.start(), domain.end()


def find_phones(reading: Reading) -> Spans:
    """Numbers to call, with their extension, in the forms people write them."""
    text = reading.text
    for found in BRITISH.finditer(text):
        if _is_british(reading, found):
            yield _with_extension(reading, found.span())
    for found in SHORT_FREE.finditer(text):
        yield found.span()
    yield from _foreign_phones(reading)
    for found in LOCAL_NUMBER.finditer(text):
        if _is_local(reading, found):
            yield _with_extension(reading, found.span())
    if "ext" in reading.lower:
        for found in EXTENSION_ALONE.finditer(reading.lower):
            before = reading.before(found.start(), 40)
            if not before[-1:].isalnum() and CALLED.search(before):
                yield found.span()


def _foreign_phones(reading: Reading) -> Spans:
    for found in FOREIGN.finditer(reading.text):
        digits = sum(map(str.isdigit, found[0]))
        if 9 <= digits <= 15 and not DECIMAL.match(found[0]):
            yield _with_extension(reading, found.span())
    for found in AMERICAN.finditer(reading.text):
        opening = int(reading.text.startswith("(", found.start() - 1))
        is_bracketed = opening == 1 and ")" in found[0]
        is_called = bool(AMERICAN_LABEL.search(reading.before(found.start(), 40)))
        if is_bracketed or (is_called and not passes_nhs_check(found[0])):
            span = found.start() - opening * is_bracketed, found.end()
            yield _with_extension(reading, span)


def _is_british(reading: Reading, found: re.Match[str]) -> bool:
    """Whether digits have the length, the code and the grouping of a British number."""
    lead, rest, start = found["lead"], found["rest"], found.start()
    if _is_glued(reading, start):
        return False
    digits = re.sub(r"\D", "", rest)
    groups = re.findall(r"\d+", rest if "44" in lead else "0" + rest)
    has_country = "44" in lead
    if lead.startswith("44") and not NATIONAL.fullmatch(digits):
        return False
    if not has_country:
        if not NATIONAL.fullmatch(digits):
            return False
        if len(groups[0]) < 3 and groups[0] != "07":
            return False
        if len(digits) == 9 and len(groups) == 1:
            return False
    single = [group for group in groups[1:] if len(group) < 2]
    if len(single) > 1 or len(groups[-1]) < 2 or len(groups) > 5:
        return False
    if "." in rest and any(len(group) < 3 for group in groups):
        return False
    is_run = len(groups) == 1 and not lead.startswith(("+", "("))
    if is_run and names_another_number(reading, start):
        return False
    return _stands_free(reading, start, found.end())


def _is_glued(reading: Reading, start: int) -> bool:
    """Whether a number goes on from a letter or sign that is no word for a phone."""
    before = start > 0 and NO_NUMBER_BEFORE.match(reading.text, start - 1)
    return bool(before) and not GLUED_LABEL.search(reading.before(start, 12))


def _stands_free(reading: Reading, start: int, end: int) -> bool:
    """Whether a number is no part of a longer reference, decimal or page's address."""
    before = reading.lower[max(0, start - 2) : start]
    after = reading.lower[end : end + 2]
    if len(before) == 2 and before[1] in "-/." and before[0].isalnum():
        if before[1] != "." and before[0].isalpha():
            return bool(
                re.search(r"\b(?:tel|mob|phone|fax)[-/]\Z", reading.before(start, 8))
            )
        return before[1] == "/" or before[0].isalpha()
    is_joined = len(after) == 2 and after[0] in "-." and after[1].isalnum()
    if is_joined and after[1].isalpha() and " " in reading.text[start:end]:
        is_joined = False
    return not is_joined and not (after[:1].isalpha() and after[:1] not in "xe")


def _is_local(reading: Reading, found: re.Match[str]) -> bool:
    """Whether a short number follows a word for a phone: Tel 496 0123."""
    label = LOCAL_LABEL.search(reading.before(found.start(), 28))
    if not label or found[0].startswith(("116", "118")):
        return False
    is_spaced = not found[0].isdigit()
    return is_spaced or bool(label["mark"]) or "no" in label[0] or "num" in label[0]


def _with_extension(reading: Reading, span: Span) -> Span:
    start, end = span
    if reading.text[start] == "(" and ")" not in reading.text[start:end]:
        span = start + 1, end
    found = EXTENSION.match(reading.lower, span[1])
    return (span[0], found.end()) if found else span
