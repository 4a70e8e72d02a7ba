"""What happened, in the back office: to be read, never written.

Versions, decisions and proposals are listed only where their record, as it was then,
could be read by the person who looks.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from councils.backoffice.bases import ReadOnlyAdmin, visible_versions
from councils.backoffice.search_rows import search_row_page
from councils.models import (
    AuditEntry,
    ChangeSet,
    Decision,
    KeyCounter,
    Notice,
    Proposal,
    Record,
    RecordVersion,
)
from councils.present import present
from councils.readers import person
from councils.snapshots import completed
from councils.withholding import standings_of


@admin.register(Record)
class AllRecordsAdmin(ReadOnlyAdmin):
    """Records of every kind in one list; each is changed in its own kind's pages."""

    change_form_template = "admin/any_record.html"
    fields = (
        "key",
        "kind",
        "title",
        "lead",
        "publishing",
        "sharing",
        "verified_on",
        "version",
        "created_at",
        "updated_at",
    )
    list_display = ("key", "kind", "title", "lead", "publishing", "updated_at")
    list_filter = ("kind", "publishing", "sharing", "lead")
    list_select_related = ("lead",)
    search_fields = ("key", "title")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        seen = Record.objects.visible_to(request.user)
        return seen.order_by(*self.ordering)

    def view_on_site(self, obj: Record) -> str:
        return obj.get_absolute_url()

    def get_urls(self) -> list[Any]:
        """With the page of a record's search row."""
        view = self.admin_site.admin_view(self.search_row)
        found = path("<int:pk>/search-row/", view, name="councils_record_search_row")
        return [found, *super().get_urls()]

    def search_row(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What lists and searches have of a record that this person may see."""
        record = self.get_object(request, str(pk))
        return require_safe(search_row_page)(request, self, record)


@admin.register(RecordVersion)
class RecordVersionAdmin(ReadOnlyAdmin):
    """Every state that a record was in."""

    fields = ("record", "number", "at", "change_set")
    list_display = ("record", "number", "at", "by", "reason")
    list_filter = ("record__kind", "at")
    list_select_related = ("record", "change_set__by")
    search_fields = ("record__key", "record__title")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[RecordVersion]:
        seen = visible_versions(person(request))
        return seen.order_by(*self.ordering)

    @admin.display(description="By")
    def by(self, version: RecordVersion) -> str:
        return str(version.change_set.by or "The portal")

    @admin.display(description="Reason")
    def reason(self, version: RecordVersion) -> str:
        return version.change_set.reason

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the whole state through `present`."""
        version = context["original"]
        record = version.record
        whole = completed(record.declared, version.snapshot)
        now = standings_of([record])[record.pk]
        shown = present(record.declared, whole, person(request), now)
        context["standing"] = [s for s in shown.values() if not s.is_empty]
        context["subtitle"] = f"{record.key}, version {version.number}"
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """Who wrote what, when and why: those that touched a record one may see."""

    fields = ("at", "by", "council", "channel", "reason")
    list_display = ("at", "by", "council", "channel", "reason")
    list_filter = ("channel", "council", "at")
    list_select_related = ("by", "council")
    search_fields = ("reason", "by__name", "by__email")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ChangeSet]:
        seen = visible_versions(person(request))
        wrote = seen.filter(change_set=models.OuterRef("pk"))
        return super().get_queryset(request).filter(models.Exists(wrote))


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Every move of every machine whose outcome one may see."""

    fields = (
        "record",
        "machine",
        "action",
        "from_state",
        "to_state",
        "on",
        "at",
        "by",
        "council",
        "reason",
        "version",
        "is_override",
    )
    list_display = ("record", "machine", "from_state", "to_state", "on", "by", "reason")
    list_filter = ("machine", "to_state", "council", "on")
    list_select_related = ("record", "by")
    search_fields = ("record__key", "record__title", "reason", "by__name")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Decision]:
        """The move made the version after the one that was decided on."""
        made = visible_versions(person(request)).filter(
            record=models.OuterRef("record"), number=models.OuterRef("version") + 1
        )
        return super().get_queryset(request).filter(models.Exists(made))


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Who proposed what to which record; its content is read in the portal."""

    fields = (
        "record",
        "kind",
        "state",
        "base_version",
        "made_by",
        "council",
        "made_at",
        "sent_at",
    )
    list_display = ("record", "kind", "state", "made_by", "made_at", "sent_at")
    list_filter = ("kind", "state", "council", "made_at")
    list_select_related = ("record", "made_by")
    search_fields = ("record__key", "record__title", "made_by__name")
    ordering = ("-made_at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Proposal]:
        seen = Proposal.objects.visible_to(request.user)
        return seen.order_by(*self.ordering)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Whether messages went out; what they say is between them and their reader."""

    fields = (
        "person",
        "address",
        "record",
        "cause",
        "why",
        "made_at",
        "due_at",
        "sent_at",
        "attempts",
        "trouble",
    )
    list_display = ("recipient", "record", "cause", "due_at", "sent_at", "attempts")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "cause", "due_at")
    list_select_related = ("person", "record")
    search_fields = (
        "person__name",
        "person__email",
        "address",
        "record__key",
        "record__title",
    )
    ordering = ("-due_at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Notice]:
        """Those about a record that one may see, and those about none."""
        seen = Record.objects.visible_to(request.user).values("pk")
        rows: models.QuerySet[Notice] = super().get_queryset(request)
        return rows.filter(models.Q(record=None) | models.Q(record__in=seen))

    @admin.display(description="To")
    def recipient(self, notice: Notice) -> str:
        return str(notice.person or notice.address)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who signed in, was refused, gave a role, took a list away."""

    fields = ("at", "event", "by", "council", "subject", "path", "details", "address")
    list_display = ("at", "event", "by", "subject", "council", "details", "address")
    list_filter = ("event", "council", "at")
    list_select_related = ("by", "subject", "council")
    search_fields = ("by__name", "by__email", "subject__name", "subject__email")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AuditEntry]:
        seen = AuditEntry.objects.visible_to(request.user)
        return seen.order_by("-at", "-id")


@admin.register(KeyCounter)
class KeyCounterAdmin(ReadOnlyAdmin):
    """The last number of each prefix."""

    fields = ("prefix", "last")
    list_display = ("prefix", "last")
    search_fields = ("prefix",)
