"""What somebody should hear, written with what caused it and sent after commit.

Writing and sending are `councils.notices`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.record import Record


class Notice(models.Model):
    """One message to one person about one record, said once for each cause and step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices"
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="notices")
    cause = models.TextField(help_text="What happened, as a code.")
    step = models.TextField(help_text="Which occurrence, so that none is said twice.")
    subject = models.TextField()
    body = models.TextField()
    why = models.TextField(help_text="Why this person gets it.")
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "record", "cause", "step"], name="notice_said_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notice_waiting",
                condition=models.Q(sent_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.subject
