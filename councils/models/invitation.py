"""An offer of roles in one council, sent to one e-mail address and taken up once.

Inviting, withdrawing and accepting are `councils.people`'s and `councils.invitations`'.
"""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from councils.models.checks import choices_within
from councils.models.council import Council, Role

VALID_FOR = timedelta(days=7)
SALT = "councils.invitation"


def new_nonce() -> str:
    """Sixteen characters that make an address anew each time it is sent."""
    return get_random_string(16)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor withdrawn; some may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def with_token(self, token: str) -> Self:
        """The invitation that this token opens, while it is the one sent last."""
        try:
            pk, nonce = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=uuid.UUID(hex=pk), nonce=nonce)


class Invitation(models.Model):
    """Who is invited to which roles; the address to accept it is made when it is sent.

    The address carries the row's id and nonce under the site's signature, so what is
    stored here opens nothing by itself, and a new nonce ends the address sent before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("E-mail address")
    council = models.ForeignKey(Council, models.PROTECT, related_name="invitations")
    roles = ArrayField(models.TextField(choices=Role), verbose_name="Roles")
    nonce = models.TextField(default=new_nonce, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField("Invited", default=timezone.now)
    sent_count = models.PositiveSmallIntegerField("Times sent", default=1)
    expires_at = models.DateTimeField("Runs out")
    accepted_at = models.DateTimeField("Accepted", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField("Withdrawn", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField("Why it was withdrawn", blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            choices_within("invitation", "roles", Role),
            models.CheckConstraint(
                name="invitation_roles_some", condition=models.Q(roles__len__gt=0)
            ),
            models.CheckConstraint(
                name="invitation_ends_once",
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["council", "email"],
                name="invitation_open_once",
                condition=models.Q(accepted_at=None, revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.council}"

    def get_absolute_url(self) -> str:
        """The address to accept it: a secret, for the mail alone."""
        return reverse("councils:accept_invitation", args=[self.token])

    @property
    def token(self) -> str:
        """What the address in the mail ends with."""
        return signing.dumps([self.pk.hex, self.nonce], salt=SALT)

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it may still be accepted."""
        ended = self.accepted_at is not None or self.revoked_at is not None
        return not ended and not self.has_run_out

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]
