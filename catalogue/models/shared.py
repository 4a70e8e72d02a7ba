"""What products and suppliers share: both belong to the region, so that each is written
once; leads propose one, a moderator confirms it or merges it into the one it repeats.
"""

from typing import ClassVar

from django.db import models

ABOUT_LIMIT = 1_000


class Shared(models.Model):
    """Confirmed by the region on a day, or merged into another of the same sort."""

    title_word: ClassVar[str] = "name"

    confirmed_on = models.DateField(
        "Confirmed by the region on", null=True, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name="Merged into",
    )

    class Meta:
        abstract = True
