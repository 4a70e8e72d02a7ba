"""Writes of the catalogue that touch several rows or begin a record.

Editing and moving records is the ground floor's (`apply`, `decide`).
"""

from typing import Any, cast

from django.utils import timezone

from catalogue.kinds import PRODUCT, SUPPLIER_KIND, USE_CASE
from catalogue.models import Product, Stage, Supplier, UseCase
from councils.actions import create_record
from councils.changes import change_set
from councils.difference import lock
from councils.kinds import Kind, Values
from councils.machines import Refused
from councils.models.council import Belonging, Council, Role
from councils.models.person import User
from councils.models.record import Publishing, Record, Sharing
from councils.models.search import SearchEntry
from councils.notices import holders, write_notice
from councils.permissions import Action, require


def create_use_case(
    values: Values,
    *,
    by: User,
    stage: Stage = Stage.SCAN,
    external: Values | None = None,
) -> UseCase:
    """Begin a draft of the council that `by` acts for, at the stage it has reached.

    `values` are snapshot values by field code. Raises PermissionDenied, and
    ValidationError by field name.
    """
    made = create_record(
        USE_CASE, {**values, **(external or {})}, by=by, states={"stage": stage}
    )
    return cast(UseCase, made)


def propose_supplier(values: Values, *, by: User) -> Supplier:
    """Add a supplier that the region's councils see at once, unconfirmed."""
    return cast(Supplier, _propose(SUPPLIER_KIND, values, by=by))


def propose_product(values: Values, *, by: User) -> Product:
    """Add a product that the region's councils see at once, unconfirmed."""
    return cast(Product, _propose(PRODUCT, values, by=by))


def _propose(kind: Kind, values: Values, *, by: User) -> Record:
    region = Council.objects.get(belonging=Belonging.REGION)
    with change_set(by=by, reason=f"New {kind.noun}"):
        record = create_record(
            kind,
            {**values, "steward": None},
            by=by,
            lead=region,
            states={"publishing": Publishing.PUBLISHED, "sharing": Sharing.REGION},
            needs=Action.PROPOSE_PRODUCT,
        )
        for moderator in holders(region, [Role.REGIONAL_MODERATOR]):
            write_notice(
                moderator,
                record,
                cause=f"{kind.code}.proposed",
                step=record.key,
                subject=f"New {kind.noun} to confirm: {record.title}",
                body=f"{by} ({by.acting_for}) added “{record.title}”. Confirm it, or "
                f"merge it into the one that it repeats.",
                why="you moderate the region's products and suppliers",
            )
    return record


def confirm_shared(record: Product | Supplier, *, by: User) -> Product | Supplier:
    """Confirm a product or supplier: from now on everyone may read it."""
    require(by, Action.MODERATE_PRODUCT, record)
    with change_set(by=by, reason="Confirmed by the region"):
        locked: Product | Supplier = lock(record)
        if locked.confirmed_on:
            raise Refused("This was confirmed before.")
        locked.confirmed_on = timezone.localdate()
        locked.sharing = Sharing.PUBLIC
        locked.save()
        if isinstance(locked, Product) and locked.supplier:
            supplier: Supplier = lock(locked.supplier)
            if not supplier.confirmed_on:
                confirm_shared(supplier, by=by)
    return locked


def merge_shared(
    record: Product | Supplier, into: Product | Supplier, *, by: User, reason: str
) -> int:
    """Retire a duplicate and move all that used it.

    Returns how many of the moved records `by` finds under it: a number would tell of
    hidden ones, and of those that hold back what they run on.
    """
    require(by, Action.MODERATE_PRODUCT, record)
    if type(record) is not type(into) or record.pk == into.pk:
        raise Refused("Choose another one of the same sort to merge into.")
    with change_set(by=by, reason=reason or f"Merged into {into.title}"):
        duplicate: Any = lock(record)
        if duplicate.publishing == Publishing.RETIRED:
            raise Refused("This was merged or retired before.")
        users = _users_of(duplicate)
        seen = _seen_on(duplicate, by)
        for user_of in users:
            locked: Any = lock(user_of)
            setattr(
                locked, "product" if isinstance(record, Product) else "supplier", into
            )
            locked.save()
        duplicate.merged_into = into
        duplicate.publishing = Publishing.RETIRED
        duplicate.save()
    return seen


def _seen_on(record: Product | Supplier, by: User) -> int:
    """How many records `by` finds under a product, or products under a supplier."""
    rows = SearchEntry.objects.visible_to(by)
    if isinstance(record, Product):
        return rows.filter(kind=USE_CASE.number, product=record.pk).count()
    return rows.filter(kind=PRODUCT.number, supplier=record.pk).count()


def _users_of(record: Product | Supplier) -> list[UseCase | Product]:
    if isinstance(record, Product):
        return list(UseCase.objects.filter(product=record))
    return list(Product.objects.filter(supplier=record))
