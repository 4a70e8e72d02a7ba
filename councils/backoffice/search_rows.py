"""What lists, counts and search are answered from, of one record, to be read.

Django registers no table with a key of two columns, as search rows and cards have; and
nobody reads more than one row of a record: so it is a page of the record's own.
"""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from councils.models.record import Record
from councils.models.search import Audience, SearchCard, SearchEntry

WORDS = {
    Audience.OWN: "lead and partner councils",
    Audience.REGION: "the region's councils",
    Audience.PUBLIC: "everyone",
    Audience.REVIEW: "the region's moderators, while it waits for them",
}
VECTORS = frozenset({"pk", "record", "audiences", "title_vector", "vector"})


def search_row_page(
    request: HttpRequest, office: admin.ModelAdmin, record: Record
) -> TemplateResponse:
    """The row, its card and its text, as this person's lists and searches have them."""
    entry = SearchEntry.objects.visible_to(request.user).get(record=record.pk)
    card = SearchCard.objects.get(record=record.pk, audiences=entry.audiences)
    context: dict[str, Any] = {
        **office.admin_site.each_context(request),
        "title": "Search row",
        "subtitle": str(record),
        "opts": office.model._meta,
        "record": record,
        "columns": _columns(entry),
        "text": card.text,
        "card": json.dumps(card.card, indent=2, ensure_ascii=False),
    }
    return TemplateResponse(request, "admin/search_row.html", context)


def _columns(entry: SearchEntry) -> list[tuple[str, Any]]:
    """The columns by name, codes and masks as they stand, and whom the row serves."""
    mask = Audience(entry.audiences)
    served = "; ".join(WORDS[one] for one in Audience if one in mask)
    fields = SearchEntry._meta.get_fields()
    names = [f.name for f in fields if f.concrete and f.name not in VECTORS]
    return [("serves", served), *((name, getattr(entry, name)) for name in names)]
