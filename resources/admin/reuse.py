"""Copies, collections, feedback and use of resources, in the back office: to be read.

All of it is written on pages of the portal, by actions; a row that ties two records is
listed only where one may see both.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from councils.backoffice.bases import ReadOnlyAdmin
from councils.models import Record
from resources.models import (
    Adaptation,
    Collection,
    CollectionStep,
    Feedback,
    ResourceUse,
)


class TiesTwo(ReadOnlyAdmin):
    """Rows between two records: `record_path` and `other_path`, both to be seen."""

    other_path = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        seen = Record.objects.visible_to(request.user).values("pk")
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{self.other_path}__in": seen})


@admin.register(Adaptation)
class AdaptationAdmin(TiesTwo):
    """Which resource was made from which other one."""

    record_path = "copy"
    other_path = "original"
    fields = ("copy", "original", "version", "offered_version", "by", "at")
    list_display = ("copy", "original", "version", "offered_version", "at")
    list_filter = (
        ("offered_version", admin.EmptyFieldListFilter),
        "copy__lead",
        "at",
    )
    list_select_related = ("copy", "original")
    search_fields = ("copy__key", "copy__title", "original__key", "original__title")
    ordering = ("-at",)


@admin.register(ResourceUse)
class ResourceUseAdmin(TiesTwo):
    """Which use case makes use of which resource, and since when."""

    record_path = "resource"
    other_path = "use_case"
    fields = ("resource", "use_case", "added_by", "added_at", "ended_by", "ended_at")
    list_display = ("resource", "use_case", "added_by", "added_at", "ended_at")
    list_filter = (
        ("ended_at", admin.EmptyFieldListFilter),
        "use_case__lead",
        "added_at",
    )
    list_select_related = ("resource", "use_case", "added_by")
    search_fields = (
        "resource__key",
        "resource__title",
        "use_case__key",
        "use_case__title",
    )
    ordering = ("-added_at",)


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """Whether a resource was useful; who said so and in which words is its keepers'."""

    record_path = "resource"
    fields = ("resource", "is_useful", "at")
    list_display = ("resource", "is_useful", "at")
    list_filter = ("is_useful", "resource__lead", "at")
    list_select_related = ("resource",)
    search_fields = ("resource__key", "resource__title")
    ordering = ("-at",)


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    """Collections, whose words are public; they are made and ordered in the portal."""

    fields = ("title", "intro", "slug", "made_by", "made_at")
    list_display = ("title", "intro", "made_by", "made_at")
    list_filter = ("made_at",)
    list_select_related = ("made_by",)
    search_fields = ("title", "intro", "slug")


@admin.register(CollectionStep)
class CollectionStepAdmin(ReadOnlyAdmin):
    """Which resource stands where in a collection."""

    record_path = "resource"
    fields = ("collection", "resource", "line", "position")
    list_display = ("collection", "position", "resource", "line")
    list_filter = ("collection", "resource__lead")
    list_select_related = ("collection", "resource")
    search_fields = ("collection__title", "resource__key", "resource__title", "line")
    ordering = ("collection", "position")
