"""Which use case makes use of which resource: a link that either page shows.

Who may make one is `resources.uses`'; a copy that a council adapted is no such link.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalogue.models import UseCase
from resources.models.resource import Resource


class ResourceUse(models.Model):
    """A resource at work in a use case, from a moment until somebody ends it. Kept."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="uses")
    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="documents")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "use_case"],
                condition=Q(ended_at=None),
                name="resourceuse_once_at_a_time",
            ),
            models.CheckConstraint(
                name="resourceuse_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | (~Q(ended_at=None) & ~Q(ended_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} in {self.use_case_id}"
