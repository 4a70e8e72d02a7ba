"""Lists of records: facets, full text, sorting and counts over the search rows.

One FilterSet serves page, csv and json; which facets a list has is said in each app's
`filters.py`. Rows that a reader may not see are gone before anything here counts.
"""

from collections import Counter
from typing import Any, ClassVar

import django_filters
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, IntegerField
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from councils.facet_counts import Counts, count_facets
from councils.facets import (
    CountedFacet,
    CountedOption,
    Facet,
    Option,
    RecordFacet,
    Vocabulary,
    WordFacet,
)
from councils.models.search import SearchEntry
from councils.spelling import CONFIG, better_words, searchable

QUERY_LIMIT = 200
NAMED = 15


class RecordFilter(django_filters.FilterSet):
    """A list of one kind of record for one reader.

    Subclasses name the facets and their `vocabularies`. Invalid input means no rows
    and a named error, in every format.
    """

    q = django_filters.CharFilter(
        label="Search", max_length=QUERY_LIMIT, method="keep", strip=True
    )
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        method="keep",
        empty_label=None,
        choices=[
            ("relevance", "Best match"),
            ("newest", "Newest"),
            ("verified", "Lately confirmed"),
            ("title", "Title"),
            ("stage", "Stage"),
        ],
    )

    orders: ClassVar[dict[str, list[Any]]] = {
        "verified": [F("verified_on").desc(nulls_last=True), "-record"],
        "title": ["title", "record"],
        "stage": ["-stage", "-record"],
    }
    """The order of each sorting but the best match; the newest first for others."""

    def __init__(self, data: Any, *, kind_number: int, reader: Any) -> None:
        self.reader = reader
        self._counts: dict[str, Counts] = {}
        rows = SearchEntry.objects.visible_to(reader).filter(kind=kind_number)
        super().__init__(data=data, queryset=rows)

    @property
    def audience(self) -> tuple[str, str]:
        """What all readers have in common to whom this kind's rows are the same."""
        sql, params = self.queryset.query.sql_with_params()
        return sql, str(params)

    def keep(self, queryset: Any, name: str, value: Any) -> Any:
        """Text and sorting are applied by `rows`, after facets."""
        return queryset

    @cached_property
    def facets(self) -> dict[str, Facet]:
        return {n: f for n, f in self.filters.items() if isinstance(f, Facet)}

    def vocabularies(self) -> dict[str, Vocabulary]:
        """The vocabularies that are rows of tables, by facet; one statement."""
        return {}

    @cached_property
    def known(self) -> dict[str, Vocabulary]:
        """The vocabulary of every facet, records only as far as they were asked for."""
        known = self.vocabularies()
        for name, facet in self.facets.items():
            if facet.options is not None:
                known[name] = facet.options()
            elif isinstance(facet, WordFacet):
                known[name] = facet.vocabulary(self.data.getlist(name))
        known.update(self._asked_records())
        return known

    def _asked_records(self) -> dict[str, Vocabulary]:
        """Records named in the address, as far as the reader may see them."""
        asked: dict[str, Vocabulary] = {}
        for name, facet in self.facets.items():
            if not isinstance(facet, RecordFacet):
                continue
            keys = [key for key in self.data.getlist(name) if "\x00" not in key]
            asked[name] = Vocabulary(
                Option(key, pk, title)
                for key, pk, title in (
                    facet.of.objects.visible_to(self.reader)
                    .filter(key__in=keys)
                    .values_list("key", "pk", "title")
                    if keys
                    else ()
                )
            )
        return asked

    @cached_property
    def chosen(self) -> dict[str, list[int]]:
        """The option numbers chosen in each facet; fills `faults` on the way."""
        chosen: dict[str, list[int]] = {}
        for name, facet in self.facets.items():
            values = self.form.cleaned_data.get(name) or []
            known = self.known[name].by_value if values else {}
            chosen[name] = [known[v].number for v in values if v in known]
            for value in values:
                if value not in known:
                    shown = value.replace("\x00", "")[:40]
                    self.form.add_error(
                        name, f"“{shown}” is not one of the choices in {facet.label}."
                    )
        return chosen

    @cached_property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the address: {parameter: sentences}."""
        self.form.is_valid()
        _ = self.chosen
        return {name: list(errors) for name, errors in self.form.errors.items()}

    @property
    def text(self) -> str:
        """The words to search for; "" where the address has none that can be used."""
        given = "" if "q" in self.faults else self.form.cleaned_data.get("q") or ""
        return searchable(given) or given.replace("-", " ").strip()

    @cached_property
    def correction(self) -> str:
        """Better-known words that find something, when the given ones do not."""
        if self.faults or not self.text or self._finds(self.text):
            return ""
        better = better_words(self.text, self.queryset)
        return better if better and self._finds(better) else ""

    def _finds(self, text: str) -> bool:
        """Whether anything says these words, whatever else was chosen.

        The list is counted in any case; so only an empty one asks once more.
        """
        found, _ = self._counts_of(text)
        return found > 0 or self._matching(text).exists()

    @property
    def searched(self) -> str:
        """The text that was really searched for."""
        return self.correction or self.text

    def _matching(self, text: str) -> Any:
        query = SearchQuery(text, config=CONFIG, search_type="websearch")
        return self.queryset.filter(vector=query) if text else self.queryset

    def passage(self) -> Any:
        """An expression over cards: the place and words of a hit beyond the row's."""
        return None

    @cached_property
    def base(self) -> Any:
        """The rows that match the text, before any facet."""
        return self.queryset.none() if self.faults else self._matching(self.searched)

    @cached_property
    def rows(self) -> Any:
        """The rows of the list, in order; retired ones last."""
        rows = self.base
        chosen: dict[str, list[int]] = {} if self.faults else self.chosen
        for name, numbers in chosen.items():
            rows = self.facets[name].filter(rows, numbers)
        return self._sorted(rows)

    @property
    def sorting(self) -> str:
        given = self.form.cleaned_data.get("sort") if not self.faults else ""
        return given or ("relevance" if self.text else "newest")

    def _sorted(self, rows: Any) -> Any:
        # Hits of a search are sorted: walking an index in order for a few is slow, and
        # the planner does it unless the order is none of an index.
        last = Cast("is_retired", IntegerField()) if self.searched else F("is_retired")
        if self.sorting == "relevance" and self.searched:
            query = SearchQuery(self.searched, config=CONFIG, search_type="websearch")
            rank = SearchRank(F("title_vector"), query)
            return rows.order_by(last, rank.desc(), "-record")
        return rows.order_by(last, *self.orders.get(self.sorting, ["-record"]))

    @cached_property
    def _counted(self) -> Counts:
        """The total and each facet's counts, each ignoring its own facet, at once."""
        if self.faults:
            return 0, {name: Counter() for name in self.facets}
        return self._counts_of(self.searched)

    def _counts_of(self, text: str) -> Counts:
        """What `_counted` says, of the rows that match this text."""
        if text not in self._counts:
            rows = self._matching(text)
            self._counts[text] = (
                count_facets(rows, self.facets, self.chosen, is_searched=bool(text))
                if self.facets
                else (rows.count(), {})
            )
        return self._counts[text]

    @property
    def total(self) -> int:
        return self._counted[0]

    def counts(self, name: str) -> Counter[int]:
        """{option number: count} of one facet, ignoring what is chosen in it."""
        return self._counted[1][name]

    @cached_property
    def counted_facets(self) -> list[CountedFacet]:
        """Every facet with the options that have rows or are chosen."""
        known = {**self.known, **self._named_records(), **self._common_words()}
        return [
            self._counted_facet(name, facet, known[name])
            for name, facet in self.facets.items()
        ]

    def _counted_facet(
        self, name: str, facet: Facet, known: Vocabulary
    ) -> CountedFacet:
        counts = self.counts(name)
        chosen = set(self.chosen[name]) if not self.faults else set()
        options = [
            CountedOption(o.value, o.label, counts[o.number], o.number in chosen)
            for o in known.options
            if counts[o.number] or o.number in chosen
        ]
        in_order = facet.options is not None
        options.sort(key=lambda o: (not o.chosen, 0 if in_order else -o.count))
        return CountedFacet(name, str(facet.label), options)

    def _common_words(self) -> dict[str, Vocabulary]:
        """The commonest words of each facet of free words, and those chosen."""
        return {
            name: facet.vocabulary(
                [*map(str, self.chosen[name]), *self._by_count(name)]
            )
            for name, facet in self.facets.items()
            if isinstance(facet, WordFacet) and not self.faults
        }

    def _by_count(self, name: str) -> list[str]:
        return [str(word) for word, _ in self.counts(name).most_common()]

    def _named_records(self) -> dict[str, Vocabulary]:
        """The records that the counts speak of; the commonest fifteen of each facet."""
        wanted: dict[int, str] = {}
        for name, facet in self.facets.items():
            if isinstance(facet, RecordFacet):
                common = [n for n, _ in self.counts(name).most_common(NAMED + 1) if n]
                wanted.update(
                    dict.fromkeys([*common[:NAMED], *self.chosen[name]], name)
                )
        if not wanted:
            return {n: Vocabulary(()) for n in self.facets if n not in self.known}
        rows = (
            SearchEntry.objects.visible_to(self.reader)
            .filter(record__in=list(wanted))
            .values_list("record", "record__key", "title")
        )
        named: dict[str, list[Option]] = {}
        for pk, key, title in rows:
            named.setdefault(wanted[pk], []).append(Option(key, pk, title))
        return {
            name: Vocabulary(named.get(name, ()))
            for name, facet in self.facets.items()
            if isinstance(facet, RecordFacet)
        }
