"""What an approver let through although screening had found it, and why.

Finding is `councils.screening`'s; what it means for a record is `councils.findings`'.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.council import Council
from councils.models.record import Record


class ScreeningOverride(models.Model):
    """One finding in one field that an approver looked at and let stand. Never edited.

    `fingerprint` is the SHA-256 of the words found, so that the same words are not
    asked about again and others are; `masked` is how they are shown.
    """

    record = models.ForeignKey(
        Record, models.PROTECT, related_name="screening_overrides"
    )
    field = models.TextField()
    finding = models.TextField()
    fingerprint = models.TextField()
    masked = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "field", "fingerprint"],
                name="screeningoverride_once",
            ),
            models.CheckConstraint(
                name="screeningoverride_reasoned", condition=~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} in {self.field} of {self.record_id}"
