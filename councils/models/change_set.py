"""One row for everything that one act wrote, and a version of each record it changed.

How change sets are opened and closed is said in `councils.changes`.
"""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalRecords

from councils.models.checks import choice
from councils.models.council import Council
from councils.models.record import Record


class Channel(models.TextChoices):
    """What the act came through."""

    WEB = "web", "the portal"
    ADMIN = "admin", "the back office"
    IMPORT = "import", "an import"
    API = "api", "the API"
    COMMAND = "command", "a command"
    TASK = "task", "a background task"


class ChangeSet(models.Model):
    """Who wrote, when, acting for which council, why, and through what.

    The deferred triggers of migration 0002 refuse a commit that touched a record
    without a version in the transaction's own change set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    channel = models.TextField(choices=Channel, default=Channel.WEB)

    class Meta:
        ordering = ["-at"]
        constraints = [choice("changeset", "channel", Channel)]
        indexes = [models.Index(fields=["at"], name="changeset_at")]

    def __str__(self) -> str:
        return f"{self.at:%-d %B %Y %H:%M}, {self.by or 'the portal itself'}"


class RecordVersion(models.Model):
    """One state that a record was in, whole, by field code.

    `snapshot` is {field code: plain value}: links as sorted natural keys, child rows
    as a list of objects with their `id`. `audiences` is the widest mask of
    `councils.models.search.Audience` that this version was ever read by.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="versions", db_index=True
    )
    at = models.DateTimeField()
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    audiences = models.SmallIntegerField()

    class Meta:
        ordering = ["record", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"], name="recordversion_number_once"
            )
        ]
        indexes = [models.Index(fields=["at"], name="recordversion_at")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.record_id}"


class VersionRow(models.Model):
    """What a simple-history row of a record adds: the version that it belongs to."""

    version_row = models.ForeignKey(
        RecordVersion, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        abstract = True


def record_history() -> HistoricalRecords:
    """The `history` of a kind of record; see `councils.changes.RecordHistory`."""
    from councils.changes import RecordHistory

    return RecordHistory(
        bases=[VersionRow],
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
    )
