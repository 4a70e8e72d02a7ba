"""The forms that hold a field back and show it again; they clean and never write.

Writing is `councils.holds`'.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councils.form_fields import DateParts
from councils.form_words import PlainForm
from councils.holds import fault_of_review
from councils.kinds import Field, Kind
from councils.models.hold import GROUND_MEANINGS, Ground, HoldAudience

REASON_LIMIT = 500


class LiftForm(PlainForm):
    """Why a field is shown again."""

    reason = forms.CharField(
        label="Why",
        help_text="Everyone who may read the entry can read this: say why without "
        "saying what.",
        max_length=REASON_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why"},
    )


class HoldForm(LiftForm):
    """Who may still read a field, on what ground it is held back, until when, why."""

    field_order = ("field", "audience", "ground", "review_on", "reason")

    audience = forms.ChoiceField(
        label="Who may still read it",
        choices=HoldAudience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may still read it"},
    )
    ground = forms.ChoiceField(
        label="On what ground",
        help_text="An exemption of the Freedom of Information Act 2000. Readers are "
        "told it.",
        choices=[(g.value, f"{g.label}. {GROUND_MEANINGS[g]}") for g in Ground],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a ground"},
    )
    review_on = forms.DateField(
        label="To be reviewed by",
        help_text="Within two years. For example: 1 5 2027. You are reminded then.",
        widget=DateParts,
        error_messages={
            "required": "Enter a review date",
            "invalid": "Enter a real date, such as 1 5 2027",
        },
    )

    def clean_review_on(self) -> date:
        review_on: date = self.cleaned_data["review_on"]
        fault = fault_of_review(review_on)
        if fault:
            raise ValidationError(fault.rstrip("."))
        return review_on


class NewHoldForm(HoldForm):
    """The same, with which field of a section it is."""

    field = forms.ChoiceField(
        label="What to hold back",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to hold back"},
    )

    def __init__(
        self, *args: Any, kind: Kind, offered: list[Field], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["field"]
        field.choices = [(f.key, kind.label(f.key)) for f in offered]
