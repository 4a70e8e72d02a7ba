"""What another council needs to know to do the same: cost, route, readiness, appetite.

Adopting an entry and matching councils are later steps'.
"""

from django.db import models

from catalogue.models.choices import Collaboration, CostBand, Readiness, Route, Skill
from catalogue.models.columns import several
from councils.models.checks import choice, choices_within


class Reuse(models.Model):
    """What it costs, how it was bought, what can be taken, and what to do together."""

    setup_cost = models.TextField(
        "Cost to set up",
        choices=CostBand,
        blank=True,
        help_text="Once, excluding VAT and staff time.",
    )
    running_cost = models.TextField(
        "Cost to run",
        choices=CostBand,
        blank=True,
        help_text="A year, excluding VAT and staff time.",
    )
    route = models.TextField(
        "How it was bought",
        choices=Route,
        blank=True,
        help_text="The way that led to the contract.",
    )
    contract_ends_on = models.DateField(
        "Contract end date",
        null=True,
        blank=True,
        help_text="So that councils whose contracts end together can buy together.",
    )
    readiness = several(
        "Reuse readiness", Readiness, "What another council could take as it is."
    )
    skill_needed = models.TextField(
        "Who could set it up",
        choices=Skill,
        blank=True,
        help_text="The least technical person who could set it up elsewhere.",
    )
    collaboration = several(
        "Work together on", Collaboration, "What your council would do with others."
    )

    class Meta:
        abstract = True


CONSTRAINTS = [
    choice("usecase", "setup_cost", CostBand, blank=True),
    choice("usecase", "running_cost", CostBand, blank=True),
    choice("usecase", "route", Route, blank=True),
    choice("usecase", "skill_needed", Skill, blank=True),
    choices_within("usecase", "readiness", Readiness),
    choices_within("usecase", "collaboration", Collaboration),
]
