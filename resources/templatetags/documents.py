"""What the shelf offers to the pages of use cases, and a card of a resource.

The catalogue knows nothing of resources; its templates only load these tags.
"""

from typing import Any

from django import template

from councils.models.record import Record
from resources.adapting import kin_of
from resources.duplicates import near_identical
from resources.inspection.allowed import ALLOWED
from resources.models import Resource, ScanResult, VersionState
from resources.readable import current_file
from resources.uses import documents_of, matching_resources, use_cases_with
from resources.versions_page import HIDES, TILES

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
    use_case: Any = record
    offered = matching_resources(use_case, context["request"].user)
    return {"offered": offered, "record": record}


@register.inclusion_tag("resources/like_files.html", takes_context=True)
def like_files(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Other resources whose file says nearly what the newest file of this one says.

    What it was made from, or what was made from it, is no news to anybody.
    """
    newest = record.files.filter(state=VersionState.READY).first()
    if newest is None:
        return {}
    pages = newest.pages.filter(is_hidden=False).values_list("text", flat=True)
    reader = context["request"].user
    like = near_identical("\n".join(pages), reader, besides=record.key)
    kin = Resource.objects.visible_to(reader).filter(pk__in=kin_of(record))
    known = set(kin.values_list("key", flat=True))
    return {"like": [other for other in like if other.key not in known]}


@register.inclusion_tag("resources/file_to_review.html", takes_context=True)
def file_to_review(context: dict[str, Any], record: Record) -> dict[str, Any]:
    """The file that readers would get, for whoever reviews a resource."""
    if not isinstance(record, Resource):
        return {}
    version = current_file(record, context["request"].user)
    if version is None:
        return {}
    kind = ALLOWED.get(version.detected_type)
    return {
        "record": record,
        "version": version,
        "tile": TILES.get(version.detected_type, "text"),
        "type_label": kind.label if kind else "",
        "hides": [HIDES[code] for code in version.hidden if code in HIDES],
        "is_unscanned": version.scan != ScanResult.CLEAN,
    }


@register.inclusion_tag("resources/where_used.html", takes_context=True)
def where_used(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """The use cases that make use of a resource, as far as this reader sees them."""
    return {"use_cases": use_cases_with(record, context["request"].user)}
