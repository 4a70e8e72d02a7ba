"""A page of a list, and all pages of it: cards in order, with snippets.

Which rows, in which order, is said by a `RecordFilter`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Value
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.facets import CountedFacet, CountedOption
from councils.filters import CONFIG, RecordFilter
from councils.models.search import SearchCard

PAGE_SIZE = 25
EXPORT_BATCH = 1_000
START, STOP = "\x02", "\x03"
AROUND = 3


@dataclass(frozen=True)
class Card:
    """What a list shows of one record; `shown` is the stored card.

    `place` says where beyond the record itself the snippet stands: "page 3". Where
    words of the title were searched for, `title` has them marked.
    """

    key: str
    shown: dict[str, Any]
    snippet: SafeString | None = None
    place: str = ""
    title: SafeString | None = None


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the same list without it."""

    label: str
    facet: str
    url: str


@dataclass(frozen=True)
class Pages:
    """Where one stands in a list: its length, the page, and the addresses around."""

    number: int
    total: int
    query: QueryDict
    size: int = PAGE_SIZE

    @property
    def count(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first_shown(self) -> int:
        return self.start + 1 if self.total else 0

    @property
    def last_shown(self) -> int:
        return min(self.start + self.size, self.total)

    def url(self, number: int) -> str:
        """The same list at another page."""
        return address(self.query, page=None if number == 1 else str(number))

    @property
    def previous_url(self) -> str:
        return self.url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(self.number + 1) if self.number < self.count else ""

    @property
    def links(self) -> list[dict[str, Any]]:
        """The first, the last and those around; gaps are {"gap": True}."""
        near = range(self.number - AROUND + 1, self.number + AROUND)
        shown = sorted({1, self.count, *(n for n in near if 1 <= n <= self.count)})
        links: list[dict[str, Any]] = []
        for place, number in enumerate(shown):
            if place and number > shown[place - 1] + 1:
                links.append({"gap": True})
            links.append(
                {
                    "number": number,
                    "url": self.url(number),
                    "is_current": number == self.number,
                }
            )
        return links


def page_of(listed: RecordFilter, query: QueryDict) -> Pages:
    """The page asked for; 404 for one that is no number or past the end."""
    return pages_of(listed.total, query)


def pages_of(total: int, query: QueryDict) -> Pages:
    """The page asked for of something that has `total` rows."""
    given = query.get("page", "1")
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 8):
        raise Http404("There is no such page of this list.")
    pages = Pages(int(given), total, query)
    if not 1 <= pages.number <= pages.count:
        raise Http404("This list has fewer pages than that.")
    return pages


class ListPage:
    """What lies below the heading of a list, each part worked out when it is drawn.

    So a part that was kept costs nothing. Cards are each kind's own.
    """

    def __init__(self, listed: RecordFilter, query: QueryDict) -> None:
        self.listed = listed
        self.query = query

    @cached_property
    def pages(self) -> Pages:
        """Where one stands in the list; 404 where there is no such page."""
        return page_of(self.listed, self.query)

    @cached_property
    def found(self) -> list[Card]:
        """The cards of this page."""
        start = self.pages.start
        return cards(self.listed, start, start + self.pages.size)

    @cached_property
    def facets(self) -> list[CountedFacet]:
        return self.listed.counted_facets

    @cached_property
    def chips(self) -> list[Chip]:
        return chips(self.facets, self.query)


def cards(listed: RecordFilter, start: int, stop: int) -> list[Card]:
    """The cards of some places of a list, in order: one statement for ids, one more."""
    ids = list(listed.rows.values_list("record_id", "audiences")[start:stop])
    rows = SearchCard.objects.filter(record__in=[pk for pk, _ in ids])
    fields = ["record_id", "audiences", "record__key", "card"]
    if listed.searched:
        rows = rows.annotate(
            marked_title=headline(
                listed.searched, KeyTextTransform("title", "card"), highlight_all=True
            ),
            snippet=headline(listed.searched),
        )
        fields += ["marked_title", "snippet"]
        passage = listed.passage()
        if passage is not None:
            rows = rows.annotate(passage=passage)
            fields.append("passage")
    found = {(row[0], row[1]): row[2:] for row in rows.values_list(*fields)}
    return [_card(found[key]) for key in ids if key in found]


def _card(row: tuple[Any, ...]) -> Card:
    key, shown, *found = row
    if not found:
        return Card(key, shown)
    title, words, passage = _marked(found[0]), found[1], found[2:]
    if passage and passage[0]:
        place, words = passage[0]
        return Card(key, shown, _marked(_cut(words)), place, title)
    return Card(key, shown, _marked(_cut(words)), title=title)


def _cut(words: str) -> str:
    """Words cut out of a text, with dots where a sentence goes on before or after."""
    bare = words.replace(START, "").replace(STOP, "")
    before = "… " if bare[:1].islower() else ""
    after = "" if bare.endswith((".", "!", "?", "…")) else " …"
    return f"{before}{words}{after}"


def headline(
    text: str, column: Any = "text", *, highlight_all: bool = False
) -> SearchHeadline:
    """The words around a hit in a column of text, marked by START and STOP.

    The whole of it instead, where `highlight_all` is asked for.
    """
    query = SearchQuery(Value(text), config=CONFIG, search_type="websearch")
    extent = (
        {"highlight_all": True}
        if highlight_all
        else {"max_words": 32, "min_words": 12, "max_fragments": 1}
    )
    return SearchHeadline(
        column, query, config=CONFIG, start_sel=START, stop_sel=STOP, **extent
    )


def _marked(text: str) -> SafeString | None:
    """Escape the text and mark the words searched for; None where it has none."""
    if START not in text:
        return None
    return mark_safe(  # noqa: S308  escaped in the same breath
        escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    )


def all_cards(listed: RecordFilter) -> Iterator[Card]:
    """Every card of a list, in order, a thousand at a time."""
    ids = list(listed.rows.values_list("record_id", "audiences"))
    for start in range(0, len(ids), EXPORT_BATCH):
        batch = ids[start : start + EXPORT_BATCH]
        rows = SearchCard.objects.filter(record__in=[pk for pk, _ in batch])
        found = {
            (pk, mask): Card(key, shown)
            for pk, mask, key, shown in rows.values_list(
                "record_id", "audiences", "record__key", "card"
            )
        }
        yield from (found[key] for key in batch if key in found)


def chips(facets: list[CountedFacet], query: QueryDict) -> list[Chip]:
    """A chip for each chosen value, leading to the same list without it."""
    return [
        Chip(option.label, facet.label, _without(query, facet.code, option))
        for facet in facets
        for option in facet.chosen
    ]


def _without(query: QueryDict, code: str, option: CountedOption) -> str:
    kept = query.copy()
    kept.setlist(code, [v for v in kept.getlist(code) if v != option.value])
    return address(kept, page=None)


def address(query: QueryDict, **changed: str | None) -> str:
    """The query string with some parameters set, or taken away where None."""
    kept = query.copy()
    for name, value in changed.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    pairs = [(name, v) for name, values in kept.lists() for v in values if v]
    return "?" + urlencode(pairs)
