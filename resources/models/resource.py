"""The resource: a document, text or link that one council shares with others.

Its files are `ResourceVersion`s; who may read it is the ground floor's business.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from catalogue.models import Product, ServiceArea
from catalogue.models.choices import AiType
from catalogue.models.columns import SUMMARY_LIMIT, several
from councils.models.change_set import record_history
from councils.models.checks import choice, choices_within, text_limit
from councils.models.record import Record
from resources.models import lesson
from resources.models.choices import Licence, ResourceType

BODY_LIMIT = 50_000
PURPOSE_LIMIT = 1_000
GRADE_LIMIT = 100
DUTIES_LIMIT = 5_000
MOST_TAGS = 12
TAG_SHAPE = r"^[a-z][a-z0-9 -]{1,29}$"
TAG = RegexValidator(
    TAG_SHAPE,
    "Write each tag in 2 to 30 small letters, figures, spaces or hyphens",
)


class Resource(lesson.Lesson, Record):
    """One thing on the shelf. `current_version` numbers the file that readers get."""

    KIND = "resource"

    record = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, related_name="as_resource"
    )
    resource_type = models.TextField(
        "Type",
        choices=ResourceType,
        help_text="What it is. Some types ask more of their own.",
    )
    summary = models.TextField(
        "Summary",
        blank=True,
        max_length=SUMMARY_LIMIT,
        help_text="What is in it, for somebody who decides whether to open it.",
    )
    purpose = models.TextField(
        "What it is for",
        blank=True,
        max_length=PURPOSE_LIMIT,
        help_text="When you used it, and what it helped you to do.",
    )
    body = models.TextField(
        "Text",
        blank=True,
        max_length=BODY_LIMIT,
        help_text="For a prompt, a lesson or another text that needs no file.",
    )
    url = models.URLField(
        "Address on the web",
        blank=True,
        max_length=500,
        help_text="Where it is, if it is kept elsewhere.",
    )
    current_version = models.PositiveIntegerField(
        "Version of the file", null=True, blank=True, editable=False
    )
    tags = ArrayField(
        models.TextField(validators=[TAG]),
        verbose_name="Tags",
        default=list,
        blank=True,
        help_text="Plain words that others would search for, with commas between them.",
    )
    service_areas = models.ManyToManyField(
        ServiceArea,
        verbose_name="Service areas",
        blank=True,
        related_name="+",
        help_text="The services that it was written for.",
    )
    ai_types = several("AI types", AiType, "The kinds of AI that it is about.")
    products = models.ManyToManyField(
        Product,
        verbose_name="Products",
        blank=True,
        related_name="resources",
        help_text="The products that it is about.",
    )
    licence = models.TextField(
        "Licence",
        choices=Licence,
        default=Licence.OGL,
        help_text="On what terms others may use and change it.",
    )
    review_on = models.DateField(
        "Review date",
        null=True,
        blank=True,
        help_text="From this day on readers are told that it is out of date.",
    )
    contact = models.EmailField(
        "Contact mailbox",
        blank=True,
        help_text="A team mailbox, not a person's, so that it outlives people.",
    )
    grade_band = models.TextField(
        "Grade",
        blank=True,
        max_length=GRADE_LIMIT,
        help_text="The grade or pay band, as your council names it.",
    )
    responsibilities = models.TextField(
        "Responsibilities",
        blank=True,
        max_length=DUTIES_LIMIT,
        help_text="What the person in this role does and answers for.",
    )
    history = record_history()

    class Meta:
        verbose_name = "resource"
        constraints = [
            choice("resource", "resource_type", ResourceType),
            choice("resource", "licence", Licence),
            choices_within("resource", "ai_types", AiType),
            text_limit("resource", "summary", SUMMARY_LIMIT),
            text_limit("resource", "purpose", PURPOSE_LIMIT),
            text_limit("resource", "body", BODY_LIMIT),
            text_limit("resource", "grade_band", GRADE_LIMIT),
            text_limit("resource", "responsibilities", DUTIES_LIMIT),
            models.CheckConstraint(
                name="resource_tags_few",
                condition=models.Q(tags__len__lte=MOST_TAGS),
                violation_error_message=f"Choose {MOST_TAGS} tags at most.",
            ),
            *lesson.CONSTRAINTS,
        ]


def is_out_of_date(review_on: date | None, today: date | None = None) -> bool:
    """Whether the day on which it should have been looked at again has come."""
    return review_on is not None and review_on <= (today or timezone.localdate())
