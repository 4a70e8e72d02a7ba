"""The files of a resource, one row each, with all that is known of what is in them.

How a file comes from received to ready is `resources.uploads`'; which one readers get
is the resource's own `current_version`, so that its history tells.
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models.checks import choice, text_limit
from resources.models.choices import SETTLED, ScanResult, VersionState
from resources.models.resource import Resource

NOTE_LIMIT = 500
QUARANTINE = "quarantine"
KEPT = "files"


def quarantined(version: Any, name: str) -> str:
    """The key of a file that nobody may read yet; its own name is never in it."""
    return f"{QUARANTINE}/{version.pk}"


class ResourceVersion(models.Model):
    """One file of a resource. `name` is for people; it is kept under a key of its own.

    `scan` and `findings` are the scanner's and the screening's answers: findings are
    {"kind", "place", "line", "masked", "fingerprint", "is_final"}, never the words.
    `hidden` are kinds of `inspection.verdict.Hides`, `remarks` sentences about it.
    `attempts` counts how often the step that it is in was begun.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    note = models.TextField("What changed", blank=True, max_length=NOTE_LIMIT)
    file = models.FileField(upload_to=quarantined, max_length=200, blank=True)
    picture = models.FileField(max_length=200, blank=True)
    name = models.TextField()
    detected_type = models.TextField(blank=True)
    size_bytes = models.BigIntegerField()
    sha256 = models.TextField(blank=True)
    page_count = models.PositiveIntegerField(null=True)
    state = models.TextField(choices=VersionState, default=VersionState.RECEIVED)
    state_reason = models.TextField(blank=True)
    state_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    scan = models.TextField(choices=ScanResult, default=ScanResult.WAITING)
    hidden = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            choice("resourceversion", "state", VersionState),
            choice("resourceversion", "scan", ScanResult),
            text_limit("resourceversion", "note", NOTE_LIMIT),
            models.UniqueConstraint(
                fields=["resource", "number"], name="resourceversion_number_once"
            ),
            models.CheckConstraint(
                name="resourceversion_ready_is_whole",
                condition=~Q(state=VersionState.READY)
                | (~Q(sha256="") & ~Q(file="") & ~Q(detected_type="")),
            ),
            models.CheckConstraint(
                name="resourceversion_refused_says_why",
                condition=~Q(state=VersionState.REFUSED) | ~Q(state_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="resourceversion_sha256"),
            models.Index(
                fields=["state_at"],
                condition=~Q(state__in=sorted(SETTLED)),
                name="resourceversion_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.resource_id}: {self.name}"

    @property
    def key(self) -> str:
        """Under which its file is kept; empty where it was refused."""
        return self.file.name or ""

    @property
    def is_ready(self) -> bool:
        return self.state == VersionState.READY

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


class ResourcePage(models.Model):
    """The text of one place of a file: a page, a sheet, its comments.

    `is_hidden` text is what a reader of the file does not see at once. Rows are
    written by `resources.page_rows` alone, the vector with them. The vector stands in
    the row itself: whether a page says a phrase is asked of many at once.
    """

    version = models.ForeignKey(ResourceVersion, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    place = models.TextField()
    text = models.TextField()
    is_hidden = models.BooleanField(default=False)
    vector = SearchVectorField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="resourcepage_number_once"
            )
        ]
        indexes = [GinIndex(fields=["vector"], name="resourcepage_vector")]

    def __str__(self) -> str:
        return f"{self.place} of {self.version_id}"


class FileWords(models.Model):
    """Every word that a reader of one file sees, once, without where it stands.

    So words find a file in one look, however many of its pages say them. `vector` is
    null where the words are too many for one row; then the pages are asked. Rows are
    written by `resources.page_rows` alone.
    """

    version = models.OneToOneField(
        ResourceVersion, models.CASCADE, primary_key=True, related_name="words"
    )
    vector = SearchVectorField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="filewords_vector"),
            models.Index(
                fields=["version"],
                condition=Q(vector__isnull=True),
                name="filewords_too_many",
            ),
        ]

    def __str__(self) -> str:
        return f"words of {self.version_id}"
