"""What a use case runs on; owned by the region, so that "who else uses this?" works."""

from django.db import models

from catalogue.models.shared import ABOUT_LIMIT, Shared
from catalogue.models.supplier import Supplier
from councils.models.change_set import record_history
from councils.models.checks import text_limit
from councils.models.record import Record


class Product(Shared, Record):
    """A product. Leads propose one, a moderator confirms or merges it."""

    KIND = "product"

    record = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, related_name="as_product"
    )
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        verbose_name="Supplier",
        null=True,
        blank=True,
        related_name="products",
        help_text="Who sells or makes it; leave empty for what a council built itself.",
    )
    about = models.TextField(
        "About",
        blank=True,
        max_length=ABOUT_LIMIT,
        help_text="What it does, in a sentence or two, without the sales talk.",
    )
    website = models.URLField("Website", blank=True, max_length=500)
    history = record_history()

    class Meta:
        verbose_name = "product"
        constraints = [text_limit("product", "about", ABOUT_LIMIT)]
