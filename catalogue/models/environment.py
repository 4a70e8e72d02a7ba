"""What a use case says about its energy and carbon.

Estimating a footprint from these answers is a later step's; figures here are as the
council or the supplier gives them.
"""

from django.db import models

from catalogue.models.choices import Answer, Deployment, HostingRegion, ModelSize
from catalogue.models.columns import HOW_LIMIT, answer
from councils.models.checks import choice, text_limit


class Environment(models.Model):
    """How and where it runs, how much it is used, and what was considered instead."""

    deployment = models.TextField(
        "Where it runs",
        choices=Deployment,
        blank=True,
        help_text="Whose machines do the work.",
    )
    hosting_region = models.TextField(
        "Hosting region",
        choices=HostingRegion,
        blank=True,
        help_text="Where those machines are; electricity differs by country.",
    )
    model_name = models.TextField(
        "Model",
        blank=True,
        max_length=200,
        help_text="The model and version, if the supplier says.",
    )
    model_size = models.TextField(
        "Model size",
        choices=ModelSize,
        blank=True,
        help_text="The largest model used. Size matters most for energy.",
    )
    requests_per_month = models.PositiveIntegerField(
        "Requests a month",
        null=True,
        blank=True,
        help_text="How often it is asked, in a usual month.",
    )
    answer_tokens = models.PositiveIntegerField(
        "Average length of answers",
        null=True,
        blank=True,
        help_text="In tokens; a page of text is about 600.",
    )
    declared_kwh = models.DecimalField(
        "Energy the supplier declares",
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Kilowatt-hours a month, if the supplier gives a figure.",
    )
    declared_kgco2e = models.DecimalField(
        "Carbon the supplier declares",
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Kilograms of CO2 equivalent a month, if the supplier gives it.",
    )
    smaller_considered = answer(
        "Smaller model or no AI considered",
        "Did you look at a smaller model, or at doing it without AI?",
    )
    smaller_considered_note = models.TextField(
        "What was considered",
        blank=True,
        max_length=HOW_LIMIT,
        help_text="What you compared, and why you chose as you did.",
    )

    class Meta:
        abstract = True


CONSTRAINTS = [
    choice("usecase", "deployment", Deployment, blank=True),
    choice("usecase", "hosting_region", HostingRegion, blank=True),
    choice("usecase", "model_size", ModelSize, blank=True),
    choice("usecase", "smaller_considered", Answer, blank=True),
    text_limit("usecase", "model_name", 200),
    text_limit("usecase", "smaller_considered_note", HOW_LIMIT),
]
