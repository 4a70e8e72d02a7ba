"""What the `govuk` form pack needs to know of a form field, worked out once.

The markup itself is in `templates/govuk/`; it stays as govuk-frontend writes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import strip_tags

register = template.Library()

LONG_SELECT = 15
MANY_BOXES = 8
WIDGET_OWN = frozenset({"class", "rows", "maxlength", "minlength", "required", "cols"})
DATE_PARTS = (("day", "2"), ("month", "2"), ("year", "4"))
TEMPLATES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "date"),
    (Input, "input"),
)
INPUT_TYPES = {"email": "email", "url": "url", "tel": "tel", "search": "search"}


@dataclass(frozen=True)
class Choice:
    """One radio, checkbox or option; `group` is its optgroup's label."""

    value: str
    label: str
    id: str
    is_chosen: bool
    group: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """One box of a date: its name in the request, its label, its width."""

    name: str
    id: str
    label: str
    width: str
    value: str


@dataclass(frozen=True)
class Control:
    """One field, ready to be drawn."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    example: str
    remark: str
    errors: list[str]
    value: Any
    css_class: str
    label_size: str
    limit: str
    rows: str
    input_type: str
    attributes: dict[str, Any]
    choices: list[Choice] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    template: str = ""
    widget: dict[str, Any] = field(default_factory=dict)

    @property
    def described_by(self) -> str:
        """The ids of the hint, the example and the error, in reading order."""
        count = self.kind == "textarea" and self.limit
        present = (
            ("info", count),
            ("hint", self.hint),
            ("example", self.example),
            ("remark", self.remark),
            ("error", self.errors),
        )
        return " ".join(f"{self.id}-{part}" for part, there in present if there)

    @property
    def first_id(self) -> str:
        """The id that the error summary leads to: the first box of the control."""
        return self.parts[0].id if self.parts else self.id

    @property
    def is_long(self) -> bool:
        return len(self.choices) > LONG_SELECT

    @property
    def is_many(self) -> bool:
        """More boxes than fit at a glance: they are drawn small, in two columns."""
        return self.kind == "checkboxes" and len(self.choices) > MANY_BOXES


@register.filter
def govuk_classes(given: str) -> str:
    """The govuk classes among others, each with a space before it."""
    own = _own_class(given)
    return f" {own}" if own else ""


@register.simple_tag
def govuk_control(bound: BoundField, show_errors: bool = True) -> Control:
    """The control for one bound field."""
    widget = bound.field.widget
    kind = next((name for cls, name in TEMPLATES if isinstance(widget, cls)), "widget")
    name = bound.html_name
    box_id = str(widget.attrs.get("id") or bound.auto_id or name)
    attributes = {**widget.attrs, **bound.build_widget_attrs({})}
    has_choices = kind in ("checkboxes", "radios", "select")
    return Control(
        kind=kind,
        id=box_id,
        name=name,
        label=str(bound.label or ""),
        hint=str(bound.help_text or ""),
        example=str(getattr(bound.field, "example", "") or ""),
        remark=str(getattr(bound.field, "remark", "") or ""),
        errors=[str(error) for error in bound.errors] if show_errors else [],
        value=_value(bound),
        css_class=_own_class(attributes.get("class", "")),
        label_size=getattr(bound.field, "label_size", "s"),
        limit=str(attributes.get("maxlength", "") or ""),
        rows=str(attributes.get("rows", "") or "5"),
        input_type=INPUT_TYPES.get(getattr(widget, "input_type", ""), "text"),
        attributes=_other_attributes(widget, attributes),
        choices=list(_choices(bound, box_id)) if has_choices else [],
        parts=list(_parts(bound, box_id)) if kind == "date" else [],
        template=str(getattr(widget, "template_name", "")),
        widget=widget.get_context(name, bound.value(), {"id": box_id})["widget"]
        if kind == "widget"
        else {},
    )


def _value(bound: BoundField) -> Any:
    widget = bound.field.widget
    if isinstance(widget, (forms.PasswordInput, forms.FileInput)):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return bool(bound.value())
    if isinstance(widget, forms.MultiWidget):
        return ""
    value = widget.format_value(bound.value())
    return "" if value is None else value


def _own_class(given: str) -> str:
    """The govuk classes that a form set itself; crispy's own names are dropped."""
    return " ".join(name for name in given.split() if name.startswith("govuk-"))


def _other_attributes(
    widget: forms.Widget, attributes: dict[str, Any]
) -> dict[str, Any]:
    kept = {k: v for k, v in attributes.items() if k not in WIDGET_OWN}
    for name in ("id", "type", "aria-describedby", "aria-invalid", "autofocus"):
        kept.pop(name, None)
    if isinstance(widget, forms.NumberInput):
        kept = {k: v for k, v in kept.items() if k not in ("step", "min", "max")}
        kept.setdefault("inputmode", "numeric")
    return {k: v for k, v in kept.items() if v not in (False, None)}


def _choices(bound: BoundField, box_id: str) -> Iterator[Choice]:
    widget: Any = bound.field.widget
    hints = getattr(bound.field, "choice_hints", {})
    given = widget.format_value(bound.value())
    number = 0
    for group, options, _ in widget.optgroups(bound.html_name, given):
        for option in options:
            number += 1
            value = str(option["value"])
            yield Choice(
                value=value,
                label=str(option["label"]),
                id=box_id if number == 1 else f"{box_id}-{number}",
                is_chosen=bool(option["selected"]),
                group=str(group or ""),
                hint=str(hints.get(value, "")),
            )


def _parts(bound: BoundField, box_id: str) -> Iterator[Part]:
    widget: Any = bound.field.widget
    value = bound.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    for (part, width), suffix, shown in zip(
        DATE_PARTS, widget.widgets_names, values, strict=False
    ):
        yield Part(
            name=f"{bound.html_name}{suffix}",
            id=f"{box_id}-{part}",
            label=part.capitalize(),
            width=width,
            value="" if shown is None else str(shown),
        )


@register.simple_tag
def govuk_errors(form: Any) -> list[dict[str, str]]:
    """Every fault of a form, each with the address of its box, in form order."""
    faults = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    for bound in form:
        errors = form.errors.get(bound.name)
        if errors:
            control = govuk_control(bound)
            faults += [
                {"text": strip_tags(str(e)), "href": f"#{control.first_id}"}
                for e in errors
            ]
    return faults
