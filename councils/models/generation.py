"""The marks that writes leave behind for whoever keeps a copy of what was read.

What is made of them is `councils.generation`.
"""

from django.db import models


class GenerationMark(models.Model):
    """A random number that one writing statement left, by a trigger."""

    mark = models.BigIntegerField()

    def __str__(self) -> str:
        return f"mark {self.pk}"
