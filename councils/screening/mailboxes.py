"""Tells the mailbox of a team or a task from the address of a person.

The words that such mailboxes are named by are a list that an admin edits.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from councils.screening.words import words

SEPARATORS = re.compile(r"[._\-&]+")
SMALL_WORDS = {"and", "the", "of", "for", "a", "in", "at", "to", "your", "our", "my"}
# A mailbox that ends so is a team's, whatever stands before it.
TEAM_ENDINGS = words("team_endings")
JOINED_ENDINGS = (*tuple(word for word in TEAM_ENDINGS if len(word) > 4), "team")
SHORTEST_INNER_WORD = 3
SHORTEST_TELLING_WORD = 5  # shorter ones are surnames too often
FIRST_NAMES = words("first_names")
PLACEHOLDERS = words("placeholder_mailboxes")


def is_role_mailbox(local_part: str, known_words: Collection[str]) -> bool:
    """Whether the part before the @ names a team or a task, or stands for any name.

    Signs between words, digits after them and what follows a + make no difference.
    """
    known = _squashed(frozenset(known_words))
    plain = local_part.lower().partition("+")[0]
    pieces = [piece.strip("0123456789") for piece in SEPARATORS.split(plain)]
    pieces = [piece for piece in pieces if piece]
    joined = "".join(pieces)
    if joined in known or joined in PLACEHOLDERS:
        return True
    if not pieces:
        return False
    if len(pieces) > 1 and (pieces[-1] in TEAM_ENDINGS or pieces[0] == "team"):
        return True
    if pieces[-1].endswith(JOINED_ENDINGS):
        return True
    if _names_a_task(pieces, known):
        return True
    telling = [piece for piece in pieces if piece not in SMALL_WORDS]
    return bool(telling) and all(_is_made_of(piece, known) for piece in telling)


def _names_a_task(pieces: list[str], known: frozenset[str]) -> bool:
    """Whether a word of the list stands among others, and no name: pothole.reports."""
    if any(len(piece) == 1 or piece in FIRST_NAMES for piece in pieces):
        return False
    if len(pieces) > 1:
        return any(len(p) >= SHORTEST_TELLING_WORD and p in known for p in pieces)
    return any(
        rest not in FIRST_NAMES
        for rest, task in _halves(pieces[0])
        if task in known and len(task) > SHORTEST_TELLING_WORD
    )


def _halves(piece: str) -> list[tuple[str, str]]:
    """(the rest, one end) for every way to cut a word that leaves three letters."""
    cuts = range(SHORTEST_INNER_WORD, len(piece) - SHORTEST_INNER_WORD + 1)
    return [(piece[:cut], piece[cut:]) for cut in cuts] + [
        (piece[cut:], piece[:cut]) for cut in cuts
    ]


@lru_cache(maxsize=8)
def _squashed(known: frozenset[str]) -> frozenset[str]:
    return frozenset(SEPARATORS.sub("", word.lower()) for word in known)


def _is_made_of(piece: str, known: frozenset[str]) -> bool:
    """Whether a piece is a run of known words, such as "blue" and "badge" joined."""
    if piece in known:
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
