"""What the pages of products and suppliers show; both belong to the region.

Adding, confirming and merging them is `catalogue.actions`; drawing the pages is the
templates'.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Count, F
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.urls import reverse

from catalogue.choosing import StageFigure
from catalogue.kinds import PRODUCT, SUPPLIER_KIND
from catalogue.models import Product, Supplier
from catalogue.models.choices import Collaboration, Stage
from catalogue.overview import (
    ShownCard,
    StageCounts,
    cards_of,
    council_figures,
    count_stages_by,
    list_url,
    stage_figures,
    visible_use_cases,
)
from catalogue.search_rows import mask_of
from councils.filters import RecordFilter
from councils.kinds import Kind
from councils.listing import Card, Pages, cards, pages_of
from councils.models.council import Council
from councils.models.record import Publishing
from councils.models.search import SearchEntry

LIKE_ENOUGH = 0.5
MOST_PRODUCTS = 100
MOST_SIMILAR = 5
MOST_ENTRIES = 12
MOST_OFFERS = 6


@dataclass(frozen=True)
class SharedCard:
    """A product or supplier in a list, with how many use cases one may see by stage."""

    key: str
    url: str
    card: Card
    figures: list[StageFigure]
    total: int
    list_url: str
    product_count: int = 0


@dataclass(frozen=True)
class CouncilUse:
    """One council in “Who uses it”: how many entries at each stage, with their list."""

    name: str
    slug: str
    figures: list[StageFigure]


def listed_shared(
    filters: type[RecordFilter], kind: Kind, query: QueryDict, reader: Any
) -> RecordFilter:
    """The list of one kind by title, without those merged or retired."""
    given = query.copy()
    if not given.get("sort") and not given.get("q"):
        given["sort"] = "title"
    listed = filters(given, kind_number=kind.number, reader=reader)
    listed.queryset = listed.queryset.filter(is_retired=False)
    return listed


def shared_page(
    listed: RecordFilter, kind: Kind, query: QueryDict, reader: Any
) -> tuple[Pages, list[SharedCard]]:
    """One page of products or suppliers with their counts: four statements or five."""
    total = listed.total if listed.facets else listed.rows.count()
    pages = pages_of(total, query)
    shown = cards(listed, pages.start, pages.start + pages.size)
    rows: Any = kind.model.objects
    pks = dict(
        rows.visible_to(reader)
        .filter(key__in=[card.key for card in shown])
        .values_list("key", "pk")
    )
    used = visible_use_cases(reader).filter(**{f"{kind.code}__in": list(pks.values())})
    counted = count_stages_by(used, kind.code)
    products = _product_counts(pks, reader) if kind is SUPPLIER_KIND else {}
    return pages, [
        SharedCard(
            key=card.key,
            url=reverse(f"{kind.url_name}_detail", args=[card.key]),
            card=card,
            figures=stage_figures(counted[pks[card.key]], **{kind.code: card.key}),
            total=counted[pks[card.key]].total(),
            list_url=list_url(**{kind.code: card.key}),
            product_count=products.get(pks[card.key], 0),
        )
        for card in shown
        if card.key in pks
    ]


def _product_counts(suppliers: dict[str, int], reader: Any) -> dict[int, int]:
    rows = (
        SearchEntry.objects.visible_to(reader)
        .filter(
            kind=PRODUCT.number, is_retired=False, supplier__in=list(suppliers.values())
        )
        .order_by()
        .values_list("supplier")
        .annotate(Count("record"))
    )
    return dict(rows)


def use_of(kind: Kind, record: Product | Supplier, reader: Any) -> dict[str, Any]:
    """Who uses a product or a supplier's products: by council and stage, and entries.

    Everything is counted over the reader's own rows, in six statements at most.
    """
    rows = visible_use_cases(reader).filter(**{kind.code: record.pk})
    narrowed = {kind.code: record.key}
    by_council = count_stages_by(rows, "lead")
    names = Council.objects.filter(pk__in=list(by_council)).order_by("short_name")
    totals = sum(by_council.values(), start=StageCounts())
    helpful = mask_of(Collaboration, [Collaboration.OFFERS_HELP])
    offers = rows.filter(is_retired=False).annotate(
        helps=F("collaboration").bitand(helpful)
    )
    return {
        "figures": stage_figures(totals, **narrowed),
        "total": totals.total(),
        "list_url": list_url(**narrowed),
        "stages": _stages(totals),
        "councils": [
            CouncilUse(
                council.short_name,
                council.slug,
                council_figures(
                    by_council[council.pk], totals, **narrowed, council=council.slug
                ),
            )
            for council in names
        ],
        "entries": cards_of(
            rows.order_by("is_retired", F("stage").desc(), "-record"), MOST_ENTRIES
        ),
        "offers": cards_of(
            offers.exclude(helps=0).order_by(F("stage").desc(), "-record"), MOST_OFFERS
        ),
    }


def _stages(totals: StageCounts) -> list[Stage]:
    return [figure.stage for figure in stage_figures(totals)]


def products_of_supplier(supplier: Supplier, reader: Any) -> list[ShownCard]:
    """The supplier's products that the reader may see, by title."""
    rows = SearchEntry.objects.visible_to(reader).filter(
        kind=PRODUCT.number, is_retired=False, supplier=supplier.pk
    )
    return cards_of(rows.order_by("title"), MOST_PRODUCTS, PRODUCT)


def similar_shared(kind: Kind, title: str, reader: Any) -> list[ShownCard]:
    """Products or suppliers whose names are like this one, likest first."""
    rows = (
        SearchEntry.objects.visible_to(reader)
        .filter(kind=kind.number, is_retired=False)
        .annotate(
            likeness=Greatest(
                TrigramSimilarity("title", title[:200]),
                TrigramWordSimilarity(title[:200], "title"),
            )
        )
        .filter(likeness__gte=LIKE_ENOUGH)
        .order_by("-likeness", "title")
    )
    return cards_of(rows, MOST_SIMILAR, kind)


def merged_into(record: Product | Supplier, reader: Any) -> Any:
    """The record that this one was merged into, if the reader may see it."""
    if record.publishing != Publishing.RETIRED or record.merged_into_id is None:
        return None
    rows: Any = type(record).objects
    return rows.visible_to(reader).filter(pk=record.merged_into_id).first()
