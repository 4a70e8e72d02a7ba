"""The back office's form of a record: the fields one may edit, why, and since when.

It is the kind's own form with Django's widgets; writing is `apply`'s.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

from councils.difference import Conflict, Difference
from councils.editing import changes_from, values_at
from councils.form_fields import DateParts, LinksInput
from councils.forms import RecordForm, record_form
from councils.kinds import Kind, Values
from councils.models.person import User
from councils.permissions import Action, can
from councils.present import present

REASON_LIMIT = 500
KEPT = "Leave as it is (not among those you can choose)"


class OfficeLinks(LinksInput):
    """Links as rows of plain boxes, drawn by a template of the back office."""

    template_name = "admin/links_input.html"

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> Any:
        return super().render(name, value, attrs, TemplatesSetting())


class Trouble(Exception):
    """Why a form that was well filled in could not be saved.

    `faults` are messages by field; `mine` is what the person changed, where somebody
    else was first.
    """

    def __init__(self, faults: dict[str, Any], mine: Difference | None = None) -> None:
        super().__init__("Not saved: " + ", ".join(sorted(faults)))
        self.faults = faults
        self.mine = mine or []


def conflict_trouble(
    kind: Kind, conflict: Conflict, mine: Difference, reader: User
) -> Trouble:
    """Say beside each field what it says now, as this reader may see it."""
    theirs = present(kind, conflict.now, reader)
    return Trouble(
        {
            code: f"Somebody changed this to “{theirs[code].words or 'nothing'}” after "
            "you opened the form. Your answer is kept here: save again to put it in "
            "its place."
            for code in conflict.fields
            if code in theirs
        },
        mine,
    )


class OfficeRecordForm(RecordForm):
    """The fields of a record, the reason, and the version it began from."""

    reader: ClassVar[User]
    trouble: ClassVar[Trouble | None] = None
    applied: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        record = kwargs["instance"]
        now = values_at(record, record.version)
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **now}
        if self.trouble is not None and self.trouble.mine:
            data = self._merged(data, now, record.version)
        super().__init__(data, *args, reader=self.reader, **kwargs)
        if "partners" in self.fields:
            may_share = can(self.reader, Action.SHARE_RECORD, record)
            self.fields["partners"].disabled = not may_share
        self.kept = self._keep_what_is_not_offered(now)
        for box in self.fields.values():
            if isinstance(box.widget, DateParts):
                box.widget = AdminDateWidget()
            elif isinstance(box.widget, LinksInput):
                box.widget = OfficeLinks()
            elif isinstance(box.widget, (forms.TextInput, forms.Textarea)):
                box.widget.attrs["class"] = "vLargeTextField"
        self._add_own_fields(record.version)

    def _merged(self, data: Any, now: Values, version: int) -> Values:
        """Theirs, with mine over it: nobody's change is lost by saving again."""
        mine = {c.field: c.after for c in self.trouble.mine} if self.trouble else {}
        values = {code: now[code] for code in self.kind.editable} | mine
        return {
            **{code: "" if v is None else v for code, v in values.items()},
            "reason": data.get("reason", ""),
            "base_version": version,
        }

    def _keep_what_is_not_offered(self, now: Values) -> frozenset[str]:
        """References that this form cannot offer: left empty, they stay as they are."""
        kept = set()
        fields: dict[str, Any] = self.fields
        for name, box in fields.items():
            single = type(box) is forms.ModelChoiceField
            if single and now.get(name) not in (None, ""):
                key = box.to_field_name or "pk"
                if not box.queryset.filter(**{key: now[name]}).exists():
                    box.empty_label = KEPT
                    kept.add(name)
        return frozenset(kept)

    def _add_own_fields(self, version: int) -> None:
        self.fields["reason"] = forms.CharField(
            label="Reason for the change",
            help_text="The council reads this in the entry's history.",
            max_length=REASON_LIMIT,
            widget=forms.TextInput({"class": "vTextField"}),
            error_messages={"required": "Say why: the council will read it"},
        )
        self.fields["base_version"] = forms.IntegerField(
            initial=version, min_value=1, max_value=10**8, widget=forms.HiddenInput
        )

    def clean(self) -> Values:
        """Add what stood in the way when these answers were to be written."""
        cleaned: Values = super().clean() or self.cleaned_data
        if self.trouble is not None:
            for name, errors in self.trouble.faults.items():
                self.add_error(name if name in self.fields else None, errors)
        return cleaned

    def changes(self) -> Difference:
        """What the person changed, against the version that they began from."""
        given = {
            code: value
            for code, value in self.values().items()
            if code in self.kind.editable
            and not (code in self.kept and value in (None, ""))
        }
        base = values_at(self.instance, self.cleaned_data["base_version"])
        return changes_from(base, given)


def office_form(
    kind: Kind, codes: tuple[str, ...], reader: User, trouble: Trouble | None
) -> type[OfficeRecordForm]:
    """The form class over what one person may read and change of a record.

    The second time it also knows what went wrong.
    """
    over = record_form(kind, codes)
    own = {"reader": reader, "trouble": trouble}
    return type(f"Office{over.__name__}", (OfficeRecordForm, over), own)


def validation_trouble(fault: ValidationError) -> Trouble:
    """The faults of the merged state, by field."""
    return Trouble(dict(fault.error_dict))
