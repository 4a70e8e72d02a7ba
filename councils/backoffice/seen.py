"""Searching and narrowing records in the back office by what one may read of them.

Django would ask the columns, which know nothing of what is held back; these ask the
reader's own search rows, as every list of the portal does.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.http import HttpRequest

from councils.facets import Facet, Vocabulary
from councils.models.search import SearchEntry
from councils.spelling import CONFIG, searchable


def found_by_words(words: str, reader: Any) -> models.QuerySet[Any]:
    """The ids of the records whose text, as this reader has it, says these words."""
    text = searchable(words)
    if not text:
        return SearchEntry.objects.none().values("record")
    query = SearchQuery(text, config=CONFIG, search_type="websearch")
    rows = SearchEntry.objects.visible_to(reader).filter(vector=query)
    return rows.values("record")


class RowFilter(admin.SimpleListFilter):
    """A filter over a column of the search rows. `facet` says everything else."""

    facet: ClassVar[Facet]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(option.value, option.label) for option in self._known().options]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The records whose row, as this reader reads it, has the value chosen."""
        chosen = self._known().by_value.get(self.value() or "")
        if chosen is None:
            return queryset
        rows = SearchEntry.objects.visible_to(request.user)
        rows = rows.filter(self.facet.condition([chosen.number]))
        return queryset.filter(pk__in=rows.values("record"))

    def _known(self) -> Vocabulary:
        options: Callable[[], Vocabulary] | None = self.facet.options
        return options() if options else Vocabulary(())


def row_filter(name: str, facet: Facet) -> type[RowFilter]:
    """The filter of the back office that asks as this facet of a list does."""
    return type(
        f"{name.title()}Filter",
        (RowFilter,),
        {"parameter_name": name, "title": str(facet.label).lower(), "facet": facet},
    )
