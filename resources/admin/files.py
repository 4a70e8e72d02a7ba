"""Files, their text and how they left the portal, in the back office: to be read.

A file is listed only once it was current in a version of its resource that the person
could read, as on the site (`resources.readable`).
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest

from councils.backoffice.bases import ReadOnlyAdmin, visible_versions
from councils.models import User
from councils.readers import person
from resources.models import (
    Download,
    ResourcePage,
    ResourceVersion,
    ShareLink,
    VersionState,
)

PLACE_WIDTH = 60  # characters


def readable_files(reader: User) -> models.QuerySet[ResourceVersion]:
    """The ready files, of any resource, that were current in what one may read."""
    shown = Cast(KeyTextTransform("current_version", "snapshot"), IntegerField())
    current = visible_versions(reader).annotate(shown=shown)
    found = current.filter(record=OuterRef("resource"), shown=OuterRef("number"))
    rows = ResourceVersion.objects.filter(Exists(found), state=VersionState.READY)
    return rows.order_by("-at", "-number")


@admin.register(ResourceVersion)
class ResourceVersionAdmin(ReadOnlyAdmin):
    """Files as readers have them; what is on its way is its council's affair."""

    fields = (
        "resource",
        "number",
        "name",
        "note",
        "detected_type",
        "size_bytes",
        "page_count",
        "sha256",
        "scan",
        "uploaded_by",
        "at",
    )
    list_display = ("resource", "number", "name", "detected_type", "size_bytes", "at")
    list_filter = ("detected_type", "scan", "resource__lead", "at")
    list_select_related = ("resource",)
    search_fields = ("resource__key", "resource__title", "name", "sha256")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return readable_files(person(request))


@admin.register(ResourcePage)
class ResourcePageAdmin(ReadOnlyAdmin):
    """The text of the files by which words find them."""

    fields = ("version", "number", "place", "is_hidden", "text")
    list_display = ("file", "number", "short_place", "is_hidden")
    list_filter = ("is_hidden", "version__detected_type", "version__resource__lead")
    list_select_related = ("version__resource",)
    search_fields = ("version__resource__key", "version__name", "place")
    ordering = ("-version__at", "number")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        seen = readable_files(person(request)).order_by().values("pk")
        return rows.filter(version__in=seen)

    @admin.display(description="File", ordering="version__name")
    def file(self, page: ResourcePage) -> str:
        version = page.version
        return f"{version.resource.key}, version {version.number}: {version.name}"

    @admin.display(description="Place", ordering="place")
    def short_place(self, page: ResourcePage) -> str:
        return page.place[:PLACE_WIDTH]


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnlyAdmin):
    """Which resources leave by a link, until when; for whom is its council's affair."""

    record_path = "resource"
    fields = (
        "resource",
        "made_by",
        "made_at",
        "expires_at",
        "revoked_by",
        "revoked_at",
    )
    list_display = ("resource", "made_by", "made_at", "expires_at", "revoked_at")
    list_filter = (
        ("revoked_at", admin.EmptyFieldListFilter),
        "resource__lead",
        "expires_at",
    )
    list_select_related = ("resource", "made_by")
    search_fields = ("resource__key", "resource__title", "made_by__name")
    ordering = ("-made_at",)


@admin.register(Download)
class DownloadAdmin(ReadOnlyAdmin):
    """Each time that a file was fetched, by an account or through a link."""

    fields = ("version", "by", "by_link", "at")
    list_display = ("file", "by", "by_link", "at")
    list_filter = (
        ("link", admin.EmptyFieldListFilter),
        "version__resource__lead",
        "at",
    )
    list_select_related = ("version__resource", "by")
    search_fields = (
        "version__resource__key",
        "version__resource__title",
        "by__name",
        "by__email",
    )
    ordering = ("-at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        seen = readable_files(person(request)).order_by().values("pk")
        return rows.filter(version__in=seen)

    @admin.display(description="File", ordering="version__name")
    def file(self, download: Download) -> str:
        version = download.version
        return f"{version.resource.key}, version {version.number}: {version.name}"

    @admin.display(description="Through a link", boolean=True)
    def by_link(self, download: Download) -> bool:
        return download.link_id is not None
