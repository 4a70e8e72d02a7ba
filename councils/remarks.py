"""What a reviewer asked to be changed, put beside the fields where it is to be mended.

Sending back is a move of the machines; this reads what was said with it.
"""

from dataclasses import dataclass
from typing import Any

from councils.models.decision import Decision
from councils.models.proposal import Proposal, ProposalState
from councils.models.record import Publishing, Record


@dataclass(frozen=True)
class Remarks:
    """Why something was sent back, by whom, and what to change by field code."""

    reason: str
    by: str
    fields: dict[str, str]
    labels: dict[str, str]


def remarks_on(record: Record, edit: Proposal | None) -> Remarks | None:
    """What the last sending back said, while it is still to be mended; else None."""
    rows = Decision.objects.filter(record=record.pk, action="return")
    if edit is not None and edit.state == ProposalState.RETURNED:
        rows = rows.filter(proposal=edit)
    elif record.publishing == Publishing.CHANGES_REQUESTED:
        rows = rows.filter(machine="publishing")
    else:
        return None
    last = rows.select_related("by").order_by("-pk").first()
    if last is None:
        return None
    label = record.declared.label
    return Remarks(
        reason=last.reason,
        by=str(last.by or ""),
        fields=last.remarks,
        labels={label(code): words for code, words in last.remarks.items()},
    )


def put_remarks(form: Any, remarks: Remarks | None) -> None:
    """Give each field of a form the remark that is about it."""
    for code, words in (remarks.fields if remarks else {}).items():
        if code in form.fields:
            form.fields[code].remark = words
