"""The rows that every list, count, facet, suggestion and search is answered from.

They are written by `councils.search` when a change set closes, and by nothing else;
`visible_to` here is the one door that every reader goes through.
"""

from enum import IntFlag
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from councils.models.council import Council, Publisher
from councils.models.record import Record

if TYPE_CHECKING:
    from councils.present import Reader

NARROW = (
    "audiences",
    "lead",
    "councils",
    "stage",
    "status",
    "sensitivity",
    "product",
    "supplier",
    "service_areas",
    "user_groups",
    "ai_types",
    "readiness",
    "collaboration",
)
"""What visibility and counting read: an index over them spares the wide rows."""

NARROW_RESOURCES = (
    "audiences",
    "lead",
    "councils",
    "service_areas",
    "ai_types",
    "resource_type",
    "products",
    "tags",
    "review_on",
)
"""The same for entries that have a type of resource, whose facets are others."""


class Audience(IntFlag):
    """Who a row serves: own council and partners, the region's councils, everyone.

    REVIEW are the region's moderators, while an entry waits for their decision.
    """

    OWN = 1
    REGION = 2
    PUBLIC = 4
    REVIEW = 8


def _serves(audience: Audience) -> models.ExpressionWrapper:
    return models.ExpressionWrapper(
        F("audiences").bitand(int(audience)), output_field=models.SmallIntegerField()
    )


def serves(audience: Audience) -> Q:
    """The condition that a row serves this audience."""
    return ~Q(models.lookups.Exact(_serves(audience), 0))


class SearchEntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: "Reader") -> Self:
        """The rows this reader may read: at most one a record.

        A member reads the *own* row of records their councils lead or share in and
        the *region* row of all others; anybody else reads *public* rows. The region's
        moderators read what waits for them from councils that chose them.
        """
        mine = [] if isinstance(reader, AnonymousUser) else sorted(reader.council_ids)
        if not mine:
            return self.filter(serves(Audience.PUBLIC))
        is_mine = Q(councils__overlap=mine)
        seen = (is_mine & serves(Audience.OWN)) | (~is_mine & serves(Audience.REGION))
        if not isinstance(reader, AnonymousUser) and reader.reviews_for_region:
            chose_us = Council.objects.filter(publisher=Publisher.REGION).values("pk")
            seen |= ~is_mine & serves(Audience.REVIEW) & Q(lead__in=chose_us)
        return self.filter(seen)


class SearchEntry(models.Model):
    """One distinct content of one record, narrow enough to count 100,000 in a blink.

    Single-valued facets are codes or row ids, many-valued ones bit masks whose bits
    are given in the vocabularies and lookups; `councils` is lead and partners. A kind
    that lacks a facet leaves it at 0. `file_version` numbers the file whose text finds
    this row, too; 0 for none that its audience may read.
    """

    pk = models.CompositePrimaryKey("record_id", "audiences")
    record = models.ForeignKey(Record, models.CASCADE, related_name="search_entries")
    audiences = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    is_retired = models.BooleanField()
    is_publicly_sourced = models.BooleanField(default=False)
    lead = models.SmallIntegerField()
    councils = ArrayField(models.SmallIntegerField())
    stage = models.SmallIntegerField(default=0)
    status = models.SmallIntegerField(default=0)
    sensitivity = models.SmallIntegerField(default=0)
    product = models.IntegerField(default=0)
    supplier = models.IntegerField(default=0)
    service_areas = models.BigIntegerField(default=0)
    user_groups = models.BigIntegerField(default=0)
    ai_types = models.BigIntegerField(default=0)
    readiness = models.BigIntegerField(default=0)
    collaboration = models.BigIntegerField(default=0)
    resource_type = models.SmallIntegerField(default=0)
    products = ArrayField(models.IntegerField(), default=list)
    tags = ArrayField(models.TextField(), default=list)
    review_on = models.DateField(null=True)
    file_version = models.IntegerField(default=0)
    verified_on = models.DateField(null=True)
    title = models.TextField()
    title_vector = SearchVectorField()
    vector = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="searchentry_serves_somebody",
                condition=Q(audiences__gte=1, audiences__lte=15),
            )
        ]
        indexes = [
            GinIndex(fields=["vector"], name="searchentry_vector"),
            GinIndex(
                fields=["title"],
                name="searchentry_title_words",
                opclasses=["gin_trgm_ops"],
            ),
            # Counts and pages of the list read this alone: a tenth of the table.
            models.Index(
                fields=["kind", "is_retired", "-record"],
                include=NARROW,
                name="searchentry_newest",
            ),
            models.Index(
                fields=["kind", "is_retired", "-record"],
                include=NARROW_RESOURCES,
                condition=Q(resource_type__gt=0),
                name="searchentry_resources",
            ),
            models.Index(
                fields=["kind", "is_retired", "title", "record"],
                name="searchentry_title",
            ),
            models.Index(
                fields=["kind", "product", "stage", "record"],
                name="searchentry_product",
            ),
            models.Index(fields=["kind", "lead"], name="searchentry_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} for {Audience(self.audiences)!r}"


class SearchCard(models.Model):
    """What a list shows of a search row, kept apart so that the row stays narrow.

    `card` is the finished content of a list card, made through `present`; `text` is
    what was indexed, for snippets.
    """

    pk = models.CompositePrimaryKey("record_id", "audiences")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    audiences = models.SmallIntegerField()
    card = models.JSONField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"card of {self.record_id}"
