"""A difference that waits: an edit to be reviewed, a neighbour's news, a suggestion.

Applying one is `councils.actions.accept_proposal`.
"""

import uuid

from django.conf import settings
from django.db import models

from councils.models.checks import choice
from councils.models.council import Council
from councils.models.record import Record


class ProposalKind(models.TextChoices):
    EDIT = "edit", "Edit that waits for review"
    UPSTREAM = "upstream", "Newer original"
    SUGGESTION = "suggestion", "Reader's suggestion"


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class Proposal(models.Model):
    """A difference against one version of a record, with its author and reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="proposals")
    kind = models.TextField(choices=ProposalKind)
    state = models.TextField(choices=ProposalState, default=ProposalState.WAITING)
    base_version = models.PositiveIntegerField()
    difference = models.JSONField()
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals"
    )
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            choice("proposal", "kind", ProposalKind),
            choice("proposal", "state", ProposalState),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.record_id}"
