"""Holding a field of a record back, changing that, and showing the field again.

Who is then told what is `councils.withholding`'s; each of these is a version of the
record like any edit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from councils.changes import change_set
from councils.difference import lock
from councils.models.council import Council
from councils.models.hold import Ground, HoldAudience, RecordHold
from councils.models.person import User
from councils.models.record import Record
from councils.permissions import Action, require
from councils.refusals import Refused

LONGEST = timedelta(days=2 * 365 + 1)
"""How far ahead a review may lie: two years, one of them a leap year."""


def fault_of_review(review_on: date) -> str:
    """What is wrong with a date of review, as a sentence; empty if nothing is."""
    today = timezone.localdate()
    if review_on <= today:
        return "Choose a review date that is still ahead."
    if review_on > today + LONGEST:
        return "Choose a review date within two years: grounds fade with time."
    return ""


def hold_field(
    record: Record,
    code: str,
    *,
    audience: HoldAudience,
    ground: Ground,
    review_on: date,
    by: User,
    reason: str = "",
) -> RecordHold:
    """Hold one field back from all outside `audience`, on this ground, until a review.

    Raises PermissionDenied, and Refused for a field that must be shown or is held back
    already, and for a date of review that is past or more than two years ahead.
    """
    with _on(record, by, reason) as locked:
        declared = locked.declared.fields.get(code)
        if declared is None or not declared.can_be_held:
            raise Refused("This is always shown: it says what the entry is, and whose.")
        if RecordHold.objects.filter(record=locked.pk, field=code).exists():
            raise Refused("This is held back already. Change how, or show it again.")
        _refuse_review(review_on)
        return RecordHold.objects.create(
            record_id=locked.pk,
            field=code,
            audience=audience,
            ground=ground,
            review_on=review_on,
        )


def change_hold(
    record: Record,
    code: str,
    *,
    audience: HoldAudience,
    ground: Ground,
    review_on: date,
    by: User,
    reason: str = "",
) -> RecordHold:
    """Change for whom, why or until when a field is held back; raises as above."""
    with _on(record, by, reason) as locked:
        hold = _found(locked, code)
        _refuse_review(review_on)
        hold.audience, hold.ground, hold.review_on = audience, ground, review_on
        hold.save()
    return hold


def lift_hold(record: Record, code: str, *, by: User, reason: str = "") -> None:
    """Show a field again to everyone who may read the record.

    Versions from the time when it was held back stay without it.
    """
    with _on(record, by, reason) as locked:
        _found(locked, code).delete()


@contextmanager
def _on(record: Record, by: User, reason: str) -> Iterator[Any]:
    """The record, locked, in a change set of `by`, who must be allowed this."""
    with change_set(by=by, reason=reason) as opened:
        opened.reason = opened.reason or reason
        locked = lock(record)
        require(by, Action.HOLD_FIELD, locked)
        yield locked


def _found(record: Record, code: str) -> RecordHold:
    hold = RecordHold.objects.filter(record=record.pk, field=code).first()
    if hold is None:
        raise Refused("This is not held back any more.")
    return hold


def _refuse_review(review_on: date) -> None:
    fault = fault_of_review(review_on)
    if fault:
        raise Refused(fault)


def holds_of(council: Council) -> list[RecordHold]:
    """Every hold on the records that a council leads, soonest review first."""
    rows = RecordHold.objects.filter(record__lead=council)
    return list(rows.select_related("record"))
