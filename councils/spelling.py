"""Words that a reader may have meant, from the titles that this reader may see.

When a correction is asked for is said by `councils.filters`.
"""

from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramWordDistance

CANDIDATES = 40
LIKENESS = 0.6
SHORTEST = 4


def better_words(text: str, rows: Any) -> str:
    """The text with unknown words replaced by the likest words of visible titles.

    `rows` are the reader's own search rows, so a hidden title suggests nothing.
    Returns "" when nothing is close enough.
    """
    words = [word for word in text.split() if word.isalnum()][:5]
    better = [_likest(word, rows) if len(word) >= SHORTEST else word for word in words]
    return " ".join(better) if better != words else ""


def _likest(word: str, rows: Any) -> str:
    titles = (
        rows.annotate(distance=TrigramWordDistance(word, "title"))
        .order_by("distance")
        .values_list("title", flat=True)[:CANDIDATES]
    )
    known = {
        part.strip(".,;:()’'\"").lower() for title in titles for part in title.split()
    }
    scored = [
        (SequenceMatcher(None, word.lower(), other).ratio(), other) for other in known
    ]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= LIKENESS else word
