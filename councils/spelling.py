"""Words and titles that a reader may have meant, from titles that this reader may see.

When a correction is asked for is said by `councils.filters`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db import OperationalError, connection, transaction

CANDIDATES = 40
LIKENESS = 0.6
SHORTEST = 4
MOST_WORDS = 5
MOST_MENDED = 2
MOST_REFUSED = 10
PATIENCE = "500ms"
CONFIG = "portal"
WORD_THRESHOLD = 0.3
TITLE_THRESHOLD = 0.45


def searchable(text: str) -> str:
    """The text without what PostgreSQL's parser of searches cannot take.

    Words without a letter or a figure say nothing, and long chains of minus signs
    make it give up ("tsquery stack too small").
    """
    words = [re.sub(r"-{2,}", "-", word) for word in text.split()]
    words = [word for word in words if any(letter.isalnum() for letter in word)]
    if sum(word.startswith("-") for word in words) > MOST_REFUSED:
        words = [word.lstrip("-") for word in words]
    return " ".join(words)


def better_words(text: str, rows: Any) -> str:
    """The text with words that find nothing replaced by the likest of visible titles.

    `rows` are the reader's own search rows, so a hidden title suggests nothing.
    What is no plain word (-not, a "phrase") stays as it is. Two words at the most are
    looked at, those that find nothing first. Returns "" when nothing is close enough,
    or not in time.
    """
    words = text.split()[:MOST_WORDS]
    plain = [word for word in words if word.isalnum() and len(word) >= SHORTEST]
    plain.sort(key=lambda word: _finds_something(word, rows))
    try:
        likest = {word: _likest(word, rows) for word in plain[:MOST_MENDED]}
    except OperationalError:  # it took longer than a suggestion is worth
        return ""
    better = [likest.get(word, word) for word in words]
    return " ".join(better) if better != words else ""


def _finds_something(word: str, rows: Any) -> bool:
    query = SearchQuery(word, config=CONFIG, search_type="plain")
    found: bool = rows.filter(vector=query).exists()
    return found


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
    """Count trigrams as alike from `threshold` (0 to 1), in this block alone.

    A statement in it that takes longer than PATIENCE raises OperationalError.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true),"
            " set_config('statement_timeout', %s, true)",
            [str(threshold), PATIENCE],
        )
        before = cursor.fetchone()[0]
        yield
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
