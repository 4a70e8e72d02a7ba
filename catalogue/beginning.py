"""The first page of adding a use case: enough to begin, the rest section by section.

Sections are edited through `councils.forms.record_form`.
"""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from catalogue.models import Product, Stage, UseCase
from catalogue.models.choices import STAGE_MEANINGS
from councils.form_words import PlainForm
from councils.kinds import Values
from councils.models.record import TITLE_LIMIT


class BeginUseCaseForm(PlainForm):
    """A title, how far it has got, and the product if one is known."""

    title = forms.CharField(
        label="Title",
        max_length=TITLE_LIMIT,
        min_length=3,
        help_text=str(UseCase._meta.get_field("title").help_text),
        error_messages={
            "required": "Enter a title",
            "min_length": "Enter a title of three letters or more",
        },
    )
    stage = forms.ChoiceField(
        label="How far has it got?",
        choices=[
            (stage.value, f"{stage.label}: {STAGE_MEANINGS[stage]}")
            for stage in (Stage.SCAN, Stage.PILOT, Stage.SCALE)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it has got"},
    )
    product = forms.ModelChoiceField(
        label="Product",
        queryset=Product.objects.none(),
        to_field_name="key",
        required=False,
        empty_label="None, or not decided",
        help_text=str(UseCase._meta.get_field("product").help_text),
        error_messages={"invalid_choice": "Choose a product from the list"},
    )

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = Product.objects.visible_to(reader).exclude(publishing="retired")
        field: Any = self.fields["product"]
        field.queryset = products.order_by("title")
        field.label_from_instance = lambda product: product.title
        title: Any = self.fields["title"]
        title.example = "Meeting notes drafted for social workers"

    def values(self) -> Values:
        """The snapshot values that the new entry begins with."""
        product = self.cleaned_data["product"]
        return {
            "title": self.cleaned_data["title"],
            "product": product.key if product else None,
        }

    @property
    def stage_chosen(self) -> Stage:
        return Stage(self.cleaned_data["stage"])


def product_first(typed: QueryDict) -> str:
    """The page that adds a product and leads back with what was typed here."""
    kept = {name: typed[name] for name in ("title", "stage") if typed.get(name)}
    back = f"{reverse('catalogue:use_case_create')}?{urlencode(kept)}"
    return f"{reverse('catalogue:product_create')}?{urlencode({'next': back})}"
