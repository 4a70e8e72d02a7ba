"""Tells the mailbox of a team or a task from the address of a person.

The words that such mailboxes are named by are a list that an admin edits.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from councils.screening.words import TASK_WORD, words

SEPARATORS = re.compile(r"[._\-&]+")
SMALL_WORDS = {"and", "the", "of", "for", "in", "at", "to", "your", "our", "my"}
# A mailbox that ends so is a team's, whatever stands before it.
TEAM_ENDINGS = words("team_endings")
JOINED_ENDINGS = (*tuple(word for word in TEAM_ENDINGS if len(word) > 4), "team")
SHORTEST_INNER_WORD = 3
SHORTEST_TELLING_WORD = 5  # shorter ones are surnames too often
TASK_IN_DOTS = re.compile(r"[a-z]{4,20}ing")
CODE = re.compile(r"\d+|^[a-z]\d+$")
NICKNAME = re.compile(r"[a-z]{4,}\d{1,4}(?![a-z0-9])")
FIRST_NAMES = words("first_names")
SURNAMES_TOO = words("surnames_too")
PLACEHOLDERS = words("placeholder_mailboxes")
ORDINARY_WORDS = words("ordinary_words")
PRIVATE_MAIL = words("private_mail")
PRIVATE_ENDINGS = {"com", "co.uk", "net", "me", "uk", "org", "ie"}


def is_role_mailbox(
    local_part: str, known_words: Collection[str], domain: str = ""
) -> bool:
    """Whether the part before the @ names a team or a task, or stands for any name.

    Signs between words, digits after them and what follows a + make no difference.
    """
    known, telling_words = _squashed(frozenset(known_words))
    plain = local_part.lower().partition("+")[0]
    whole = SEPARATORS.sub("", plain)
    pieces = [CODE.sub("", piece) for piece in SEPARATORS.split(plain)]
    pieces = [piece for piece in pieces if piece]
    joined = "".join(pieces)
    if whole in PLACEHOLDERS or whole in known or joined in known:
        return True
    if not pieces:
        return False
    if len(pieces) > 1 and (pieces[-1] in TEAM_ENDINGS or pieces[0] == "team"):
        return True
    if pieces[-1].endswith(JOINED_ENDINGS):
        return True
    if _names_a_task(plain, pieces, telling_words, domain):
        return True
    if len(pieces) == 2 and len(pieces[0]) == 1 and pieces[1] in PLACEHOLDERS:
        return True
    telling = [piece for piece in pieces if piece not in SMALL_WORDS]
    return bool(telling) and all(_is_made_of(piece, known) for piece in telling)


def _names_a_task(
    plain: str, pieces: list[str], known: frozenset[str], domain: str
) -> bool:
    """Whether a word of the list stands among others, and no name: pothole.reports."""
    provider, _, ending = domain.partition(".")
    if provider in PRIVATE_MAIL and ending in PRIVATE_ENDINGS:
        return False
    if NICKNAME.search(plain):
        return False
    if any(len(piece) == 1 or piece in FIRST_NAMES for piece in pieces):
        return False
    ordinary = [_is_ordinary(piece, known) for piece in pieces]
    if any(ordinary) and all(
        is_ordinary or piece in SURNAMES_TOO
        for is_ordinary, piece in zip(ordinary, pieces, strict=True)
    ):
        return True
    if len(pieces) > 1:
        return any(_tells_a_task(piece, known) for piece in pieces)
    if TASK_WORD.fullmatch(pieces[0]):
        return True
    return any(
        rest not in FIRST_NAMES
        for rest, task in _halves(pieces[0])
        if task in known and len(task) > SHORTEST_TELLING_WORD
    )


def _is_ordinary(piece: str, known: frozenset[str]) -> bool:
    return (
        piece in ORDINARY_WORDS
        or piece in SMALL_WORDS
        or (piece.endswith("s") and piece[:-1] in ORDINARY_WORDS)
        or _is_made_of(piece, known)
    )


def _tells_a_task(piece: str, known: frozenset[str]) -> bool:
    if piece in SURNAMES_TOO:
        return False
    if TASK_WORD.fullmatch(piece) or TASK_IN_DOTS.fullmatch(piece):
        return True
    return len(piece) >= SHORTEST_TELLING_WORD and _is_made_of(piece, known)


def _halves(piece: str) -> list[tuple[str, str]]:
    """(the rest, one end) for every way to cut a word that leaves three letters."""
    cuts = range(SHORTEST_INNER_WORD, len(piece) - SHORTEST_INNER_WORD + 1)
    return [(piece[:cut], piece[cut:]) for cut in cuts] + [
        (piece[cut:], piece[:cut]) for cut in cuts
    ]


@lru_cache(maxsize=8)
def _squashed(known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words without signs, and those of them that are nobody's surname."""
    squashed = frozenset(SEPARATORS.sub("", word.lower()) for word in known)
    return squashed, squashed - SURNAMES_TOO


def _is_made_of(piece: str, known: frozenset[str]) -> bool:
    """Whether a piece is a run of known words, such as "blue" and "badge" joined."""
    if piece in known:
        return True
    if piece in SURNAMES_TOO:
        return False
    if piece.endswith("s") and piece[:-1] in known:
        return True
    reached = {2} if piece[:2] in known else set()
    reached.add(0)
    for end in range(SHORTEST_INNER_WORD, len(piece) + 1):
        if any(
            piece[start:end] in known or piece[start:end] == "and"
            for start in reached
            if end - start >= SHORTEST_INNER_WORD
        ):
            reached.add(end)
    return len(piece) in reached
