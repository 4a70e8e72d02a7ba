"""What hangs on records beside their versions, in the back office: to be read.

What people wrote in confidence stays on the pages of those it was written for.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from councils.backoffice.bases import ReadOnlyAdmin
from councils.models import RecordHold, Report, ReviewInHand, ScreeningOverride
from councils.readers import person
from councils.reports import answerable_by


@admin.register(RecordHold)
class RecordHoldAdmin(ReadOnlyAdmin):
    """Which fields are held back, on what ground; not what stands in them."""

    record_path = "record"
    fields = ("record", "label", "audience", "ground", "review_on")
    list_display = ("record", "label", "audience", "ground", "review_on")
    list_filter = ("ground", "audience", "record__lead", "review_on")
    list_select_related = ("record",)
    search_fields = ("record__key", "record__title", "field")
    ordering = ("review_on", "record", "field")

    @admin.display(description="What is held back", ordering="field")
    def label(self, hold: RecordHold) -> str:
        return hold.record.declared.label(hold.field)


@admin.register(ReviewInHand)
class ReviewInHandAdmin(ReadOnlyAdmin):
    """Who is reading what waits for review."""

    record_path = "record"
    fields = ("record", "by", "since")
    list_display = ("record", "by", "since")
    list_filter = ("record__lead", "since")
    list_select_related = ("record", "by")
    search_fields = ("record__key", "record__title", "by__name", "by__email")
    ordering = ("-since",)


@admin.register(ScreeningOverride)
class ScreeningOverrideAdmin(ReadOnlyAdmin):
    """Who let what kind of finding stand; the words are asked of the approvers."""

    record_path = "record"
    fields = ("record", "finding", "by", "council", "at")
    list_display = ("record", "finding", "by", "council", "at")
    list_filter = ("finding", "council", "at")
    list_select_related = ("record", "by", "council")
    search_fields = ("record__key", "record__title", "finding", "by__name")
    ordering = ("-at",)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Problems that this person answers for; answered on the page of problems.

    Neither the secret address of a report nor a stranger's own is shown.
    """

    fields = (
        "record",
        "wrong",
        "words",
        "made_by",
        "made_at",
        "state",
        "answer",
        "answered_by",
        "answered_at",
    )
    list_display = ("record", "wrong", "state", "made_at", "answered_at")
    list_filter = ("state", "wrong", "record__lead", "made_at")
    search_fields = ("record__key", "record__title", "words", "answer")
    ordering = ("-made_at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return answerable_by(person(request)).order_by(*self.ordering)
