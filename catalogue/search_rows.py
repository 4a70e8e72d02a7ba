"""What use cases, products and suppliers add to their search rows and list cards.

Writing the rows is `councils.search`'s. Values and `shown` have passed the field door
for the audience of each row, so nothing here decides who may read what.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from catalogue.models import Product, ServiceArea, Supplier, UseCase, UserGroup
from catalogue.models.choices import (
    AiType,
    Collaboration,
    Readiness,
    Sensitivity,
    Stage,
    Status,
)
from catalogue.models.use_case import publicly_sourced
from councils.kinds import SearchContent, Values
from councils.models.hold import RecordHold
from councils.plain_text import run_on
from councils.present import Shown

ShownByCode = Mapping[str, Shown]


def code_of(vocabulary: type[models.TextChoices], value: str) -> int:
    """The small code of a vocabulary's member in search rows: 1 and up, 0 for none."""
    return list(vocabulary.values).index(value) + 1 if value else 0


def mask_of(vocabulary: type[models.TextChoices], values: Iterable[str]) -> int:
    """The bit mask of several members of a vocabulary."""
    places = list(vocabulary.values)
    return sum(1 << places.index(value) for value in set(values))


@dataclass(frozen=True)
class _Words:
    """The lookups' bits and the products' rows that a batch of records needs."""

    areas: Mapping[str, int]
    groups: Mapping[str, int]
    products: Mapping[str, dict[str, Any]]


def _words_for(states: Mapping[int, Values]) -> _Words:
    keys = {values["product"] for values in states.values() if values["product"]}
    return _Words(
        areas=_bits_of(ServiceArea, states, "service_areas"),
        groups=_bits_of(UserGroup, states, "user_groups"),
        products=_products_with(keys) if keys else {},
    )


def _bits_of(
    lookup: Any, states: Mapping[int, Values], field: str
) -> Mapping[str, int]:
    """The bit of each word of a lookup that these states use."""
    codes = {code for values in states.values() for code in values[field]}
    rows = lookup.objects.filter(code__in=codes).order_by()
    return dict(rows.values_list("code", "bit")) if codes else {}


def _products_with(keys: set[str]) -> dict[str, dict[str, Any]]:
    """What rows say of the products with these keys, by key."""
    held = RecordHold.objects.filter(record=models.OuterRef("pk"), field="supplier")
    rows = (
        Product.objects.filter(key__in=keys)
        .annotate(names_supplier=~models.Exists(held))
        .values("key", "pk", "supplier_id", "supplier__title", "names_supplier")
    )
    return {row["key"]: dict(row) for row in rows}


def use_case_content(
    states: Mapping[int, Values], shown: Mapping[int, ShownByCode]
) -> dict[int, SearchContent]:
    """Facet columns, words and cards of use cases."""
    words = _words_for(states)
    return {
        pk: SearchContent(
            columns=_use_case_columns(values, shown[pk], words),
            card=_use_case_card(values, shown[pk]),
            words=_use_case_words(values, shown[pk], words),
        )
        for pk, values in states.items()
    }


def _use_case_columns(
    values: Values, shown: ShownByCode, words: _Words
) -> dict[str, Any]:
    product = (
        words.products.get(values["product"]) if _names(shown, "product") else None
    )
    return {
        "stage": code_of(Stage, values["stage"]),
        "status": code_of(Status, values["status"]),
        "sensitivity": code_of(Sensitivity, values["sensitivity"]),
        "product": product["pk"] if product else 0,
        "supplier": _supplier_of(product),
        "service_areas": _bits(words.areas, values["service_areas"]),
        "user_groups": _bits(words.groups, values["user_groups"]),
        "ai_types": mask_of(AiType, values["ai_types"]),
        "readiness": mask_of(Readiness, values["readiness"]),
        "collaboration": mask_of(Collaboration, values["collaboration"]),
        "is_publicly_sourced": publicly_sourced(
            values["source_url"], values["verified_on"]
        ),
    }


def _supplier_of(product: Mapping[str, Any] | None) -> int:
    """The id of a product's supplier; 0 for none, and where that is held back."""
    if product is None or not product["names_supplier"]:
        return 0
    return int(product["supplier_id"] or 0)


def _use_case_card(values: Values, shown: ShownByCode) -> dict[str, Any]:
    return {
        **_common_card(values, shown),
        "result": values["result"],
        "summary": values["summary"],
        "stage": values["stage"],
        "status": values["status"],
        "product": _names(shown, "product"),
        "product_url": _url(shown, "product"),
        "sensitivity": _names(shown, "sensitivity"),
        "service_areas": _list(shown, "service_areas"),
        "user_groups": _list(shown, "user_groups"),
        "ai_types": _list(shown, "ai_types"),
        "readiness": _list(shown, "readiness"),
        "collaboration": _list(shown, "collaboration"),
        "oversight": _names(shown, "oversight"),
        "setup_cost": _names(shown, "setup_cost"),
        "running_cost": _names(shown, "running_cost"),
        "contract_ends_on": values["contract_ends_on"],
        "contact": values["contact"],
        "is_publicly_sourced": publicly_sourced(
            values["source_url"], values["verified_on"]
        ),
    }


def _common_card(values: Values, shown: ShownByCode) -> dict[str, Any]:
    return {
        "title": values["title"],
        "lead": _names(shown, "lead"),
        "lead_slug": values["lead"],
        "partners": _list(shown, "partners"),
        "publishing": values["publishing"],
        "sharing": values["sharing"],
        "verified_on": values["verified_on"],
    }


def _use_case_words(values: Values, shown: ShownByCode, words: _Words) -> str:
    parts = [
        str(shown[code])
        for code in ("product", "service_areas", "user_groups", "lead", "partners")
        if code in shown
    ]
    product = (
        words.products.get(values["product"]) if _names(shown, "product") else None
    )
    if product and _supplier_of(product):
        parts.append(product["supplier__title"])
    return run_on(parts)


def product_content(
    states: Mapping[int, Values], shown: Mapping[int, ShownByCode]
) -> dict[int, SearchContent]:
    """Cards of products; their one facet is the supplier."""
    keys = {values["supplier"] for values in states.values() if values["supplier"]}
    suppliers = dict(Supplier.objects.filter(key__in=keys).values_list("key", "pk"))
    return {
        pk: SearchContent(
            columns={
                "supplier": suppliers.get(values["supplier"], 0)
                if _names(shown[pk], "supplier")
                else 0
            },
            card={
                **_common_card(values, shown[pk]),
                "about": values["about"],
                "supplier": _names(shown[pk], "supplier"),
                "supplier_url": _url(shown[pk], "supplier"),
                "confirmed_on": values["confirmed_on"],
            },
            words=_names(shown[pk], "supplier"),
        )
        for pk, values in states.items()
    }


def supplier_content(
    states: Mapping[int, Values], shown: Mapping[int, ShownByCode]
) -> dict[int, SearchContent]:
    """Cards of suppliers; they have no facets."""
    return {
        pk: SearchContent(
            columns={},
            card={
                **_common_card(values, shown[pk]),
                "about": values["about"],
                "confirmed_on": values["confirmed_on"],
            },
        )
        for pk, values in states.items()
    }


def use_cases_of(pks: list[int]) -> dict[str, list[int]]:
    """The use cases whose rows show these products."""
    found = UseCase.objects.filter(product__in=pks)
    return {"use_case": list(found.values_list("pk", flat=True))}


def products_of(pks: list[int]) -> dict[str, list[int]]:
    """The products whose rows show these suppliers, and the use cases of those."""
    products = Product.objects.filter(supplier__in=pks)
    found: dict[str, list[int]] = defaultdict(list)
    found["product"] = list(products.values_list("pk", flat=True))
    found.update(use_cases_of(found["product"]))
    return found


def _bits(bits: Mapping[str, int], codes: Iterable[str]) -> int:
    return sum(1 << bits[code] for code in set(codes))


def _names(shown: ShownByCode, code: str) -> str:
    return str(shown[code]) if code in shown else ""


def _list(shown: ShownByCode, code: str) -> list[str]:
    return [text.words for text in shown[code].texts] if code in shown else []


def _url(shown: ShownByCode, code: str) -> str:
    return next((text.url for text in shown[code].texts), "") if code in shown else ""
