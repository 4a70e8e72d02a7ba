"""One search over use cases, products and resources, in a group for each.

How each kind is searched is its own filter's; nothing here decides who sees what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from catalogue.choosing import drawn_cards
from catalogue.kinds import PRODUCT, USE_CASE
from councils.filters import RecordFilter
from councils.kinds import Kind
from councils.listing import Card, cards
from resources.cards import drawn
from resources.filters import ResourceWords
from resources.kinds import RESOURCE

MOST = 5
TIPS = (
    "Use fewer words, or a phrase in quotation marks as it stands in the file.",
    "Use other words for the same thing: “minutes” for “notes of a meeting”.",
    "What other councils keep to themselves is not found: ask them.",
)
Drawn = list[dict[str, Any]]


@dataclass(frozen=True)
class Group:
    """What one kind has on the words: the first cards, and the list of all of them."""

    kind: Kind
    listed: RecordFilter
    total: int
    cards: Drawn
    url: str

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def noun(self) -> str:
        return self.kind.noun if self.total == 1 else self.kind.plural


def search(query: QueryDict, reader: Any) -> list[Group]:
    """A group for each kind, those with hits first; none where there are no words.

    Words are corrected only where no kind has them as they were given.
    """
    lists = [each for each in _lists(query, reader) if each[1].text]
    said = any(not each[1].correction and each[1].total for each in lists)
    groups = []
    for kind, listed, draw in lists:
        total = 0 if said and listed.correction else listed.total
        found = draw(cards(listed, 0, MOST), query) if total else []
        address = reverse(f"{kind.url_name}_list")
        words = urlencode({"q": listed.text})
        groups.append(Group(kind, listed, total, found, f"{address}?{words}"))
    return sorted(groups, key=lambda group: not group.total)


def faults(query: QueryDict, reader: Any) -> dict[str, list[str]]:
    """What is wrong with the words: {parameter: sentences}; asks no database."""
    return _words_alone(query, USE_CASE, reader).faults


def _lists(
    query: QueryDict, reader: Any
) -> list[tuple[Kind, RecordFilter, Callable[[list[Card], QueryDict], Drawn]]]:
    words = QueryDict(mutable=True)
    words["q"] = query.get("q", "")
    return [
        (USE_CASE, _words_alone(words, USE_CASE, reader), _use_cases),
        (
            RESOURCE,
            ResourceWords(words, reader=reader),
            lambda found, query: drawn(found, reader),
        ),
        (PRODUCT, _words_alone(words, PRODUCT, reader), _products),
    ]


def _words_alone(query: QueryDict, kind: Kind, reader: Any) -> RecordFilter:
    return RecordFilter(query, kind_number=kind.number, reader=reader)


def _use_cases(found: list[Card], query: QueryDict) -> Drawn:
    return drawn_cards(found, {}, urlencode({"q": query.get("q", "")}))


def _products(found: list[Card], query: QueryDict) -> Drawn:
    return [
        {
            "url": reverse("catalogue:product_detail", args=[card.key]),
            "title": card.shown["title"],
            "supplier": card.shown["supplier"],
            "words": card.snippet or card.shown.get("about", ""),
        }
        for card in found
    ]
