"""Which resource was made from which other one, and how far it has followed it.

Making one is `resources.adapting`'s; what happens when the original moves on is
`resources.upstream`'s.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from resources.models.resource import Resource


class Adaptation(models.Model):
    """One resource that began as a copy of another council's, or of one's own.

    `version` is the version of the original that the copy has been compared with last:
    the one it was made from, then each one whose news was taken or declined.
    `offered_version` is the version whose news waits now. `family` is the first
    original of the line, which is the original itself where that is no copy.
    """

    copy = models.OneToOneField(Resource, models.PROTECT, related_name="adapted")
    original = models.ForeignKey(Resource, models.PROTECT, related_name="adaptations")
    family = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    offered_version = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="adaptation_of_another", condition=~Q(copy=F("original"))
            ),
            models.CheckConstraint(
                name="adaptation_offers_what_is_newer",
                condition=Q(offered_version=None) | Q(offered_version__gt=F("version")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} from {self.original_id}"
