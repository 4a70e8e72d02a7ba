"""Anything a council owns and shares: the row that every kind of record extends.

What a kind adds is in its own app; who may see a record is `SearchEntry`'s business.
"""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from councils.models.checks import choice, text_limit
from councils.models.council import Council

if TYPE_CHECKING:
    from councils.kinds import Kind
    from councils.present import Reader

TITLE_LIMIT = 200
SHORTEST_TITLE = 3
CHECKED_BY_FORMS = ("_known", "_length")
"""How the constraints of `checks.choice` and `checks.text_limit` end."""
DUE_AFTER = timedelta(days=90)
OVERDUE_AFTER = timedelta(days=120)


class Sharing(models.TextChoices):
    """Who may read a record once it is published."""

    OWN = "own", "Own council and partners"
    REGION = "region", "Councils of the region"
    PUBLIC = "public", "Everyone"


class Publishing(models.TextChoices):
    """Where a record stands between being written and being put away."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


OUT_OF_DRAFT = frozenset({Publishing.PUBLISHED, Publishing.RETIRED})
"""The states in which a record is read by all with whom it is shared."""


class Freshness(models.TextChoices):
    """Whether somebody has lately said that a record is still true."""

    VERIFIED = "verified", "Confirmed"
    DUE = "due", "Due to be confirmed"
    OVERDUE = "overdue", "Overdue to be confirmed"
    UNCONFIRMED = "unconfirmed", "Not yet confirmed"


def freshness_of(verified_on: date | None, today: date | None = None) -> Freshness:
    """Due 90 days after the last confirmation, overdue after 120."""
    if verified_on is None:
        return Freshness.UNCONFIRMED
    age = (today or timezone.localdate()) - verified_on
    if age >= OVERDUE_AFTER:
        return Freshness.OVERDUE
    return Freshness.DUE if age >= DUE_AFTER else Freshness.VERIFIED


class RecordQuerySet(models.QuerySet[Any]):
    """Records are read through `visible_to` and written through actions."""

    def visible_to(self, reader: "Reader") -> Self:
        """The records with a search row that `reader` may read; handles anonymous."""
        from councils.models.search import SearchEntry

        rows = SearchEntry.objects.visible_to(reader)
        return self.filter(models.Exists(rows.filter(record=models.OuterRef("pk"))))

    def update(self, **values: Any) -> NoReturn:
        """Refused: a bulk update would write no version."""
        raise TypeError("Records are changed through actions, not update()")

    def delete(self) -> NoReturn:
        """Refused: records are retired, never deleted."""
        raise TypeError("Records are retired, never deleted")


class Record(models.Model):
    """The part that use cases, suppliers, products and every later kind share.

    Exactly one lead council is kept by the column; that a partner is not also the
    lead is kept by a trigger of migration 0002.
    """

    KIND: ClassVar[str] = ""
    snapshot_key: ClassVar[str] = "key"
    title_word: ClassVar[str] = "title"

    kind = models.TextField(editable=False)
    key = models.TextField("Key", unique=True, editable=False)
    title = models.TextField(
        "Title",
        max_length=TITLE_LIMIT,
        help_text="What it is, in words that another council would search for.",
    )
    lead = models.ForeignKey(
        Council,
        models.PROTECT,
        verbose_name="Lead council",
        related_name="led_records",
        help_text="The council that answers for this entry.",
    )
    partners = models.ManyToManyField(
        Council,
        verbose_name="Partner councils",
        blank=True,
        related_name="partnered_records",
        help_text="Councils that do this with you. They can read it at once.",
    )
    sharing = models.TextField(
        "Shared with", choices=Sharing, default=Sharing.OWN, editable=False
    )
    publishing = models.TextField(
        "Publishing", choices=Publishing, default=Publishing.DRAFT, editable=False
    )
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="Steward",
        null=True,
        blank=True,
        related_name="stewarded_records",
        help_text="Who keeps this entry true.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="Deputy",
        null=True,
        blank=True,
        related_name="deputised_records",
        help_text="Who steps in when the steward is away.",
    )
    verified_on = models.DateField(
        "Last confirmed on", null=True, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            choice("record", "sharing", Sharing),
            choice("record", "publishing", Publishing),
            text_limit("record", "title", TITLE_LIMIT),
        ]
        indexes = [
            models.Index(fields=["lead", "kind"], name="record_lead_kind"),
            models.Index(fields=["steward"], name="record_steward"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; the parent alone is refused, since a kind has more to it."""
        if type(self) is Record:
            raise TypeError("Load the kind, not the parent, before saving")
        self.kind = self.KIND
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"{self.declared.url_name}_detail", args=[self.key])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: records are retired, never deleted."""
        raise TypeError("Records are retired, never deleted")

    def clean(self) -> None:
        """Titles are for people: at least a few characters that are not spaces."""
        super().clean()
        if self.title and len(self.title.strip()) < SHORTEST_TITLE:
            words = f"Enter a {self.title_word} of three letters or more"
            raise ValidationError({"title": words})
        if len(self.title.splitlines()) > 1 or any(c < " " for c in self.title):
            raise ValidationError({"title": "Write the title on one line, in letters"})

    def get_constraints(self) -> Any:
        """What validation asks the database: not the choices and lengths.

        Forms have checked those by the fields' own `choices` and `max_length`, and
        each would cost three statements here, a hundred a use case.
        """
        return [
            (model, [c for c in found if not c.name.endswith(CHECKED_BY_FORMS)])
            for model, found in super().get_constraints()
        ]

    @property
    def declared(self) -> "Kind":
        """What this kind of record says about itself (`<app>/kinds.py`)."""
        from councils.kinds import kind_named

        return kind_named(self.kind)

    @property
    def freshness(self) -> Freshness:
        return freshness_of(self.verified_on)


class RecordLink(models.Model):
    """An address on the web that belongs to a record, with the words to show."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="links")
    label = models.TextField("Words to show")
    url = models.URLField("Address", max_length=500)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class KeyCounter(models.Model):
    """The last number given out for each prefix; locked while a record is made."""

    prefix = models.TextField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04d}"
