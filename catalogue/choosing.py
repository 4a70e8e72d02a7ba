"""What the list of use cases shows besides filters: figures, cards, columns, tips.

The filters themselves are `catalogue.filters`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from catalogue.filters import UseCaseFilter
from catalogue.models.choices import STAGE_MEANINGS, Stage
from catalogue.search_rows import code_of
from councils.listing import Card, ListPage, address

COLUMNS = {
    "stage": "Stage",
    "lead": "Council",
    "product": "Product",
    "service_areas": "Service areas",
    "sensitivity": "Data sensitivity",
    "readiness": "Reuse",
    "verified_on": "Last confirmed",
    "ai_types": "AI types",
    "collaboration": "Work together",
    "setup_cost": "Cost to set up",
    "running_cost": "Cost to run",
    "contract_ends_on": "Contract ends",
    "oversight": "Human oversight",
    "result": "Result",
}
FIRST_COLUMNS = (
    "stage",
    "lead",
    "product",
    "service_areas",
    "sensitivity",
    "verified_on",
)


@dataclass(frozen=True)
class StageFigure:
    """How many entries of the list stand at one stage, and that list."""

    stage: Stage
    label: str
    meaning: str
    count: int
    url: str
    is_chosen: bool

    @property
    def place(self) -> str:
        """Where its entries stand, to be said after a number: “at Scan”."""
        if self.stage == Stage.NOT_STATED:
            return "with no stage stated"
        return f"at {self.label}"


def stage_figures(listed: UseCaseFilter, query: QueryDict) -> list[StageFigure]:
    """The counts by stage, each ignoring which stages are chosen."""
    counts = listed.counts("stage")
    chosen = set() if listed.faults else set(listed.chosen["stage"])
    return [
        StageFigure(
            stage,
            str(stage.label),
            STAGE_MEANINGS[stage],
            counts[code_of(Stage, stage)],
            address(query, stage=stage.value, page=None),
            code_of(Stage, stage) in chosen,
        )
        for stage in (Stage.SCAN, Stage.PILOT, Stage.SCALE)
    ]


def chosen_columns(query: QueryDict) -> dict[str, str]:
    """The columns of the dense table: those asked for, or the usual ones."""
    asked = [name for name in query.getlist("column") if name in COLUMNS]
    return {name: COLUMNS[name] for name in asked or FIRST_COLUMNS}


def drawn_cards(found: list[Card], columns: dict[str, str], query: str) -> list[Any]:
    """Cards as the templates draw them; each leads back to the list as it is."""
    base = reverse("catalogue:use_case_list")
    back = f"?{urlencode({'from': query})}" if query else ""
    return [
        {
            **card.shown,
            "key": card.key,
            "url": f"{base}{card.key}/{back}",
            "snippet": card.snippet,
            "marked_title": card.title,
            "cells": [_cell(card.shown, name) for name in columns],
        }
        for card in found
    ]


def _cell(shown: dict[str, Any], name: str) -> dict[str, str]:
    """One cell of the dense table: words, or a stage to be drawn."""
    value = shown.get(name)
    if name in shown.get("withheld", {}):
        return {"withheld": shown["withheld"][name]}
    if name == "stage":
        return {"stage": shown["stage"], "status": shown["status"]}
    if isinstance(value, list):
        return {"words": "; ".join(value)}
    if name.endswith("_on") and value:
        day = parse_date(value)
        return {"words": date_format(day, "j F Y") if day else ""}
    return {"words": value or ""}


def tips_for(listed: UseCaseFilter) -> list[str]:
    """What may help where nothing is found."""
    tips = ["Use fewer words, or the plain name of the task, such as “minutes”."]
    if any(listed.chosen.values()):
        tips.append("Take away one filter at a time: the counts beside them help.")
    tips.append("Drafts of other councils are not listed: ask them directly.")
    return tips


class UseCaseListPage(ListPage):
    """What the list of use cases shows below its heading."""

    listed: UseCaseFilter

    def __init__(self, listed: UseCaseFilter, query: QueryDict) -> None:
        super().__init__(listed, query)
        self.is_table = query.get("view") == "table"
        self.columns = chosen_columns(query)
        self.all_columns = COLUMNS

    @cached_property
    def cards(self) -> list[Any]:
        return drawn_cards(self.found, self.columns, self.query.urlencode())

    @property
    def figures(self) -> list[StageFigure]:
        return stage_figures(self.listed, self.query)

    @property
    def tips(self) -> list[str]:
        return tips_for(self.listed)


def list_addresses(query: QueryDict) -> dict[str, Any]:
    """The addresses around a list: as cards, as a table, as a file, without filters."""
    kept = query.copy()
    for name in ("sort", "page"):
        kept.pop(name, None)
    return {
        "as_cards": address(query, view=None, page=None, column=None),
        "as_table": address(query, view="table", page=None),
        "export_query": address(query, view=None, page=None, column=None),
        "clear": reverse("catalogue:use_case_list"),
        "kept": kept,
        "sorts": UseCaseFilter.base_filters["sort"].extra["choices"],
    }
