"""Dates of birth: a date beside a birth word, or beside the name of a person.

Which words are names at all is told by `councils.screening.names`.
"""

import re
from bisect import bisect_right

from councils.screening.names import ends_in_person, starts_with_person
from councils.screening.reading import Reading, Span, Spans
from councils.screening.tables import dates_below

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = re.compile(
    r"(?P<lead>[0-9](?:(?<!\w.)|(?<=birth.)|(?<=dob.))\d{0,3})(?:"
    r"(?P<sign> ?[-/.] ?| )(?P<middle>\d{1,2})(?P=sign)(?P<last>\d{1,4})"
    r"|(?: ?st| ?nd| ?rd| ?th)?(?: day)?(?: of)?"
    rf"[ \-/.]{{0,2}}(?P<month>{MONTH})[ \-/.,']{{0,2}}(?P<year>\d{{4}}|\d{{2}})"
    r"|(?:st|nd|rd|th)?,? (?P<american_year>\d{4})"
    r")(?!\d|[-/.]\d|[a-su-z_])"
)
MONTH_BEFORE = re.compile(rf"\b{MONTH}\.? {{0,2}}(?:the )?\Z")

STRICT_LABEL = (
    r"(?:\bd\.? ?o\.? ?b\b\.?|\bd/o/b\b|\bdates?[ _-]?of[ _-]?birth\b|"
    r"\bbirth[ _-]?dates?\b|\bbirthdates?\b)"
)
LABEL = rf"(?:{STRICT_LABEL}|\bbirth ?days?\b|\bborn\b)"
FILLER = (
    r"(?:(?:is|was|on|of|the|her|his|their|recorded|given|as|falls|a)[^\w\n]{1,3}){0,4}"
)
DIRECT = re.compile(
    rf"(?:{LABEL}|\(b\.?|\bb\.)[\"']?[^\w\n]{{0,6}}(?:\([^)\n]{{0,24}}\)[^\w\n]{{0,4}})?"
    rf"{FILLER}\"?\Z"
)
LOOSE = re.compile(rf"{LABEL}(?P<gap>[^;\n]{{1,48}})\Z")
AGED = re.compile(r"\baged? \d{1,3}[^\w\n]{1,4}\Z")
AFTER = re.compile(
    r"[^\w\n.;]{1,4}(?:(?:is|was|as)\b ?)?(?:(?:[\w'-]+ ){0,4})"
    rf"{LABEL}(?P<next>[^\w\n]{{0,3}}\w*)"
)
AFTER_DIRECT = re.compile(
    rf"[^\w\n.;]{{1,4}}(?:is|was|as)?[^\w\n]{{0,2}}"
    r"(?:the |a |her |his |their |my |whose )?"
    rf"{LABEL}(?P<next>[^\w\n]{{0,3}}\w*)"
)
NOT_ABOUT_A_PERSON = re.compile(
    r"\b(?:fields?|columns?|checks?|checked|validation|validated|removed|added|released|"
    r"deployed|updated|migrated|since|until|policy|form|mandatory|matching|masked|data|"
    r"project|service(?! users?\b)|team|idea|pilot|programme|partnership|initiative|"
    r"tool|council|review|format|required|collected|deleted|records?|system|go-live|live|"
    r"launched|before|between|after|earlier|later|out of|digital|agreed|replaced|"
    r"approved|meeting|search|"
    r"register|registered|verification|merger|born (?:of an?|from|out))\b"
)
THING_BORN = re.compile(
    r"\b(?:project|service|team|idea|pilot|programme|partnership|initiative|tool|"
    r"council|scheme|network|catalogue|authority|product|company|group|forum|strategy|plan|"
    r"system|approach|policy|framework|body|app|platform|alliance|model|still|it)\b"
    r"[^.\n]{0,16}\Z"
)
COMPACT = re.compile(
    rf"{STRICT_LABEL}[^\w\n]{{0,4}}(?:is |was )?(?P<date>\d{{8}}|\d{{6}})(?![\w/-])"
)
# Without any of these there is no birth word; to look for them is quick.
BIRTH_SIGNS = ("dob", "birth", "born", "o.b", "o. b", "o b", "/b", "b.", "(b", "age")
LATEST_BESIDE_WORD = 2018
LATEST_BESIDE_NAME = 2012
EARLIEST = 1900
PIVOT = 26  # two-digit years above it belong to the last century


def find_births(reading: Reading) -> Spans:
    """Dates that are given as the birth of somebody."""
    for found in DATE.finditer(reading.lower):
        date = dated(reading, found)
        if date:
            span, year = date
            if _beside_birth_word(reading, span, year) or (
                _beside_name(reading, span, year) and not _is_headed(reading, span)
            ):
                yield span
    if any(label in reading.lower for label in ("dob", "birth", "o.b", "o b", "/b")):
        for found in COMPACT.finditer(reading.lower):
            if _is_compact_date(found["date"]):
                yield found.span("date")


def dated(reading: Reading, found: re.Match[str]) -> tuple[Span, int] | None:
    """The span and the year of a match that is a date, or None."""
    start, end = found.span()
    lead = found["lead"]
    if re.search(r"\d[./-]\Z", reading.before(start, 2)):
        return None
    if found["last"]:
        year = _numeric_year(lead, found["middle"], found["last"])
        return ((start, end), year) if year else None
    if not 1 <= int(lead) <= 31:
        return None
    if found["american_year"]:
        month = MONTH_BEFORE.search(reading.before(start, 16))
        if not month:
            return None
        return (start - len(month[0]), end), int(found["american_year"])
    return (start, end), _whole_year(found["year"])


def _numeric_year(lead: str, middle: str, last: str) -> int | None:
    """The year of a date in numbers, day or month or year first; None for no date."""
    day, year = (last, lead) if len(lead) == 4 else (lead, last)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    small, large = sorted((int(day), int(middle)))
    return _whole_year(year) if 1 <= small <= 12 and large <= 31 else None


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= PIVOT else 1900)


def _is_compact_date(digits: str) -> bool:
    pairs = [int(digits[i : i + 2]) for i in range(0, len(digits), 2)]
    day_first = 1 <= pairs[0] <= 31 and 1 <= pairs[1] <= 12
    year_first = len(pairs) == 4 and 1 <= pairs[2] <= 12 and 1 <= pairs[3] <= 31
    return day_first or year_first


def _beside_birth_word(reading: Reading, span: Span, year: int) -> bool:
    before = reading.before(span[0], 72)
    if not EARLIEST <= year <= 2100:
        return False
    if not any(sign in before for sign in BIRTH_SIGNS):
        return _before_birth_word(reading, span, year)
    direct = DIRECT.search(before)
    if direct and not THING_BORN.search(before[: direct.start()]):
        return True
    if AGED.search(before):
        return year <= LATEST_BESIDE_WORD
    loose = LOOSE.search(before)
    if loose and not NOT_ABOUT_A_PERSON.search(loose[0]):
        gap = loose["gap"].rstrip(" \"'(")
        is_led_to = gap.endswith((":", "=", "-", " is", " was", " on"))
        if "." not in gap.replace(". ", " ", 2) and (
            year <= LATEST_BESIDE_WORD or is_led_to
        ):
            return not re.search(r"[a-z]{4}\. ", gap) and not THING_BORN.search(
                before[: loose.start()]
            )
    return _before_birth_word(reading, span, year)


def _before_birth_word(reading: Reading, span: Span, year: int) -> bool:
    after = reading.after(span[1], 64)
    found = AFTER_DIRECT.match(after) if "b" in after else None
    if not found:
        found = AFTER.match(after) if "b" in after else None
        if not found or year > LATEST_BESIDE_WORD:
            return False
    return not NOT_ABOUT_A_PERSON.search(found[0])


def _is_headed(reading: Reading, span: Span) -> bool:
    """Whether the heading of its column says that a date is of something else."""
    cells = dates_below(reading)
    after = bisect_right(cells, span[0], key=lambda cell: cell[0])
    return after > 0 and span[1] <= cells[after - 1][1]


def _beside_name(reading: Reading, span: Span, year: int) -> bool:
    if not EARLIEST <= year <= LATEST_BESIDE_NAME:
        return False
    length = len(reading.before(span[0], 72))
    before = reading.text[span[0] - length : span[0]]
    if ends_in_person(before):
        return True
    after = reading.text[span[1] : span[1] + 48].partition("\n")[0]
    return starts_with_person(after)
