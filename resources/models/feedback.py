"""Whether people found a resource useful, each once, with a sentence for its keeper.

Writing it and telling the steward is `resources.feedback`'s. People's own answers are
no records and have no history.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.checks import text_limit
from councils.models.council import Council
from resources.models.resource import Resource

SENTENCE_LIMIT = 300


class Feedback(models.Model):
    """One person's answer about one resource; a later one takes its place."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="feedback")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    is_useful = models.BooleanField()
    sentence = models.TextField(blank=True, max_length=SENTENCE_LIMIT)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            text_limit("feedback", "sentence", SENTENCE_LIMIT),
            models.UniqueConstraint(
                fields=["resource", "by"], name="feedback_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk} on {self.resource_id}"
