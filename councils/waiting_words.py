"""What screening finds in what waits for review, before the region may read it.

Which findings an approver let stand is `councils.findings`'.
"""

from django.db import models

from councils.difference import from_json
from councils.findings import (
    FieldFinding,
    findings_in,
    not_passed,
    standing_in,
)
from councils.kinds import Kind, kind_named
from councils.models.council import Council
from councils.models.proposal import OPEN, Proposal
from councils.models.record import Publishing, Record
from councils.screened_reasons import in_reason


def unseen_by_region(council: Council) -> list[str]:
    """Titles of what waits in a council that the region may not read as it stands."""
    edited = Proposal.objects.filter(state__in=OPEN).values("record")
    in_review = models.Q(publishing=Publishing.IN_REVIEW)
    waiting = Record.objects.filter(in_review | models.Q(pk__in=edited), lead=council)
    rows = [kind_named(row.kind).model.objects.get(pk=row.pk) for row in waiting]
    return [row.title for row in rows if _found_in(row)]


def _found_in(record: Record) -> list[FieldFinding]:
    waits = record.publishing == Publishing.IN_REVIEW
    found = standing_in(record) if waits else []
    return found + standing_in_edits(record.declared, record.pk)


def standing_in_edits(kind: Kind, pk: int) -> list[FieldFinding]:
    """The findings in edits of a record that wait or were sent back."""
    found: list[FieldFinding] = []
    for edit in Proposal.objects.filter(record=pk, state__in=OPEN):
        after = {change.field: change.after for change in from_json(edit.difference)}
        found += findings_in(kind, after) + in_reason(edit.reason)
    return not_passed(pk, found)
