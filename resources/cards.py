"""Cards of resources as lists draw them: the stored card, and what today adds to it.

Which rows, in which order, is said by `resources.filters`.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date

from councils.listing import Card, ListPage, address
from resources.figures import figures_for
from resources.filters import ResourceFilter
from resources.models.resource import is_out_of_date


def drawn(found: Iterable[Card], reader: Any) -> list[dict[str, Any]]:
    """Cards with what `drawn_shown` adds, and the words that were found."""
    shown = [
        {
            **card.shown,
            "key": card.key,
            "snippet": card.snippet,
            "place": card.place,
            "marked_title": card.title,
        }
        for card in found
    ]
    return drawn_shown(shown, reader)


def drawn_shown(shown: Sequence[dict[str, Any]], reader: Any) -> list[dict[str, Any]]:
    """Stored cards that know their key, with address, state today, and for members
    how much they are used and by whom."""
    keys = [card["key"] for card in shown]
    counts = keys and reader.is_authenticated
    figures = figures_for(keys, reader) if counts else {}
    return [
        {**_as_of_today(card), "figures": figures.get(card["key"])} for card in shown
    ]


def _as_of_today(shown: dict[str, Any]) -> dict[str, Any]:
    review_on = parse_date(shown["review_on"]) if shown["review_on"] else None
    return {
        **shown,
        "url": reverse("resources:resource_detail", args=[shown["key"]]),
        "review_day": review_on,
        "is_out_of_date": is_out_of_date(review_on),
    }


class ResourceListPage(ListPage):
    """What the list of resources shows below its heading."""

    def __init__(self, listed: ResourceFilter, query: QueryDict, reader: Any) -> None:
        super().__init__(listed, query)
        self.reader = reader

    @cached_property
    def cards(self) -> list[dict[str, Any]]:
        return drawn(self.found, self.reader)

    @property
    def tips(self) -> list[str]:
        return tips_for(self.listed)


def list_addresses(query: QueryDict) -> dict[str, Any]:
    """The addresses around the list: as a file, without filters, sorted otherwise."""
    kept = query.copy()
    for name in ("sort", "page"):
        kept.pop(name, None)
    return {
        "export_query": address(query, page=None),
        "clear": reverse("resources:resource_list"),
        "kept": kept,
        "sorts": ResourceFilter.base_filters["sort"].extra["choices"],
    }


def tips_for(listed: ResourceFilter) -> list[str]:
    """What may help where nothing is found."""
    tips = ["Use fewer words, or a phrase in quotation marks as it stands in the file."]
    if any(listed.chosen.values()):
        tips.append("Take away one filter at a time: the counts beside them help.")
    tips.append("What other councils keep to themselves is not listed: ask them.")
    return tips
