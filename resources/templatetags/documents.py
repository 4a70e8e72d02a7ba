"""What the shelf offers to the pages of use cases, and a card of a resource.

The catalogue knows nothing of resources; its templates only load these tags.
"""

from typing import Any

from django import template

from councils.models.record import Record
from resources.duplicates import near_identical
from resources.models import VersionState
from resources.uses import documents_of, matching_resources, use_cases_with

register = template.Library()

MOST_IN_RAIL = 5


@register.inclusion_tag("resources/card.html")
def resource_card(card: dict[str, Any]) -> dict[str, Any]:
    """The card of one resource in a list."""
    return {"card": card}


@register.inclusion_tag("resources/documents_rail.html", takes_context=True)
def use_case_documents(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """The documents of a use case for a stranger's rail; members have a tab of them."""
    reader = context["request"].user
    if reader.is_authenticated:
        return {"record": record, "may_edit": context["may_edit"]}
    found = documents_of(record, reader, MOST_IN_RAIL)
    return {"documents": found, "record": record, "may_edit": context["may_edit"]}


@register.inclusion_tag("resources/offered.html", takes_context=True)
def offered_documents(context: dict[str, Any], record: Record) -> dict[str, Any]:
    """Resources that fit a use case being written; nothing for other kinds."""
    if record.kind != "use_case":
        return {}
    offered = matching_resources(record, context["request"].user)  # type: ignore[arg-type]
    return {"offered": offered, "record": record}


@register.inclusion_tag("resources/like_files.html", takes_context=True)
def like_files(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Other resources whose file says nearly what the newest file of this one says."""
    newest = record.files.filter(state=VersionState.READY).first()
    if newest is None:
        return {}
    pages = newest.pages.filter(is_hidden=False).values_list("text", flat=True)
    reader = context["request"].user
    return {"like": near_identical("\n".join(pages), reader, besides=record.key)}


@register.inclusion_tag("resources/where_used.html", takes_context=True)
def where_used(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """The use cases that make use of a resource, as far as this reader sees them."""
    return {"use_cases": use_cases_with(record, context["request"].user)}
