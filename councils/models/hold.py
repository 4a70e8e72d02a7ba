"""A field of a record that is held back from some of those who may read the record.

Who is told what of it is decided in `councils.withholding`; writing is
`councils.holds`'.
"""

import uuid
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from councils.models.checks import choice
from councils.models.record import Record

if TYPE_CHECKING:
    from councils.present import Reader


class HoldAudience(models.TextChoices):
    """Who may still read a field that is held back."""

    OWN = "own", "Own council and partners only"
    REGION = "region", "Councils of the region only"


class Ground(models.TextChoices):
    """Why something may be held back: exemptions of the Freedom of Information Act.

    The sections are those of the Act of 2000, Part II, that councils rely on; numbers
    and headings are the Act's, the sentences of `GROUND_MEANINGS` our own.
    """

    FUTURE_PUBLICATION = "s22", "Intended for future publication (section 22)"
    NATIONAL_SECURITY = "s24", "National security (section 24)"
    LAW_ENFORCEMENT = "s31", "Law enforcement (section 31)"
    PUBLIC_AFFAIRS = "s36", "Effective conduct of public affairs (section 36)"
    HEALTH_AND_SAFETY = "s38", "Health and safety (section 38)"
    PERSONAL = "s40", "Personal information (section 40)"
    CONFIDENCE = "s41", "Given in confidence (section 41)"
    PRIVILEGE = "s42", "Legal professional privilege (section 42)"
    COMMERCIAL = "s43", "Commercial interests (section 43)"

    @property
    def section(self) -> str:
        """The section of the Act: "section 43"."""
        return f"section {self.value[1:]}"

    @property
    def words(self) -> str:
        """The ground as it stands inside a sentence."""
        return self.label[0].lower() + self.label[1:]


GROUND_MEANINGS = {
    Ground.FUTURE_PUBLICATION: "You will publish it yourselves, and it is reasonable "
    "to wait until then.",
    Ground.NATIONAL_SECURITY: "Keeping it back is needed to safeguard the country.",
    Ground.LAW_ENFORCEMENT: "It would help somebody to commit a crime, or to attack "
    "a system.",
    Ground.PUBLIC_AFFAIRS: "It would stop people from giving frank advice. Your "
    "qualified person has to agree.",
    Ground.HEALTH_AND_SAFETY: "It would put somebody in danger.",
    Ground.PERSONAL: "It is about a person who could be recognised.",
    Ground.CONFIDENCE: "Somebody outside gave it to you, and could sue if you told.",
    Ground.PRIVILEGE: "It is what a lawyer advised, or was asked.",
    Ground.COMMERCIAL: "It would harm somebody’s trade: prices, terms, a running "
    "procurement.",
}


class RecordHoldQuerySet(models.QuerySet["RecordHold"]):
    def against(self, reader: "Reader") -> Self:
        """The holds that keep something from this reader; all of them for strangers.

        The same rule as `councils.withholding.is_inside`, for use in a query.
        """
        mine = [] if isinstance(reader, AnonymousUser) else sorted(reader.council_ids)
        if not mine:
            return self.all()
        partnered = Record.partners.through._base_manager.filter(
            record=OuterRef("record"), council__in=mine
        )
        is_mine = Q(record__lead__in=mine) | Exists(partnered)
        return self.filter(~is_mine, audience=HoldAudience.OWN)


class RecordHold(models.Model):
    """One field of one record, for whom it stays readable, on what ground, until when.

    `field` is the field's code. A hold does not end by itself on `review_on`: it is
    looked at again then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="holds")
    field = models.TextField("What is held back")
    audience = models.TextField("Who may still read it", choices=HoldAudience)
    ground = models.TextField("On what ground", choices=Ground)
    review_on = models.DateField("To be reviewed by")

    objects = RecordHoldQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "record", "field"]
        constraints = [
            choice("recordhold", "audience", HoldAudience),
            choice("recordhold", "ground", Ground),
            models.UniqueConstraint(
                fields=["record", "field"], name="recordhold_field_once"
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="recordhold_review")]

    def __str__(self) -> str:
        return f"{self.field} of {self.record_id}, {self.ground}"
