"""Forms that add and moderate products and suppliers; they clean and never write.

Editing them section by section is the ground floor's (`councils.forms.record_form`).
"""

from typing import Any

from django import forms

from catalogue.kinds import PRODUCT, SUPPLIER_KIND
from catalogue.models import Product, Supplier
from councils.form_words import PlainForm
from councils.forms import record_form
from councils.kinds import Values
from councils.models.record import TITLE_LIMIT, Publishing

_ProductFields: Any = record_form(PRODUCT, ("title", "supplier", "about", "website"))
_SupplierFields: Any = record_form(
    SUPPLIER_KIND, ("title", "about", "website", "companies_house_number")
)


class NewProductForm(_ProductFields):
    """A product and, on the way, a supplier that is not in the list yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_a_name(self.fields["title"])
        supplier: Any = self.fields["supplier"]
        supplier.queryset = supplier.queryset.exclude(publishing=Publishing.RETIRED)
        supplier.label_from_instance = lambda row: row.title
        # Not a field of the kind, so it stands in no declaration.
        self.fields["new_supplier"] = forms.CharField(
            label="A supplier that is not in the list",
            max_length=TITLE_LIMIT,
            required=False,
            help_text="Only if you could not choose one above.",
        )
        self.order_fields(("title", "supplier", "new_supplier", "about", "website"))

    def clean(self) -> Values:
        """Either a supplier of the list or a new name, not both."""
        cleaned: Values = super().clean() or self.cleaned_data
        name = cleaned.get("new_supplier", "").strip()
        if name and cleaned.get("supplier"):
            self.add_error(
                "new_supplier", "Choose a supplier or enter a new one, not both"
            )
        elif name and len(name) < 3:
            self.add_error("new_supplier", "Enter a name of three letters or more")
        return cleaned

    def values(self) -> Values:
        """The product's snapshot values; the new supplier's name is none of them."""
        return {k: v for k, v in super().values().items() if k != "new_supplier"}


class NewSupplierForm(_SupplierFields):
    """A supplier: its name, and what is known of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_a_name(self.fields["title"])


class MergeForm(PlainForm):
    """Which product or supplier a duplicate becomes part of, and why."""

    into = forms.ModelChoiceField(
        label="The one to keep",
        queryset=Product.objects.none(),
        to_field_name="key",
        empty_label="Choose one",
        error_messages={
            "required": "Choose the one to keep",
            "invalid_choice": "Choose one of the list",
        },
    )
    reason = forms.CharField(
        label="Why they are the same",
        help_text="Stays in the history of every entry that moves.",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self, *args: Any, record: Product | Supplier, reader: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = type(record).objects
        into: Any = self.fields["into"]
        into.queryset = (
            rows.visible_to(reader)
            .exclude(pk=record.pk)
            .exclude(publishing=Publishing.RETIRED)
            .order_by("title")
        )
        into.label_from_instance = lambda row: row.title


def _ask_for_a_name(title: forms.Field) -> None:
    """Products and suppliers have names, where use cases have titles."""
    title.label = "Name"
    title.help_text = "As it is sold or known; other councils search for it."
    title.error_messages["required"] = "Enter a name"
