"""Tells the name of a person beside a date from other words with capitals.

It is used for that alone: names by themselves are not looked for.
"""

import re

from councils.screening.words import TASK_WORD, task_words, words

TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Rev|Prof|Sir|Lady|MR|MRS|MS|MISS|DR)"
WORD = r"(?:[^\W\d_a-z][\w'’-]*\.?)"
SIGNS = r"[ ,(:;\[\-|/\"]{1,4}"
NAME_BEFORE = re.compile(
    rf"(?:\b(?P<title>{TITLE})\.? )?(?P<words>\b{WORD}(?:(?:,? |,){WORD}){{0,3}})"
    rf"{SIGNS}\Z"
)
NAME_AFTER = re.compile(
    rf"[ ,):;\]\-|/]{{1,4}}(?:(?P<title>{TITLE})\.? )?"
    rf"(?P<words>{WORD}(?: {WORD}){{0,2}})"
)
PERSON_NOUN = re.compile(
    r"\b(?:patient|client|child|resident|claimant|pupil|service user|tenant|"
    r"daughter|son|"
    r"mother|father|wife|husband|applicant|carer|girl|boy|baby|twins?|sister|brother)"
    r" ?\([^\w\n]{0,2}\Z",
    re.IGNORECASE,
)
WROTE = re.compile(
    r"\b(?:signed|approved|author|authors|written|minutes|reviewed|prepared|checked|chair|"
    r"chaired|published|submitted|by|agreed|decided|cllr|councillor|contact|owner|officer|"
    r"director|mayor|manager|from|photo|source|updated|with|hosted|led)\b[^\w\n]{0,3}"
    r"(?:[\w'-]+ ){0,2}\Z",
    re.IGNORECASE,
)
FIRST_NAMES = words("first_names")
NOT_NAMES = words("not_names")
NO_UNKNOWN_NAMES = NOT_NAMES | words("ordinary_words") | task_words()


def ends_in_person(text: str) -> bool:
    """Whether a text ends in a person's name and the signs before a date."""
    text = re.sub(r'","|</t[dh]><t[dh]>', " ", text)  # cells of a row
    if PERSON_NOUN.search(text):
        return True
    found = NAME_BEFORE.search(text)
    if not found or WROTE.search(text[: found.start()]):
        return False
    is_in_brackets = text.rstrip().endswith("(")
    return _is_name(found["words"], bool(found["title"]), is_in_brackets)


def starts_with_person(text: str) -> bool:
    """Whether a text that follows a date begins with a person's name."""
    found = NAME_AFTER.match(text)
    return bool(found) and _is_name(found["words"], bool(found["title"]), False)  # type: ignore[index]


def _is_name(said: str, is_titled: bool, is_sure: bool) -> bool:
    pieces = [piece.strip(".,") for piece in said.replace(",", " ").split()]
    while pieces and pieces[0].lower() in {"for", "and", "client", "patient", "pupil"}:
        pieces = pieces[1:]
    small = [piece.lower() for piece in pieces]
    if is_titled:
        return bool(pieces)
    if not pieces or any(word.removesuffix("'s") in NOT_NAMES for word in small):
        return False
    if len(pieces) < 2:
        return False
    is_known = any(word.partition("-")[0] in FIRST_NAMES for word in small)
    has_initial = any(len(piece) == 1 for piece in pieces)
    return is_known or has_initial or is_sure or _may_be_unknown(small)


def _may_be_unknown(said: list[str]) -> bool:
    """Whether words that no list of names holds are none that something else is."""
    return all(
        len(word) > 2
        and word not in NO_UNKNOWN_NAMES
        and word.removesuffix("s") not in NO_UNKNOWN_NAMES
        and not TASK_WORD.fullmatch(word)
        for word in said
    )
