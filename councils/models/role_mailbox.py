"""Words that mailboxes of a team or a task are named by: a list that an admin edits.

What a mailbox is taken for is told by `councils.screening.mailboxes`.
"""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

WORD_LIMIT = 64  # characters: RFC 5321 allows no more before the @


class RoleMailboxQuerySet(models.QuerySet["RoleMailbox"]):
    def in_use(self) -> Self:
        """The words that screening goes by: those not retired."""
        return self.filter(retired_on=None)


class RoleMailbox(models.Model):
    """One word; retired and never deleted, as loading would only add it again."""

    word = models.CharField(
        "Word",
        max_length=WORD_LIMIT,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z][a-z0-9._-]*\Z",
                "Enter what stands before the @, in small letters and without spaces.",
            )
        ],
        help_text="Such as enquiries, or customer.services. Signs between words and "
        "digits after them make no difference.",
    )
    retired_on = models.DateField("Retired on", null=True, blank=True)

    objects = RoleMailboxQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "role mailbox"
        verbose_name_plural = "role mailboxes"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
