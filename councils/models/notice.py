"""What somebody should hear, written with what caused it and sent after commit.

Writing and sending are `councils.notices`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.invitation import Invitation
from councils.models.record import Record


class Notice(models.Model):
    """One message to a person, or to an address that is nobody's yet, said once.

    It leads to a record, to an invitation (whose address is made as the mail is), or
    to a path of the portal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notices"
    )
    address = models.EmailField(blank=True, help_text="Of somebody without account.")
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="notices"
    )
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, null=True, related_name="notices"
    )
    path = models.TextField(blank=True, help_text="Where the mail leads otherwise.")
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
                fields=["person", "address", "record", "invitation", "cause", "step"],
                name="notice_said_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="notice_to_a_person_or_an_address",
                condition=models.Q(person=None) ^ models.Q(address=""),
            ),
            models.CheckConstraint(
                name="notice_leads_somewhere",
                condition=models.Q(record__isnull=False)
                | models.Q(invitation__isnull=False)
                | ~models.Q(path=""),
            ),
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

    @property
    def recipient(self) -> str:
        """The e-mail address that it goes to."""
        return self.person.email if self.person else self.address

    @property
    def link(self) -> str:
        """The path that it leads to, of an invitation made afresh."""
        about = self.record or self.invitation
        if self.path or about is None:
            return self.path
        return about.get_absolute_url()
