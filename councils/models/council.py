"""Councils and other bodies of the region, and who holds which role in them.

Organisations are rows that an admin edits; none is named in code.
"""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from simple_history.models import HistoricalRecords

from councils.models.checks import choice


class CouncilKind(models.TextChoices):
    COUNCIL = "council", "Council"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"
    PARTNER_BODY = "partner_body", "Partner body"


class Belonging(models.TextChoices):
    """How a body belongs to the region; readers of "region" are all three."""

    MEMBER = "member", "Member"
    ASSOCIATE = "associate", "Associate"
    REGION = "region", "The region's own team"


class Role(models.TextChoices):
    """What a person does in one council; `councils.permissions` says what it allows."""

    READER = "reader", "Reader"
    CONTRIBUTOR = "contributor", "Contributor"
    DIGITAL_LEAD = "digital_lead", "Digital lead"
    GOVERNANCE_LEAD = "governance_lead", "Information governance lead"
    SENIOR_RISK_OWNER = "senior_risk_owner", "Senior risk owner"
    COUNCIL_ADMIN = "council_admin", "Council admin"
    REGIONAL_MODERATOR = "regional_moderator", "Regional moderator"
    REGIONAL_ADMIN = "regional_admin", "Regional admin"


class Publisher(models.TextChoices):
    """Who decides that an entry may be shared; each council chooses."""

    OWN = "own", "Our own approver: a digital lead of the council"
    REGION = "region", "The regional moderator"


REGIONAL_ROLES = frozenset({Role.REGIONAL_MODERATOR, Role.REGIONAL_ADMIN})


class CouncilQuerySet(models.QuerySet["Council"]):
    def current(self) -> Self:
        """Bodies that exist today: begun, and not yet ended."""
        today = Now()
        return self.filter(
            models.Q(active_from=None) | models.Q(active_from__lte=today),
            models.Q(active_until=None) | models.Q(active_until__gt=today),
        )


class Council(models.Model):
    """A council, combined authority or partner body; never deleted, only ended."""

    snapshot_key = "slug"

    id = models.SmallAutoField(primary_key=True)
    slug = models.SlugField(
        "Short address", unique=True, help_text="As GOV.UK writes it, if it does."
    )
    name = models.TextField("Official name", unique=True)
    short_name = models.TextField("Short name", help_text="As people say it.")
    kind = models.TextField("Kind", choices=CouncilKind, default=CouncilKind.COUNCIL)
    belonging = models.TextField("Belongs as", choices=Belonging)
    gss_code = models.TextField(
        "GSS code", blank=True, help_text="The nine characters that ONS gives it."
    )
    website = models.URLField("Website", blank=True)
    mailbox = models.EmailField(
        "AI mailbox", blank=True, help_text="A team mailbox that others may write to."
    )
    email_domains = ArrayField(
        models.TextField(),
        verbose_name="E-mail domains",
        default=list,
        blank=True,
        help_text="The part after the @, separated by commas.",
    )
    publisher = models.TextField(
        "Who publishes",
        choices=Publisher,
        default=Publisher.REGION,
        help_text="Entries kept to the council itself are always published by its "
        "own approver.",
    )
    reviews_edits = models.BooleanField(
        "Edits of published entries wait for review",
        default=False,
        help_text="Until an edit is approved, readers see the last published version.",
    )
    active_from = models.DateField("Exists from", null=True, blank=True)
    active_until = models.DateField("Ended on", null=True, blank=True)
    source = models.TextField(
        "Source", blank=True, help_text="Where these facts come from."
    )
    is_demonstration = models.BooleanField(
        "Invented for the demonstration", default=False, editable=False
    )

    objects = CouncilQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["short_name"]
        constraints = [
            choice("council", "kind", CouncilKind),
            choice("council", "belonging", Belonging),
            choice("council", "publisher", Publisher),
            models.CheckConstraint(
                name="council_gss_code_shape",
                condition=models.Q(gss_code="")
                | models.Q(gss_code__regex=r"^[A-Z]\d{8}$"),
                violation_error_message="A GSS code is a letter and eight digits.",
            ),
            models.CheckConstraint(
                name="council_dates_in_order",
                condition=models.Q(active_from=None)
                | models.Q(active_until=None)
                | models.Q(active_until__gt=models.F("active_from")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.UniqueConstraint(
                "gss_code",
                name="council_gss_code_once",
                condition=~models.Q(gss_code=""),
            ),
            models.UniqueConstraint(
                "belonging",
                name="council_one_region",
                condition=models.Q(belonging=Belonging.REGION),
                violation_error_message="The region has one team of its own already.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> Self:
        """Memberships that have not ended, of active people, with their councils."""
        return self.filter(ended_at=None, user__is_active=True).select_related(
            "council"
        )


class Membership(models.Model):
    """One role of one person in one council; ended, never deleted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    council = models.ForeignKey(Council, models.PROTECT, related_name="memberships")
    role = models.TextField("Role", choices=Role)
    started_at = models.DateTimeField("Since", auto_now_add=True)
    ended_at = models.DateTimeField("Ended", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["council", "role"]
        constraints = [
            choice("membership", "role", Role),
            models.UniqueConstraint(
                fields=["user", "council", "role"],
                name="membership_role_held_once",
                condition=models.Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.council}"
