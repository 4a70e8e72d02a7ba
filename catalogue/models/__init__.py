"""The tables of the catalogue: suppliers, products, use cases and their words."""

from catalogue.models.choices import Stage, Status
from catalogue.models.lookups import (
    AtrsCapability,
    AtrsFunction,
    ServiceArea,
    UserGroup,
)
from catalogue.models.product import Product
from catalogue.models.supplier import Supplier
from catalogue.models.use_case import UseCase

__all__ = [
    "AtrsCapability",
    "AtrsFunction",
    "Product",
    "ServiceArea",
    "Stage",
    "Status",
    "Supplier",
    "UseCase",
    "UserGroup",
]
