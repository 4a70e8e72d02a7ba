"""How files leave the portal: links for people without an account, and each download.

Checking who may have a file is `resources.downloads`'.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models.checks import text_limit
from resources.models.resource import Resource
from resources.models.version import ResourceVersion

WHOM_LIMIT = 200


class ShareLink(models.Model):
    """A way to the current file for a named outsider, until a day or until revoked.

    Only the SHA-256 of the secret in its address is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="share_links")
    digest = models.TextField(unique=True)
    whom = models.TextField("For whom", max_length=WHOM_LIMIT)
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            text_limit("sharelink", "whom", WHOM_LIMIT),
            models.CheckConstraint(
                name="sharelink_names_somebody", condition=~Q(whom="")
            ),
            models.CheckConstraint(
                name="sharelink_expires_later", condition=Q(expires_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="sharelink_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | (~Q(revoked_at=None) & ~Q(revoked_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"link to {self.resource_id} until {self.expires_at}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Download(models.Model):
    """One time that a file was fetched: by whom of us, or through which link. Kept."""

    version = models.ForeignKey(
        ResourceVersion, models.PROTECT, related_name="downloads"
    )
    link = models.ForeignKey(ShareLink, models.PROTECT, null=True, related_name="uses")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.version_id} at {self.at}"
