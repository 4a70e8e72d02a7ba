"""Who sells or makes a product; owned by the region, so that it is written once."""

from django.core.exceptions import ValidationError
from django.db import models

from catalogue.models.shared import ABOUT_LIMIT, Shared
from councils.models.change_set import record_history
from councils.models.checks import text_limit
from councils.models.record import Record


class Supplier(Shared, Record):
    """A supplier. Leads propose one, a moderator confirms or merges it."""

    KIND = "supplier"

    record = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, related_name="as_supplier"
    )
    about = models.TextField(
        "About",
        blank=True,
        max_length=ABOUT_LIMIT,
        help_text="What they make for councils, in a sentence or two.",
    )
    website = models.URLField("Website", blank=True, max_length=500)
    companies_house_number = models.TextField(
        "Companies House number",
        blank=True,
        help_text="Eight characters, if it is a UK company.",
    )
    history = record_history()

    class Meta:
        verbose_name = "supplier"
        constraints = [
            text_limit("supplier", "about", ABOUT_LIMIT),
            models.CheckConstraint(
                name="supplier_companies_house_number_shape",
                condition=models.Q(companies_house_number="")
                | models.Q(companies_house_number__regex=r"^[A-Z0-9]{2}\d{6}$"),
                violation_error_message=(
                    "A Companies House number has eight characters: eight digits, "
                    "or two letters and six digits."
                ),
            ),
        ]

    def clean(self) -> None:
        """Say the shape of the number beside the field."""
        super().clean()
        number = self.companies_house_number
        if number and (len(number) != 8 or not number[2:].isdigit()):
            raise ValidationError(
                {"companies_house_number": "Enter eight characters, such as 01234567"}
            )
