"""Screens the reasons that others read beside a change.

What screening finds in a record's own words is `councils.findings`' business.
"""

from collections.abc import Collection

from councils.findings import FieldFinding, Sensitive, circle_of, not_passed
from councils.kinds import Values
from councils.role_mailboxes import role_mailboxes
from councils.screening import screen_fields

REASON = "reason"


def standing_in_reason(
    pk: int | None,
    reason: str,
    after: Values,
    mailboxes: Collection[str] | None = None,
) -> list[FieldFinding]:
    """The findings in a reason that others read beside what it led to, in `after`."""
    if not reason or not circle_of(after):
        return []
    return not_passed(pk, in_reason(reason, mailboxes))


def in_reason(
    reason: str, mailboxes: Collection[str] | None = None
) -> list[FieldFinding]:
    """Every finding in the reason of a change."""
    known = role_mailboxes() if mailboxes is None else mailboxes
    found = screen_fields({REASON: reason}, known).get(REASON, ())
    return [FieldFinding(REASON, "Reason", finding) for finding in found]


def refuse_in_reason(
    pk: int | None,
    reason: str,
    after: Values,
    mailboxes: Collection[str] | None = None,
) -> None:
    """Raise Sensitive where others would read what screening finds in a reason."""
    found = standing_in_reason(pk, reason, after, mailboxes)
    if found:
        raise Sensitive(found)
