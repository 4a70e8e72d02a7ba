"""What narrows the list of resources; how it works is `councils.filters`.

Words also find what stands in the files: `resources.file_text`.
"""

import re
from typing import Any, ClassVar

import django_filters
from django.db.models import F

from catalogue.filters import words_of_tables
from catalogue.models import Product
from catalogue.models.choices import AiType
from councils.facets import (
    DueFacet,
    Facet,
    ListFacet,
    MaskFacet,
    Option,
    RecordListFacet,
    Vocabulary,
    WordFacet,
    vocabulary_of,
)
from councils.filters import RecordFilter
from resources import file_text
from resources.kinds import RESOURCE
from resources.models import ResourceType
from resources.models.resource import TAG_SHAPE

CURRENCY = Vocabulary(
    [
        Option("in_date", 0, "In date"),
        Option("out_of_date", 1, "Out of date"),
        Option("no_date", 2, "No review date"),
    ]
)


class ResourceWords(RecordFilter):
    """Resources by words alone: theirs, and those of the files that readers get."""

    orders: ClassVar[dict[str, list[Any]]] = {
        **RecordFilter.orders,
        "review": [F("review_on").asc(nulls_last=True), "-record"],
    }
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        method="keep",
        empty_label=None,
        choices=[
            ("relevance", "Best match"),
            ("newest", "Newest"),
            ("verified", "Lately confirmed"),
            ("review", "Review date"),
            ("title", "Title"),
        ],
    )

    def __init__(self, data: Any, *, reader: Any) -> None:
        super().__init__(data, kind_number=RESOURCE.number, reader=reader)
        # Says no more than the kind does, but lets their own index serve.
        self.queryset: Any = self.queryset.filter(resource_type__gt=0)

    def _matching(self, text: str) -> Any:
        if not text:
            return self.queryset
        return self.queryset.filter(file_text.matches(text, RESOURCE.number))

    def passage(self) -> Any:
        return file_text.passage(self.searched)


class ResourceFilter(ResourceWords):
    """The list of resources with its facets."""

    type = Facet("resource_type", "Type", lambda: vocabulary_of(ResourceType, 1))
    currency = DueFacet("review_on", "Up to date", lambda: CURRENCY)
    council = ListFacet("councils", "Council")
    service_area = MaskFacet("service_areas", "Service area")
    ai_type = MaskFacet("ai_types", "AI type", lambda: vocabulary_of(AiType, 0))
    product = RecordListFacet("products", "Product", Product)
    tag = WordFacet("tags", "Tag", re.compile(TAG_SHAPE))

    def vocabularies(self) -> dict[str, Vocabulary]:
        """Councils and service areas, in one statement."""
        words = words_of_tables()
        return {name: words[name] for name in ("council", "service_area")}
