"""Forms of records, made from what their kind declares; they clean and never write.

How a field is drawn is the `govuk` template pack's business; writing is
`councils.difference.apply`'s.
"""

from datetime import date
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from councils.form_fields import (
    DateParts,
    LinesField,
    LinksField,
    SeveralField,
    WordsField,
)
from councils.form_words import PlainForm, PlainWords
from councils.kinds import Kind, Values
from councils.models.council import Council
from councils.models.person import User
from councils.models.record import Record

LONG_TEXT = 200
MANY_OPTIONS = 7
NO_CHOICE = ("", "Not answered yet")
EARLIEST_YEAR = 2000


class RecordForm(PlainWords, forms.ModelForm):
    """A form over some fields of one kind; its values are snapshot values.

    `reader` narrows what it offers to what that person may see.
    """

    kind: Kind

    def __init__(self, *args: Any, reader: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any
        for name, field in self.fields.items():
            declared = self.kind.editable.get(name)
            if declared is not None:
                field.example = declared.example
            if reader is not None and isinstance(field, forms.ModelChoiceField):
                self._narrow(name, field, reader)

    def _narrow(self, name: str, field: Any, reader: User) -> None:
        rows: Any = field.queryset
        model: Any = rows.model
        if issubclass(model, Record):
            field.queryset = rows.visible_to(reader).order_by("title")
            field.label_from_instance = _title
        elif model is User:
            lead = self.instance.lead_id or (reader.acting_for and reader.acting_for.pk)
            own = models.Q(
                memberships__council=lead, memberships__ended_at=None, is_active=True
            )
            kept_person = models.Q(pk=getattr(self.instance, f"{name}_id", None))
            field.queryset = rows.filter(own | kept_person).distinct()
        elif model is Council:
            kept = self.instance.partners.all() if self.instance.pk else rows.none()
            offered = Council.objects.current() | kept
            field.queryset = offered.exclude(pk=self.instance.lead_id).distinct()

    def values(self) -> Values:
        """The cleaned values as plain snapshot values, by field code."""
        return {name: _plain(self.cleaned_data.get(name)) for name in self.fields}


def _title(record: Any) -> str:
    """How a list of choices names a record: by its title alone."""
    return str(record.title)


def _plain(value: Any) -> Any:
    """A cleaned form value as a snapshot holds it."""
    if isinstance(value, models.QuerySet):
        return sorted(_natural(row) for row in value)
    if isinstance(value, models.Model):
        return _natural(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, list)):
        return value
    return str(value)


def _natural(row: Any) -> Any:
    return getattr(row, row.snapshot_key)


@cache
def _form_class(kind_code: str, codes: tuple[str, ...]) -> type[RecordForm]:
    from councils.kinds import kind_named

    kind = kind_named(kind_code)
    extra = {}
    names = []
    for code in codes:
        model_field = kind.model_field(kind.editable[code])
        if isinstance(model_field, models.ManyToOneRel):
            extra[code] = LinksField(label=kind.label(code), required=False)
        else:
            names.append(kind.editable[code].name)
    made = forms.modelform_factory(
        kind.model, form=RecordForm, fields=names, formfield_callback=form_field
    )
    return type(f"{kind.model.__name__}Form", (made,), {**extra, "kind": kind})


def record_form(kind: Kind, codes: tuple[str, ...]) -> type[RecordForm]:
    """The form class over these fields of a kind; made once and kept."""
    return _form_class(kind.code, codes)


def form_field(model_field: Any, **kwargs: Any) -> forms.Field | None:
    """The form field for one model field: its widget, and an error in plain words."""
    label = str(model_field.verbose_name)
    if isinstance(model_field, ArrayField):
        return _list_field(model_field, label)
    if isinstance(model_field, (models.ForeignKey, models.ManyToManyField)):
        return _reference_field(model_field, **kwargs)
    if model_field.choices:
        return _choice_field(model_field, label)
    if isinstance(model_field, models.URLField):
        kwargs["assume_scheme"] = "https"
    if isinstance(model_field, models.TextField):
        kwargs["form_class"] = LinesField
    field: forms.Field | None = model_field.formfield(**kwargs)
    if field is None:
        return None
    if isinstance(model_field, models.DateField):
        field.widget = DateParts()
        field.error_messages["invalid"] = f"{label} must be a real date"
    if isinstance(model_field, models.TextField):
        long = (model_field.max_length or 0) > LONG_TEXT  # none: a number or a code
        rows = 8 if (model_field.max_length or 0) > 1_000 else 4
        field.widget = forms.Textarea({"rows": rows}) if long else forms.TextInput()
        if model_field.max_length:
            field.widget.attrs["maxlength"] = str(model_field.max_length)
    field.error_messages["required"] = f"Enter the {label[0].lower()}{label[1:]}"
    return field


def _list_field(model_field: Any, label: str) -> forms.Field:
    """Several of a vocabulary, or plain words where there is none."""
    common = {
        "label": label,
        "required": False,
        "help_text": model_field.help_text,
    }
    base = model_field.base_field
    if not base.choices:
        return WordsField(base.validators, **common)
    widget = forms.CheckboxSelectMultiple
    return SeveralField(choices=base.choices, widget=widget, **common)


def _choice_field(model_field: Any, label: str) -> forms.Field:
    choices = [(value, words) for value, words in model_field.choices if value != ""]
    few = len(choices) <= MANY_OPTIONS
    if model_field.blank:
        choices = [*choices, NO_CHOICE] if few else [NO_CHOICE, *choices]
    return forms.ChoiceField(
        choices=choices,
        label=label,
        required=not model_field.blank,
        help_text=model_field.help_text,
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={"required": f"Choose the {label[0].lower()}{label[1:]}"},
    )


def _reference_field(model_field: Any, **kwargs: Any) -> forms.Field:
    model = model_field.related_model
    many = isinstance(model_field, models.ManyToManyField)
    if not many:
        kwargs["empty_label"] = "None chosen"
    field: forms.Field = model_field.formfield(
        to_field_name=None if model.snapshot_key == "pk" else model.snapshot_key,
        **kwargs,
    )
    if many:
        field.widget = forms.CheckboxSelectMultiple(choices=field.widget.choices)
    label = str(model_field.verbose_name)
    field.error_messages["required"] = f"Choose the {label[0].lower()}{label[1:]}"
    return field


class ReasonForm(PlainForm):
    """A reason that is kept with what is done."""

    reason = forms.CharField(
        label="Why",
        help_text="This is kept with your name and shown to whoever looks later.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why: the reason is kept"},
    )


class CouncilReviewForm(forms.ModelForm):
    """Who publishes for a council, and whether edits of what is published wait."""

    class Meta:
        model = Council
        fields = ("publisher", "reviews_edits")
        widgets: ClassVar = {"publisher": forms.RadioSelect}


class DecisionForm(PlainForm):
    """Why a state moves, which version was read and, if asked, when it really moved."""

    reason = forms.CharField(
        label="Why",
        help_text="Stands in the history, where others read it.",
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say why: it stands in the history"},
    )
    on = forms.DateField(
        label="When it happened",
        help_text="Leave empty for today.",
        required=False,
        widget=DateParts,
        error_messages={"invalid": "Enter a real date, such as 24 11 2026"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        needs_reason: bool = False,
        is_dated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_dated:
            del self.fields["on"]
        self.fields["reason"].required = needs_reason
        if not needs_reason:
            self.fields["reason"].label = "Why (optional)"

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > timezone.localdate():
            raise ValidationError("Enter a date that is not in the future")
        if on is not None and on.year < EARLIEST_YEAR:
            raise ValidationError(f"Enter a date in {EARLIEST_YEAR} or later")
        return on
