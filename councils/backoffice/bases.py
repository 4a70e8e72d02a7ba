"""The bases of every back-office page: permissions from `can`, no deletion, 404s.

Tables with a history of their own are in `councils.backoffice.plain`, records in
`councils.backoffice.records`.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.http import Http404, HttpRequest

from councils.models.change_set import RecordVersion
from councils.models.council import Council
from councils.models.person import User
from councils.models.record import Record
from councils.models.search import Audience, serves
from councils.permissions import Action, can
from councils.readable_versions import in_review_now

FILTER_ENDINGS = frozenset(
    {"", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt"}
)


class OfficeAdmin(admin.ModelAdmin):
    """Asks the permissions table, never Django's own; deletes nothing.

    `needs` is what changing a row takes. Something one may not see is a 404.
    """

    needs: ClassVar[Action] = Action.USE_BACK_OFFICE
    view_on_site: Any = False
    list_display: Any = ("__str__",)
    list_filter: ClassVar[Any] = ()
    search_fields: ClassVar[Any] = ()
    actions: Any = ()
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {
        models.TextField: {"widget": AdminTextInputWidget},
        models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"},
    }

    def target_of(self, obj: Any) -> Record | Council | None:
        """What the permission is asked about; None asks about the role alone."""
        return obj if isinstance(obj, (Record, Council)) else None

    def may(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may change this row, or rows of this sort at all."""
        allowed: bool = self.admin_site.has_permission(request) and can(
            request.user, self.needs, self.target_of(obj)
        )
        return allowed

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: rows are retired, ended or made inactive."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row, if `get_queryset` offers it to this person; else 404."""
        found: Any = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("There is no such row that you can see.")
        return found

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the filters of the list ask.

        Django lets an address ask anything of any column: a password's hash by its
        first letters, a title by a broken regular expression.
        """
        if lookup in {getattr(f, "parameter_name", None) for f in self.list_filter}:
            return True
        named = (f for f in self.list_filter if isinstance(f, (str, tuple)))
        filters = (f if isinstance(f, str) else f[0] for f in named)
        return any(
            lookup.removeprefix(name) in FILTER_ENDINGS
            for name in filters
            if lookup.startswith(name)
        )

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """As Django's, with 400 for a selection that no page of ours sends."""
        for chosen in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
            try:
                self.model._meta.pk.to_python(chosen)
            except ValidationError:
                raise SuspiciousOperation("No such row.") from None
        return super().response_action(request, *args, **kwargs)


class ReadOnlyAdmin(OfficeAdmin):
    """Rows that only actions write: they can be looked at and nothing else.

    `record_path` leads from the row to its record: only what hangs on a record that
    the person may see is listed.
    """

    record_path: ClassVar[str] = ""
    change_form_template = "admin/read_only.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        if not self.record_path:
            return rows
        seen = Record.objects.visible_to(request.user).values("pk")
        return rows.filter(**{f"{self.record_path}__in": seen})


def visible_versions(reader: User) -> models.QuerySet[RecordVersion]:
    """The versions, of any record, that this reader could ever read.

    The same rule as `councils.readable_versions.versions_for`, as one query.
    """
    mine = sorted(reader.council_ids)
    shared = Record.objects.filter(partners__in=mine).values("pk")
    named = models.Q(snapshot__partners__has_any_keys=sorted(reader.council_slugs))
    return RecordVersion.objects.filter(
        models.Q(record__lead__in=mine)
        | (models.Q(record__in=shared) & named)
        | serves(Audience.REGION)
        | in_review_now(),
        record__in=Record.objects.visible_to(reader).values("pk"),
    )
