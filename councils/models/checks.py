"""The constraints that every table repeats, written once.

What a particular row may say beyond these stands in that table's own Meta.
"""

from django.db import models
from django.db.models.functions import Length

models.TextField.register_lookup(Length)


def choice(
    table: str, field: str, vocabulary: type[models.TextChoices], blank: bool = False
) -> models.CheckConstraint:
    """A CHECK that `field` holds a member of `vocabulary`, or nothing if `blank`."""
    allowed = [*([""] if blank else []), *vocabulary.values]
    return models.CheckConstraint(
        name=f"{table}_{field}_known",
        condition=models.Q(**{f"{field}__in": allowed}),
        violation_error_message="Choose one of the answers in the list.",
    )


def choices_within(
    table: str, field: str, vocabulary: type[models.TextChoices]
) -> models.CheckConstraint:
    """A CHECK that an array holds members of `vocabulary` only."""
    return models.CheckConstraint(
        name=f"{table}_{field}_known",
        condition=models.Q(**{f"{field}__contained_by": list(vocabulary.values)}),
        violation_error_message="Choose from the answers in the list.",
    )


def text_limit(table: str, field: str, limit: int) -> models.CheckConstraint:
    """A CHECK that a text is at most `limit` characters long."""
    return models.CheckConstraint(
        name=f"{table}_{field}_length",
        condition=models.Q(**{f"{field}__length__lte": limit}),
        violation_error_message=f"Shorten this to {limit:,} characters or fewer.",
    )
