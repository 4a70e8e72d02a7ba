"""Collections: resources in the order in which somebody with a task would read them.

Writing them is `resources.collections`'; which of their resources a reader is shown is
`visible_to`'s.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.checks import text_limit
from resources.models.resource import Resource

TITLE_LIMIT = 100
INTRO_LIMIT = 500
LINE_LIMIT = 200


class Collection(models.Model):
    """One task and what helps with it. Public, as are its words and its lines."""

    slug = models.SlugField(unique=True, max_length=60)
    title = models.TextField(
        "Title",
        unique=True,
        max_length=TITLE_LIMIT,
        help_text="The task, such as “Starting a pilot”.",
    )
    intro = models.TextField(
        "What it helps with",
        max_length=INTRO_LIMIT,
        help_text="A sentence or two. Everyone can read it.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    shown_words = ""

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            text_limit("collection", "title", TITLE_LIMIT),
            text_limit("collection", "intro", INTRO_LIMIT),
        ]

    def __str__(self) -> str:
        return self.title


class CollectionStep(models.Model):
    """One resource of a collection, with a line that says what to do with it."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="steps")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="steps")
    line = models.TextField(
        "What to do with it",
        max_length=LINE_LIMIT,
        help_text="One line. Everyone can read it.",
    )
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            text_limit("collectionstep", "line", LINE_LIMIT),
            models.UniqueConstraint(
                fields=["collection", "resource"], name="collectionstep_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.resource_id}"
