"""Counts by stage and list cards over the use cases that one reader may see.

Product, supplier, council and home pages are made of these; the list itself is
`catalogue.filters`.
"""

from collections import Counter, defaultdict
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from catalogue.choosing import StageFigure
from catalogue.kinds import USE_CASE
from catalogue.models.choices import STAGE_MEANINGS, Stage
from councils.kinds import Kind
from councils.models.record import Record
from councils.models.search import SearchCard, SearchEntry

STAGE_CODES = dict(enumerate(Stage, start=1))
"""The stage behind each code of the search rows' `stage` column."""

COUNTED = (Stage.SCAN, Stage.PILOT, Stage.SCALE)
StageCounts = Counter[Stage]
ShownCard = dict[str, Any]
"""What `components/card.html` draws: the stored card, its key and its address."""


def visible_use_cases(reader: Any) -> Any:
    """The search rows of the use cases that `reader` finds in the list."""
    return SearchEntry.objects.visible_to(reader).filter(kind=USE_CASE.number)


def count_stages(rows: Any) -> StageCounts:
    """{stage: how many}, in one statement."""
    found = rows.order_by().values_list("stage").annotate(Count("record"))
    return Counter({STAGE_CODES[code]: count for code, count in found})


def count_stages_by(rows: Any, column: str) -> dict[int, StageCounts]:
    """{column's value: {stage: how many}}, in one statement."""
    found = rows.order_by().values_list(column, "stage").annotate(Count("record"))
    counted: dict[int, StageCounts] = defaultdict(Counter)
    for value, code, count in found:
        counted[value][STAGE_CODES[code]] = count
    return counted


def list_url(**narrowed: str | list[str]) -> str:
    """The list of use cases, narrowed to these facets."""
    query = urlencode({n: value for n, value in narrowed.items() if value}, doseq=True)
    address = reverse("catalogue:use_case_list")
    return f"{address}?{query}" if query else address


def stage_figures(counts: StageCounts, **narrowed: str) -> list[StageFigure]:
    """Scan, Pilot and Scale with their counts, each leading to its list.

    “Not stated” stands among them only where there are such entries.
    """
    stages = [*COUNTED, *([Stage.NOT_STATED] if counts[Stage.NOT_STATED] else [])]
    return [
        StageFigure(
            stage,
            stage.label,
            STAGE_MEANINGS[stage],
            counts[stage],
            list_url(stage=stage.value, **narrowed),
            is_chosen=False,
        )
        for stage in stages
    ]


def council_figures(
    counts: StageCounts, totals: StageCounts, **narrowed: str
) -> list[StageFigure]:
    """As many figures for one council as a table with these totals has columns."""
    shown = stage_figures(counts, **narrowed)
    if totals[Stage.NOT_STATED] and not counts[Stage.NOT_STATED]:
        empty = StageFigure(Stage.NOT_STATED, "", "", 0, "", is_chosen=False)
        shown = [*shown, empty]
    return shown


def cards_of(rows: Any, most: int, kind: Kind = USE_CASE) -> list[ShownCard]:
    """The first cards of some ordered search rows, with key and address.

    One statement; the cards are looked up once it is known which rows come first.
    """
    card = SearchCard.objects.filter(
        record=OuterRef("record"), audiences=OuterRef("audiences")
    )
    key = Record.objects.filter(pk=OuterRef("record")).values("key")
    found = rows.annotate(shown_key=Subquery(key), shown=Subquery(card.values("card")))
    return [
        {**shown, "key": key, "url": reverse(f"{kind.url_name}_detail", args=[key])}
        for key, shown in found.values_list("shown_key", "shown")[:most]
        if shown is not None
    ]


def cards_by_stage(rows: Any, each: int) -> dict[Stage, list[ShownCard]]:
    """The newest cards of every stage, furthest stage first, retired ones last."""
    order = [F("is_retired").asc(), F("record").desc()]
    ranked = (
        rows.order_by()
        .annotate(
            place=Window(RowNumber(), partition_by=[F("stage")], order_by=order),
        )
        .filter(place__lte=each)
        .order_by("-stage", "place")
    )
    cards = cards_of(ranked, each * len(Stage))
    grouped: dict[Stage, list[ShownCard]] = {}
    for card in cards:
        grouped.setdefault(Stage(card["stage"]), []).append(card)
    return grouped
