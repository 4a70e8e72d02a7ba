"""The list of use cases as csv and json: every card of it, streamed.

Values come from the stored cards, which have passed the field door.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from catalogue.kinds import USE_CASE
from councils import spreadsheets
from councils.filters import RecordFilter
from councils.listing import Card, all_cards

LISTS = (
    "service_areas",
    "user_groups",
    "ai_types",
    "readiness",
    "collaboration",
)


def row_of(card: Card, request: HttpRequest) -> dict[str, Any]:
    """One entry as an export holds it, by column name."""
    shown = card.shown
    url = reverse("catalogue:use_case_detail", args=[card.key])
    return {
        "key": card.key,
        "title": shown["title"],
        "result": shown["result"],
        "summary": shown["summary"],
        "stage": shown["stage"],
        "status": shown["status"],
        "lead_council": shown["lead"],
        "partner_councils": shown["partners"],
        "product": shown["product"],
        **{name: shown[name] for name in LISTS},
        "data_sensitivity": shown["sensitivity"],
        "human_oversight": shown["oversight"],
        "setup_cost": shown["setup_cost"],
        "running_cost": shown["running_cost"],
        "contract_ends_on": shown["contract_ends_on"],
        "contact": shown["contact"],
        "verified_on": shown["verified_on"],
        "publicly_sourced": shown["is_publicly_sourced"],
        "publishing": shown["publishing"],
        "withheld": _withheld(shown),
        "url": request.build_absolute_uri(url),
    }


def _withheld(shown: Mapping[str, Any]) -> list[str]:
    """What is held back from this reader: "Running cost: commercial interests ..."."""
    return [
        f"{USE_CASE.label(code)}: {words.removeprefix('Withheld: ')}"
        for code, words in shown.get("withheld", {}).items()
    ]


COLUMN_NAMES = (
    "key",
    "title",
    "result",
    "summary",
    "stage",
    "status",
    "lead_council",
    "partner_councils",
    "product",
    "service_areas",
    "user_groups",
    "ai_types",
    "readiness",
    "collaboration",
    "data_sensitivity",
    "human_oversight",
    "setup_cost",
    "running_cost",
    "contract_ends_on",
    "contact",
    "verified_on",
    "publicly_sourced",
    "publishing",
    "withheld",
    "url",
)


def csv_lines(listed: RecordFilter, request: HttpRequest) -> Iterator[str]:
    """The list as csv, every card of it."""
    rows = (row_of(card, request) for card in all_cards(listed))
    yield from spreadsheets.csv_lines(
        COLUMN_NAMES, ([row[name] for name in COLUMN_NAMES] for row in rows)
    )


def json_parts(listed: RecordFilter, request: HttpRequest) -> Iterator[str]:
    """The list as one JSON object, written as it is read."""
    yield f'{{"count": {listed.total}, "results": ['
    for place, card in enumerate(all_cards(listed)):
        yield (", " if place else "") + json.dumps(row_of(card, request))
    yield "]}\n"


def faults_as_text(faults: Mapping[str, list[str]]) -> str:
    """What is wrong with the address, a line for each fault."""
    return "".join(
        f"{name}: {sentence}\n" for name, told in faults.items() for sentence in told
    )
