"""What a procurement lesson says beside the rest: how it was bought, and on what terms.

The disclosure questions follow PPN 017, "Improving transparency of AI use in
procurement", in force for procurements begun on or after 24 February 2025.
"""

from django.db import models

from catalogue.models import Supplier
from catalogue.models.choices import Answer, CostBand, Route
from councils.models.checks import choice, text_limit

TERMS_LIMIT = 2_000
REFERENCE_LIMIT = 100
TEXTS = (
    "procedure",
    "disclosure_how",
    "data_terms",
    "exit_terms",
    "do_differently",
)


def _terms(label: str, help_text: str) -> "models.TextField[str, str]":
    return models.TextField(
        label, blank=True, max_length=TERMS_LIMIT, help_text=help_text
    )


class Lesson(models.Model):
    """What another council would want to know before it buys the same."""

    procurement_reference = models.TextField(
        "Procurement reference",
        blank=True,
        max_length=REFERENCE_LIMIT,
        help_text="The notice or contract number, if it is public.",
    )
    route = models.TextField(
        "Route", choices=Route, blank=True, help_text="The way that led to a contract."
    )
    procedure = _terms(
        "Procedure", "The steps, how long each took, and who was needed for it."
    )
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        verbose_name="Supplier",
        null=True,
        blank=True,
        related_name="lessons",
        help_text="Who won, once that may be told.",
    )
    companies_house_number = models.TextField(
        "Companies House number",
        blank=True,
        help_text="Eight characters, if it is a UK company.",
    )
    tender_used_ai = models.TextField(
        "Did the supplier use AI to write its tender?",
        choices=Answer,
        blank=True,
        help_text="PPN 017 offers this question for information, not for scoring.",
    )
    delivery_uses_ai = models.TextField(
        "Does the supplier use AI to deliver the service?",
        choices=Answer,
        blank=True,
        help_text="PPN 017 offers this question for information, not for scoring.",
    )
    disclosure_how = _terms(
        "What the supplier disclosed", "Which AI, for what, and what was checked."
    )
    data_terms = _terms(
        "Data terms",
        "Who may use the council's data, for what, and whether models learn from it.",
    )
    exit_terms = _terms("Exit", "What happens to data and service when it ends.")
    cost_band = models.TextField(
        "Cost",
        choices=CostBand,
        blank=True,
        help_text="A year, excluding VAT and staff time.",
    )
    do_differently = _terms(
        "What we would do differently", "What you would tell a council that buys now."
    )

    class Meta:
        abstract = True


CONSTRAINTS = [
    choice("resource", "route", Route, blank=True),
    choice("resource", "tender_used_ai", Answer, blank=True),
    choice("resource", "delivery_uses_ai", Answer, blank=True),
    choice("resource", "cost_band", CostBand, blank=True),
    text_limit("resource", "procurement_reference", REFERENCE_LIMIT),
    *(text_limit("resource", name, TERMS_LIMIT) for name in TEXTS),
    models.CheckConstraint(
        name="resource_companies_house_number_shape",
        condition=models.Q(companies_house_number="")
        | models.Q(companies_house_number__regex=r"^[A-Z0-9]{2}\d{6}$"),
        violation_error_message=(
            "A Companies House number has eight characters: eight digits, "
            "or two letters and six digits."
        ),
    ),
]
