"""A problem that somebody reported with a record, tracked until it is answered.

Reporting, answering and who may read one are `councils.reports`' business: the readers
of the record may not, since what people write here can name somebody.
"""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from councils.models.checks import choice, text_limit
from councils.models.record import Record

WORDS_LIMIT = 2_000
ANSWER_LIMIT = 2_000


class Wrong(models.TextChoices):
    """What is the matter, in the reporter's view."""

    UNTRUE = "untrue", "Something is not true"
    OLD = "old", "It is out of date"
    PERSONAL = "personal", "It says something about a person"
    SENSITIVE = "sensitive", "It should not be public"
    UNUSABLE = "unusable", "I cannot read or use the page"
    OTHER = "other", "Something else"


class ReportState(models.TextChoices):
    NEW = "new", "Not looked at yet"
    LOOKING = "looking", "Being looked at"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed without a change"


OPEN = (ReportState.NEW, ReportState.LOOKING)


def new_token() -> str:
    """What the address of one report ends with: 192 random bits, not to be guessed."""
    return secrets.token_urlsafe(24)


class Report(models.Model):
    """What somebody found wrong with a record, and what was answered.

    `reply_to` is an address for the answer, emptied when that was sent; `section` is
    the code of a section of the record's kind, or "" for the whole of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.TextField(unique=True, default=new_token, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="reports")
    section = models.TextField(blank=True)
    wrong = models.TextField("What is the matter", choices=Wrong)
    words = models.TextField("What is wrong", max_length=WORDS_LIMIT)
    reply_to = models.EmailField("Address for the answer", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reports"
    )
    made_at = models.DateTimeField(default=timezone.now)
    state = models.TextField(choices=ReportState, default=ReportState.NEW)
    answer = models.TextField("Answer", max_length=ANSWER_LIMIT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            choice("report", "wrong", Wrong),
            choice("report", "state", ReportState),
            text_limit("report", "words", WORDS_LIMIT),
            text_limit("report", "answer", ANSWER_LIMIT),
            models.CheckConstraint(
                name="report_answered_in_full",
                condition=models.Q(
                    state__in=OPEN, answer="", answered_by=None, answered_at=None
                )
                | (
                    ~models.Q(state__in=OPEN)
                    & ~models.Q(answer="")
                    & models.Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                name="report_open",
                condition=models.Q(state__in=OPEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_wrong_display()}: {self.record_id}"

    def get_absolute_url(self) -> str:
        """Where whoever reported it follows it, without an account."""
        return reverse("councils:problem", args=[self.token])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def age(self) -> timedelta:
        """How long it has waited, or how long the answer took."""
        return (self.answered_at or timezone.now()) - self.made_at

    @property
    def section_title(self) -> str:
        """The words for the section, where it is one of the record's kind."""
        section = self.record.declared.section(self.section)
        return section.title if section else ""
