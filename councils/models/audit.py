"""What people did with accounts, roles and lists: one row each, never rewritten.

Writing a row, and from what, is `councils.audit`'s.
"""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from councils.models.checks import choice, text_limit
from councils.models.council import Council, Membership, Role
from councils.models.person import User

KEPT_YEARS = 2
"""After this many years a row may be deleted, and the nightly task deletes it."""


class AuditEvent(models.TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SIGNED_OUT = "signed_out", "Signed out"
    REFUSED = "refused", "Refused"
    ROLE_GIVEN = "role_given", "Role given"
    ROLE_TAKEN = "role_taken", "Role taken away"
    INVITED = "invited", "Invited"
    INVITATION_SENT_AGAIN = "invitation_sent_again", "Invitation sent again"
    INVITATION_REVOKED = "invitation_revoked", "Invitation withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
    REMOVED = "removed", "Removed from a council"
    DEACTIVATED = "deactivated", "Account closed"
    REACTIVATED = "reactivated", "Account opened again"
    SECOND_FACTOR_ADDED = "second_factor_added", "Second factor set up"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor removed"
    CODES_RENEWED = "codes_renewed", "Recovery codes renewed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET = "password_reset", "Password chosen by mail"
    ACCOUNT_CHANGED = "account_changed", "Account details changed"
    SESSIONS_ENDED = "sessions_ended", "Sessions ended"
    EXPORTED = "exported", "List downloaded"
    OWN_DATA = "own_data", "Own data downloaded"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """Everything for a regional admin, for a council's admin the council's own.

        A council's entries are those written for it, and those about an account as a
        whole (a sign-in, a second factor) of somebody who holds a role there today.
        """
        acting = reader.acting_for if isinstance(reader, User) else None
        roles = (
            reader.roles_in(acting.pk) if acting and isinstance(reader, User) else ()
        )
        if Role.REGIONAL_ADMIN in roles:
            return self
        if Role.COUNCIL_ADMIN not in roles:
            return self.none()
        own = Membership.objects.filter(council=acting, ended_at=None).values("user")
        return self.filter(
            models.Q(council=acting) | models.Q(council=None, subject__in=own)
        )


class AuditEntry(models.Model):
    """One act: when, what, by whom, for which council, about whom, from where.

    It holds no text of any record: a path names its key at most.
    """

    at = models.DateTimeField("When", default=timezone.now)
    event = models.TextField("What", choices=AuditEvent)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="audit_entries",
        verbose_name="About",
    )
    path = models.TextField("Page", blank=True)
    details = models.TextField("Details", blank=True)
    address = models.GenericIPAddressField("From", null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit log"
        ordering = ["-at", "-id"]
        constraints = [
            choice("auditentry", "event", AuditEvent),
            text_limit("auditentry", "path", 300),
            text_limit("auditentry", "details", 500),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="auditentry_newest"),
            models.Index(fields=["council", "-at"], name="auditentry_council"),
            models.Index(fields=["subject", "-at"], name="auditentry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.at:%-d %B %Y %H:%M}"
