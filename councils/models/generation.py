"""The marks that writes leave behind for whoever keeps a copy of what was read.

What is made of them is `councils.generation`.
"""

from django.db import models


class GenerationMark(models.Model):
    """A random number that one writing statement left, by a trigger."""

    mark = models.BigIntegerField()
    for_members = models.BooleanField(default=False, db_default=False)
    """Whether strangers' pages show nothing of what was written."""

    def __str__(self) -> str:
        return f"mark {self.pk}"
