"""Who has taken a review in hand, so that two people do not read the same.

What waits for review is worked out by `councils.review`; the decisions are decisions.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.proposal import Proposal
from councils.models.record import Record


class ReviewInHand(models.Model):
    """One approver reading one record, or one proposal of it; gone once decided."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="in_hand")
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, null=True, related_name="in_hand"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                name="reviewinhand_record_once",
                condition=models.Q(proposal=None),
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                name="reviewinhand_proposal_once",
                condition=~models.Q(proposal=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} reads {self.record_id}"
