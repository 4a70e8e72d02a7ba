"""What a reviewer is told of what was decided before on what waits now.

Which versions they may read is `councils.readable_versions`'.
"""

from django.db.models import Q, QuerySet

from councils.models.council import Belonging
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.proposal import Proposal
from councils.models.record import Record
from councils.publishing import latest_submission

LATELY = 10


def decisions_told(
    record: Record, edit: Proposal | None, by: User
) -> QuerySet[Decision]:
    """The decisions on an entry or an edit that a reviewer hears of, latest first."""
    rows = Decision.objects.filter(_told_to(record, edit, by), record=record.pk)
    rows = rows.filter(proposal=edit)
    if edit is None:
        rows = rows.filter(machine="publishing")
    return rows.select_related("by", "council").order_by("-pk")


def _told_to(record: Record, edit: Proposal | None, by: User) -> Q:
    """The region's reviewers hear of their own team's decisions and of this review.

    What a council decided by itself, before it left reviewing to them, stays with it.
    """
    if record.lead_id in by.council_ids:
        return Q()
    by_region = Q(council__belonging=Belonging.REGION)
    if edit is not None:
        return by_region | Q(at__gte=edit.sent_at)
    sent = latest_submission(record)
    return by_region | Q(pk__gte=sent.pk) if sent else by_region
