"""The list of resources as csv and json: every card of it, streamed.

Values come from the stored cards, which have passed the field door.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from councils import spreadsheets
from councils.listing import Card, all_cards
from resources.filters import ResourceFilter
from resources.kinds import RESOURCE

COLUMNS = {
    "title": "title",
    "type": "resource_type_words",
    "summary": "summary",
    "lead_council": "lead",
    "partner_councils": "partners",
    "service_areas": "service_areas",
    "ai_types": "ai_types",
    "tags": "tags",
    "licence": "licence",
    "review_on": "review_on",
    "verified_on": "verified_on",
    "publishing": "publishing",
    "address": "url",
}
"""Columns by the name of the card's own field; key, file, withheld and url besides."""
NAMES = ("key", *COLUMNS, "has_file", "withheld", "url")


def row_of(card: Card, request: HttpRequest) -> dict[str, Any]:
    """One resource as an export holds it, by column name."""
    shown = card.shown
    url = reverse("resources:resource_detail", args=[card.key])
    return {
        "key": card.key,
        **{name: shown[field] for name, field in COLUMNS.items()},
        "has_file": shown["has_file"],
        "withheld": [
            f"{RESOURCE.label(code)}: {words.removeprefix('Withheld: ')}"
            for code, words in shown.get("withheld", {}).items()
        ],
        "url": request.build_absolute_uri(url),
    }


def csv_lines(listed: ResourceFilter, request: HttpRequest) -> Iterator[str]:
    """The list as csv, every card of it."""
    rows = (row_of(card, request) for card in all_cards(listed))
    yield from spreadsheets.csv_lines(
        NAMES, ([row[name] for name in NAMES] for row in rows)
    )


def json_parts(listed: ResourceFilter, request: HttpRequest) -> Iterator[str]:
    """The list as one JSON object, written as it is read."""
    yield f'{{"count": {listed.total}, "results": ['
    for place, card in enumerate(all_cards(listed)):
        yield (", " if place else "") + json.dumps(row_of(card, request))
    yield "]}\n"
