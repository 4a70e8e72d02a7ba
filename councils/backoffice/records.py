"""Records in the back office: seen through `visible_to`, changed through `apply`.

States are moved by `decide` (`councils.backoffice.moves`); records are added in the
portal.
"""

from collections.abc import Container
from itertools import pairwise
from typing import Any, ClassVar

from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse

from councils.backoffice.moves import moves_for
from councils.backoffice.plain import HistoryAdmin
from councils.backoffice.record_forms import (
    OfficeRecordForm,
    Trouble,
    conflict_trouble,
    office_form,
    validation_trouble,
)
from councils.backoffice.seen import found_by_words
from councils.difference import Conflict, apply
from councils.editing import values_at
from councils.history import draw_many
from councils.kinds import Kind
from councils.permissions import Action
from councils.present import present
from councils.readable_versions import versions_for
from councils.readers import person
from councils.withholding import withheld_from

TROUBLE = "back_office_trouble"


class RecordAdmin(HistoryAdmin):
    """One kind of record. `kind` says everything else."""

    kind: ClassVar[Kind]
    change_form_template = "admin/record.html"
    list_display: Any = (
        "key",
        "title",
        "lead",
        "publishing",
        "sharing",
        "verified_on",
    )
    list_display_links = ("key", "title")
    list_filter: ClassVar[Any] = ("publishing", "sharing", "lead")
    list_select_related = ("lead",)
    search_fields: ClassVar[Any] = ("key", "title")
    ordering = ("-id",)

    @property
    def needs(self) -> Action:  # type: ignore[override]  # the kind says it
        return Action(self.kind.edits)

    def view_on_site(self, obj: Any) -> str:
        """The record's own page; Django's detour by row id is closed."""
        return str(obj.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The one door: what this person may see, and nothing else."""
        rows: Any = self.kind.model.objects
        return rows.visible_to(request.user).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """By key and title, and by the words of whatever this person may read."""
        found, _ = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return found, False
        by_words = found_by_words(search_term, request.user)
        either = models.Q(pk__in=found.order_by().values("pk"))
        return queryset.filter(either | models.Q(pk__in=by_words)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The moves of the machines that this person's role allows."""
        if IS_POPUP_VAR in request.GET:
            return {}
        return {**super().get_actions(request), **moves_for(request, self.kind.code)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": ("key", "title")})]
        unread = _unread(request, obj)
        offered = [
            (section.title, [f.name for f in section.editable if f.key not in unread])
            for section in self.kind.sections
        ]
        sections = [(title, {"fields": names}) for title, names in offered if names]
        return [*sections, ("Why", {"fields": ("reason", "base_version")})]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, **kwargs)
        codes = tuple(
            code for code in self.kind.editable if code not in _unread(request, obj)
        )
        return office_form(
            self.kind, codes, person(request), getattr(request, TROUBLE, None)
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again, with what was typed, where saving it was refused."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Trouble as trouble:
            setattr(request, TROUBLE, trouble)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Apply what the person changed; raises Trouble where it cannot be."""
        mine, by = form.changes(), person(request)
        form.applied = tuple(c.field for c in mine)
        try:
            apply(obj, mine, by, form.cleaned_data["reason"])
        except Conflict as conflict:
            raise conflict_trouble(self.kind, conflict, mine, by) from conflict
        except ValidationError as fault:
            raise validation_trouble(fault) from fault

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Nothing: `apply` wrote links and child rows too."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The labels of what was changed, for the list of recent actions."""
        if not isinstance(form, OfficeRecordForm):
            return []
        labels = [self.kind.label(code) for code in form.applied]
        return [{"changed": {"fields": labels}}] if labels else []

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the states beside the form: moves change them, not the form."""
        record = context["original"]
        shown = present(self.kind, values_at(record, record.version), request.user)
        context["standing"] = [
            s for s in shown.values() if s.field.is_state or s.withheld
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> Any:
        """The rows of versions that this person could ever read."""
        record = self.get_object(request, object_id)
        readable = versions_for(record, request.user).order_by().values("pk")
        return (
            history_manager.filter(**{pk_name: record.pk}, version_row__in=readable)
            .select_related("history_user", "version_row__record__lead")
            .order_by("-version_row__number")
        )

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Any,
        foreign_keys_are_objs: bool = True,
    ) -> None:
        """Draw what each row changed through `present`, from the versions kept."""
        rows = list(historical_records)
        if len(rows) < 2:
            return
        record = rows[0].version_row.record
        pairs = [
            (record, older.version_row.snapshot, newer.version_row.snapshot)
            for newer, older in pairwise(rows)
        ]
        drawn = draw_many(self.kind, pairs, request.user)
        for row, changes in zip(rows, drawn, strict=False):
            row.history_delta_changes = [
                {"field": c.label, "old": c.before.words, "new": c.after.words}
                for c in changes
            ]


def _unread(request: HttpRequest, record: Any) -> Container[str]:
    """The fields of this record that are held back from whoever asks."""
    if record is None:
        return ()
    return withheld_from(values_at(record, record.version), request.user)
