"""Words and titles that a reader may have meant, from titles that this reader may see.

When a correction is asked for is said by `councils.filters`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction

CANDIDATES = 40
LIKENESS = 0.6
SHORTEST = 4
MOST_WORDS = 5
WORD_THRESHOLD = 0.3
TITLE_THRESHOLD = 0.45


def better_words(text: str, rows: Any) -> str:
    """The text with unknown words replaced by the likest words of visible titles.

    `rows` are the reader's own search rows, so a hidden title suggests nothing.
    What is no plain word (-not, a "phrase") stays as it is. Returns "" when nothing is
    close enough.
    """
    words = text.split()[:MOST_WORDS]
    better = [
        _likest(word, rows) if word.isalnum() and len(word) >= SHORTEST else word
        for word in words
    ]
    return " ".join(better) if better != words else ""


def _likest(word: str, rows: Any) -> str:
    with like_enough(WORD_THRESHOLD):
        titles = list(titles_like(word, rows).values_list("title", flat=True))
    known = {
        part.strip(".,;:()’'\"").lower() for title in titles for part in title.split()
    }
    scored = [
        (SequenceMatcher(None, word.lower(), other).ratio(), other) for other in known
    ]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= LIKENESS else word


def titles_like(text: str, rows: Any) -> Any:
    """The rows whose titles hold something like `text`, likest first.

    To be read inside `like_enough`, whose threshold lets the trigram index serve.
    """
    return (
        rows.filter(title__trigram_word_similar=text)
        .annotate(likeness=TrigramWordSimilarity(text, "title"))
        .order_by("-likeness", "-record")[:CANDIDATES]
    )


@contextmanager
def like_enough(threshold: float) -> Iterator[None]:
    """Count trigrams as alike from `threshold` (0 to 1), in this block alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(threshold)],
        )
        yield
