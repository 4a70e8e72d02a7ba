"""Entries of the region like a title, or on the same product, as one reader sees them.

Trigrams over visible titles: small language models that were tried did not tell a
paraphrase from noise.
"""

from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.db.models import F

from catalogue.kinds import USE_CASE
from councils.models.record import TITLE_LIMIT
from councils.models.search import SearchCard, SearchEntry
from councils.spelling import TITLE_THRESHOLD, like_enough, titles_like

MOST = 5


@dataclass(frozen=True)
class Similar:
    """Another entry, with its stored card."""

    key: str
    card: dict[str, Any]


def similar_use_cases(title: str, reader: Any) -> list[Similar]:
    """Up to five use cases whose titles are like this one, likest first."""
    rows = SearchEntry.objects.visible_to(reader).filter(
        kind=USE_CASE.number, is_retired=False
    )
    try:
        with like_enough(TITLE_THRESHOLD):
            return _cards_of(titles_like(title[:TITLE_LIMIT], rows))
    except OperationalError:  # a warning is not worth more than half a second
        return []


def who_else_uses(record: Any, reader: Any) -> list[Similar]:
    """Up to five other entries on the same product, furthest stage first."""
    if record.product_id is None:
        return []
    rows = (
        SearchEntry.objects.visible_to(reader)
        .filter(kind=USE_CASE.number, is_retired=False, product=record.product_id)
        .exclude(record=record.pk)
    )
    return _cards_of(rows.order_by(F("stage").desc(), "-record"))


def _cards_of(rows: Any) -> list[Similar]:
    ids = list(rows.values_list("record_id", "audiences")[:MOST])
    if not ids:
        return []
    cards = SearchCard.objects.filter(record__in=[pk for pk, _ in ids])
    found = {
        (pk, mask): Similar(key, card)
        for pk, mask, key, card in cards.values_list(
            "record_id", "audiences", "record__key", "card"
        )
    }
    return [found[key] for key in ids if key in found]
