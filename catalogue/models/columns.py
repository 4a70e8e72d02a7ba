"""The shapes of column that a use case repeats: a question, a story, several values.

The vocabularies are in `catalogue.models.choices`.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalogue.models.choices import Answer

SUMMARY_LIMIT = 400
RESULT_LIMIT = 160
STORY_LIMIT = 5_000
HOW_LIMIT = 1_000


def answer(label: str, help_text: str) -> "models.TextField[str, str]":
    """A yes / no / not known question; empty means not yet answered."""
    return models.TextField(label, choices=Answer, blank=True, help_text=help_text)


def story(label: str, help_text: str) -> "models.TextField[str, str]":
    """A long Markdown text of at most STORY_LIMIT characters."""
    return models.TextField(
        label, blank=True, max_length=STORY_LIMIT, help_text=help_text
    )


def several(label: str, choices: Any, help_text: str) -> "ArrayField[Any, Any]":
    """Several values of one fixed vocabulary, kept in the vocabulary's order."""
    return ArrayField(
        models.TextField(choices=choices),
        verbose_name=label,
        default=list,
        blank=True,
        help_text=help_text,
    )
