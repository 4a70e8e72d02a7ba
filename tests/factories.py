"""Makes records for tests through the same actions that people use.

So no state exists in a test that could not exist in the portal.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from catalogue.actions import create_use_case, propose_product, propose_supplier
from catalogue.models import Product, Stage, Supplier, UseCase
from councils.changes import change_set
from councils.difference import apply, difference
from councils.holds import hold_field
from councils.machines import decide, machine_named
from councils.models import Ground, HoldAudience, Sharing, User
from councils.proposing import ask_to_share
from councils.publishing import approvers_of, authors_of
from councils.snapshots import snapshots

_numbers = count(1)

ENOUGH = {
    "summary": "Drafts a note that a person reads before it is used.",
    "contact": "ai-team@northford.example",
}


def make_use_case(
    by: User,
    title: str = "",
    *,
    stage: Stage = Stage.SCAN,
    sharing: Sharing | None = None,
    **values: Any,
) -> UseCase:
    """A draft of the council that `by` acts for; published when `sharing` is given."""
    title = title or f"Meeting notes drafted, number {next(_numbers)}"
    made = create_use_case({**ENOUGH, "title": title, **values}, by=by, stage=stage)
    if sharing is not None:
        share(made, by, sharing)
    return UseCase.objects.get(pk=made.pk)


def make_waiting(by: User, sharing: Sharing, **values: Any) -> UseCase:
    """A draft that `by` has sent for review, to be shared so once it is published."""
    made = make_use_case(by, **values)
    decide(made, machine_named("sharing"), f"share_{sharing.value}", by=by)
    submit(made, by)
    return UseCase.objects.get(pk=made.pk)


def share(record: Any, by: User, sharing: Sharing) -> None:
    """Publish a draft, approved by whoever may, and share it as widely as this."""
    if sharing != Sharing.OWN:
        decide(record, machine_named("sharing"), f"share_{sharing.value}", by=by)
    submit(record, by)
    approve(record)


def share_again(record: Any, by: User) -> None:
    """Share with the region what its council had kept to itself once published."""
    ask_to_share(record, "share_region", by=by, reason="Ready again")
    approve(record)


def submit(record: Any, by: User) -> None:
    """Send a draft for review."""
    decide(record, machine_named("publishing"), "submit", by=by)


def approve(record: Any) -> None:
    """Publish what waits for review, as another approver where there is one."""
    fresh = type(record).objects.get(pk=record.pk)
    approvers = approvers_of(fresh)
    others = [p for p in approvers if p.pk not in authors_of(fresh)]
    decide(
        fresh,
        machine_named("publishing"),
        "approve",
        by=(others or approvers)[0],
        reason="" if others else "Nobody else can approve at Northford",
        override=not others,
    )


def make_product(by: User, title: str = "", **values: Any) -> Product:
    """A product proposed by `by`, not yet confirmed."""
    title = title or f"Note taker {next(_numbers)}"
    return propose_product({"title": title, **values}, by=by)


def make_supplier(by: User, title: str = "", **values: Any) -> Supplier:
    """A supplier proposed by `by`, not yet confirmed."""
    title = title or f"Harbour Speech {next(_numbers)}"
    return propose_supplier({"title": title, **values}, by=by)


def edit(record: Any, by: User, reason: str = "", **values: Any) -> Any:
    """Change fields of a record as its edit page would."""
    now = values_of(record)
    before = {code: now[code] for code in values}
    return apply(record, difference(before, values), by, reason)


def hold(
    record: Any,
    by: User,
    *codes: str,
    audience: HoldAudience = HoldAudience.OWN,
    ground: Ground = Ground.COMMERCIAL,
) -> None:
    """Hold these fields of a record back for a year, in one change set."""
    review_on = timezone.localdate() + timedelta(days=365)
    with change_set(by=by):
        for code in codes:
            hold_field(
                record,
                code,
                audience=audience,
                ground=ground,
                review_on=review_on,
                by=by,
            )


def values_of(record: Any) -> dict[str, Any]:
    """The record's state as plain values, read from the database."""
    return snapshots(record.declared, [record.pk])[record.pk]
