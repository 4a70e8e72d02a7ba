"""The stage board: products down, councils across, the furthest stage in each cell.

Drawing it is the template's; who may see which entry is `visible_to`'s.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, Max, Min, Q, SmallIntegerField
from django.urls import reverse

from catalogue.filters import words_of_tables
from catalogue.kinds import PRODUCT
from catalogue.models.choices import AiType, Stage
from catalogue.overview import STAGE_CODES, list_url
from councils.facets import (
    CountedFacet,
    CountedOption,
    MaskFacet,
    Vocabulary,
    vocabulary_of,
)
from councils.filters import RecordFilter
from councils.models.council import Belonging, Council
from councils.models.record import Record
from councils.models.search import SearchEntry

MOST_PRODUCTS = 60


class BoardFilter(RecordFilter):
    """What narrows the board: service areas and AI types."""

    service_area = MaskFacet("service_areas", "Service area")
    ai_type = MaskFacet("ai_types", "AI type", lambda: vocabulary_of(AiType, 0))

    def vocabularies(self) -> dict[str, Vocabulary]:
        """Service areas; the other lists of the same statement are not facets here."""
        return {"service_area": words_of_tables()["service_area"]}

    @property
    def offered(self) -> list[CountedFacet]:
        """Every facet with all its options, those asked for marked; no counts."""
        return [
            CountedFacet(
                name,
                str(facet.label),
                [
                    CountedOption(o.value, o.label, 0, o.value in self._asked(name))
                    for o in self.known[name].options
                ],
            )
            for name, facet in self.facets.items()
        ]

    def _asked(self, name: str) -> list[str]:
        asked: list[str] = self.data.getlist(name)
        return asked


@dataclass(frozen=True)
class Cell:
    """What one council does with one product; `stage` is None where nothing is seen."""

    council: Council
    stage: Stage | None = None
    count: int = 0
    url: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One product and its cells, one for each council of the board."""

    title: str
    url: str
    cells: list[Cell]
    council_count: int


@dataclass(frozen=True)
class Board:
    """The whole board; `left_out` counts products beyond the first sixty."""

    councils: list[Council]
    rows: list[BoardRow]
    left_out: int

    @property
    def active_count(self) -> int:
        """How many councils have anything on the board."""
        return sum(
            any(row.cells[place].stage for row in self.rows)
            for place in range(len(self.councils))
        )


EACH_COUNCIL = Func(
    F("councils"),
    function="unnest",
    output_field=SmallIntegerField(),
    set_returning=True,
)
Found = dict[int, dict[int, tuple[int, int, int]]]
"""{product: {lead or partner council: (furthest stage, how many, one record)}}."""


def board_of(listed: BoardFilter, reader: Any) -> Board:
    """The board over a filter's rows: one statement for it all, three for names."""
    found: Found = defaultdict(dict)
    grouped = (
        listed.rows.exclude(product=0)
        .order_by()
        .annotate(council=EACH_COUNCIL)
        .values_list("product", "council")
        .annotate(Max("stage"), Count("record"), Min("record"))
    )
    for product, council, stage, count, record in grouped:
        found[product][council] = (stage, count, record)
    busiest = sorted(found, key=lambda pk: (-len(found[pk]), -_entries(found[pk]), pk))
    products = _products(busiest[:MOST_PRODUCTS], reader)
    leads = {lead for row in found.values() for lead in row}
    councils = _councils(leads, reader)
    keys = _keys_of_single_entries(found, set(products))
    narrowing = _narrowing(listed)
    rows = [
        _row(pk, products[pk], found[pk], councils, keys, narrowing)
        for pk in busiest[:MOST_PRODUCTS]
        if pk in products
    ]
    return Board(councils, rows, max(0, len(busiest) - MOST_PRODUCTS))


def _entries(row: dict[int, tuple[int, int, int]]) -> int:
    return sum(count for _, count, _ in row.values())


def _products(pks: list[int], reader: Any) -> dict[int, tuple[str, str]]:
    """{id: (key, title)} of the products that the reader may see."""
    rows = SearchEntry.objects.visible_to(reader).filter(
        kind=PRODUCT.number, record__in=pks
    )
    return {
        pk: (key, title)
        for pk, key, title in rows.values_list("record_id", "record__key", "title")
    }


def _councils(leads: set[int], reader: Any) -> list[Council]:
    """The reader's own councils, then those with entries, then the region's others."""
    current = Council.objects.current().exclude(belonging=Belonging.REGION)
    wanted = Q(pk__in=current.values("pk")) | Q(pk__in=leads)
    found = Council.objects.filter(wanted).order_by("short_name")
    own = reader.council_ids
    return sorted(found, key=lambda c: (c.pk not in own, c.pk not in leads))


def _keys_of_single_entries(found: Found, products: set[int]) -> dict[int, str]:
    """{record: key} of the entries that stand alone in their cell.

    The records are ids of the reader's own rows, so nothing hidden is named.
    """
    singles = [
        record
        for pk in products
        for _, count, record in found[pk].values()
        if count == 1
    ]
    return dict(Record.objects.filter(pk__in=singles).values_list("pk", "key"))


def _narrowing(listed: BoardFilter) -> dict[str, list[str]]:
    return {
        name: values
        for name in listed.facets
        if (values := listed.form.cleaned_data.get(name))
    }


def _row(
    pk: int,
    product: tuple[str, str],
    found: dict[int, tuple[int, int, int]],
    councils: list[Council],
    keys: dict[int, str],
    narrowing: dict[str, list[str]],
) -> BoardRow:
    key, title = product
    cells = []
    for council in councils:
        stage, count, record = found.get(council.pk, (0, 0, 0))
        if not count:
            cells.append(Cell(council))
        else:
            url = (
                reverse("catalogue:use_case_detail", args=[keys[record]])
                if count == 1
                else list_url(product=key, council=council.slug, **narrowing)
            )
            cells.append(Cell(council, STAGE_CODES[stage], count, url))
    url = reverse("catalogue:product_detail", args=[key])
    return BoardRow(title, url, cells, len(found))
