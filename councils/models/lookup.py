"""The shape of every list of words that an admin edits.

Which lists there are is each app's own business (`catalogue.models.lookups`).
"""

from typing import Any, Self

from django.db import models


class LookupQuerySet(models.QuerySet["Lookup"]):
    def offered(self) -> Self:
        """The rows that a form offers: those not retired, in their order."""
        return self.filter(retired_on=None)


class Lookup(models.Model):
    """One word of a list: retired, never deleted, and its bit is never used again."""

    snapshot_key = "code"

    id = models.SmallAutoField(primary_key=True)
    code = models.SlugField(
        "Code", unique=True, help_text="Stands in addresses and files; never changes."
    )
    label = models.TextField("Label", unique=True)
    help = models.TextField("Explanation", blank=True)
    source = models.TextField("Source", blank=True)
    position = models.SmallIntegerField("Place in the list", default=0)
    bit = models.SmallIntegerField(
        "Bit", unique=True, editable=False, help_text="0 to 62: see the search rows."
    )
    retired_on = models.DateField("Retired on", null=True, blank=True)

    objects = LookupQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_bit_range",
                condition=models.Q(bit__gte=0, bit__lte=62),
                violation_error_message="This list is full: it holds 63 words.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new word the next bit that no word of the list ever had."""
        if self._state.adding:
            rows = type(self)._base_manager.aggregate(top=models.Max("bit"))
            self.bit = 0 if rows["top"] is None else rows["top"] + 1
        super().save(*args, **kwargs)
