"""Tables that are not records: a reason with each change, and a history by name.

What records show of such a row is written again when its words change.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from councils.backoffice.bases import OfficeAdmin
from councils.rewriting import rewrite_what_shows

REASON_LIMIT = 100  # the width of simple-history's own column


class ReasonForm(forms.ModelForm):
    """A form that also asks why."""

    reason = forms.CharField(
        label="Reason for the change",
        help_text="Kept in the history, beside your name.",
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
    )


class HistoryAdmin(OfficeAdmin, SimpleHistoryAdmin):
    """Shows simple-history's rows by name; earlier states are read, never put back."""

    object_history_list_template = "admin/history_list.html"

    def get_urls(self) -> list[Any]:
        """Without the page that offers an earlier state as a form."""
        return [
            pattern
            for pattern in super().get_urls()
            if not str(getattr(pattern, "name", "")).endswith("_simple_history")
        ]

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Only of a row that this person may see: simple-history shows any."""
        self.get_object(request, unquote(object_id))
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response


class PlainAdmin(HistoryAdmin):
    """A table that the office edits row by row.

    `shown_by_records` are the fields whose words stand in search rows of records.
    """

    form = ReasonForm
    shown_by_records: ClassVar[frozenset[str]] = frozenset()
    fixed_once_made: ClassVar[tuple[str, ...]] = ()
    long_texts: ClassVar[tuple[str, ...]] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [*(self.fields or ())]
        allowed = (
            self.may(request, obj)
            if obj is None
            else self.has_change_permission(request, obj)
        )
        return [*fields, "reason"] if allowed else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = self.fixed_once_made if obj is not None else ()
        return (*self.readonly_fields, *fixed)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name in self.long_texts:
            kwargs["widget"] = forms.Textarea({"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Write the row with its reason, then the search rows that show its words."""
        obj._change_reason = form.cleaned_data.get("reason") or None
        super().save_model(request, obj, form, change)
        if change and self.shown_by_records & set(form.changed_data):
            rewrite_what_shows(type(obj), [obj.pk])
