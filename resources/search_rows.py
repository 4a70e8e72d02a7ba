"""What resources add to their search rows and list cards.

Writing the rows is `councils.search`'s. Products and suppliers are not named here:
not everybody who may read a resource may read those. A product's number stands in the
row, and lists name it only where its own row is visible.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.models import Product, ServiceArea
from catalogue.models.choices import AiType
from catalogue.search_rows import code_of, mask_of
from councils.kinds import SearchContent, Values
from councils.plain_text import run_on
from councils.present import Shown
from resources.models.choices import ResourceType

ShownByCode = Mapping[str, Shown]
UNSAID = 1_000
"""The code of a type that is held back: still a resource, under no type."""


def resource_content(
    states: Mapping[int, Values], shown: Mapping[int, ShownByCode]
) -> dict[int, SearchContent]:
    """Facet columns, words and cards of resources."""
    bits = dict(ServiceArea.objects.values_list("code", "bit"))
    keys = {key for values in states.values() for key in values["products"]}
    products = dict(Product.objects.filter(key__in=keys).values_list("key", "pk"))
    return {
        pk: SearchContent(
            columns={
                "service_areas": _bits(bits, values["service_areas"]),
                "ai_types": mask_of(AiType, values["ai_types"]),
                "resource_type": code_of(ResourceType, values["resource_type"])
                or UNSAID,
                "products": [products[key] for key in values["products"]],
                "tags": values["tags"],
                "review_on": values["review_on"],
                "file_version": values["current_version"],
            },
            card=_card(values, shown[pk]),
            words=_words(values, shown[pk]),
        )
        for pk, values in states.items()
    }


def _card(values: Values, shown: ShownByCode) -> dict[str, Any]:
    return {
        "title": values["title"],
        "lead": _said(shown, "lead"),
        "lead_slug": values["lead"],
        "partners": _listed(shown, "partners"),
        "publishing": values["publishing"],
        "sharing": values["sharing"],
        "verified_on": values["verified_on"],
        "resource_type": values["resource_type"],
        "resource_type_words": _said(shown, "resource_type"),
        "summary": values["summary"],
        "tags": values["tags"],
        "service_areas": _listed(shown, "service_areas"),
        "ai_types": _listed(shown, "ai_types"),
        "licence": _said(shown, "licence"),
        "review_on": values["review_on"],
        "has_file": values["current_version"] is not None,
        "url": values["url"],
    }


def _words(values: Values, shown: ShownByCode) -> str:
    named = ("resource_type", "service_areas", "lead", "partners")
    parts = [_said(shown, code) for code in named]
    return run_on([*parts, *values["tags"]])


def _bits(bits: Mapping[str, int], codes: Iterable[str]) -> int:
    return sum(1 << bits[code] for code in set(codes))


def _said(shown: ShownByCode, code: str) -> str:
    return str(shown[code]) if code in shown else ""


def _listed(shown: ShownByCode, code: str) -> list[str]:
    return [text.words for text in shown[code].texts] if code in shown else []
