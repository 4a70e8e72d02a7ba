"""Every move of every machine: who moved what from where to where, when and why.

The machines themselves, and `decide`, are in `councils.machines`.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.council import Council
from councils.models.record import Record


class Decision(models.Model):
    """One move; the dated log of a stage is its decisions. Never edited."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="decisions")
    machine = models.TextField()
    action = models.TextField()
    from_state = models.TextField(blank=True)
    to_state = models.TextField()
    on = models.DateField(default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="decisions"
    )
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(
        help_text="The version that was read when this was decided."
    )
    is_override = models.BooleanField(
        default=False,
        help_text="The only approver of a council decided on their own submission.",
    )
    proposal = models.ForeignKey(
        "councils.Proposal", models.PROTECT, null=True, related_name="decisions"
    )
    remarks = models.JSONField(
        default=dict, help_text="What to change, in words by field code."
    )

    class Meta:
        ordering = ["record", "on", "id"]
        indexes = [
            models.Index(fields=["record", "machine"], name="decision_record_machine")
        ]

    def __str__(self) -> str:
        return f"{self.machine}: {self.from_state or 'new'} to {self.to_state}"
