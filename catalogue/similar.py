"""Entries of the region like a title, or on the same product, as one reader sees them.

Trigrams over visible titles: small language models that were tried did not tell a
paraphrase from noise.
"""

from typing import Any

from django.db import OperationalError
from django.db.models import F

from catalogue.overview import ShownCard, cards_of, visible_use_cases
from councils.models.record import TITLE_LIMIT
from councils.spelling import TITLE_THRESHOLD, like_enough, titles_like

MOST = 5


def similar_use_cases(title: str, reader: Any) -> list[ShownCard]:
    """Up to five use cases whose titles are like this one, likest first."""
    rows = visible_use_cases(reader).filter(is_retired=False)
    try:
        with like_enough(TITLE_THRESHOLD):
            return cards_of(titles_like(title[:TITLE_LIMIT], rows), MOST)
    except OperationalError:  # a warning is not worth more than half a second
        return []


def who_else_uses(record: Any, reader: Any) -> list[ShownCard]:
    """Up to five other entries on the same product, furthest stage first."""
    if record.product_id is None:
        return []
    rows = visible_use_cases(reader).filter(is_retired=False, product=record.product_id)
    rows = rows.exclude(record=record.pk)
    return cards_of(rows.order_by(F("stage").desc(), "-record"), MOST)
