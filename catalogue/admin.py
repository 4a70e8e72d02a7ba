"""The catalogue's pages in the back office: use cases, products, suppliers, lists.

What every such page does is `councils.backoffice`'s.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from catalogue.actions import confirm_shared, merge_shared
from catalogue.filters import UseCaseFilter
from catalogue.kinds import PRODUCT, SUPPLIER_KIND, USE_CASE
from catalogue.models import (
    AtrsCapability,
    AtrsFunction,
    Product,
    ServiceArea,
    Supplier,
    UseCase,
    UserGroup,
)
from catalogue.models.choices import Status
from councils.backoffice.moves import WhyForm, act_on_each, ask_and_act, bound
from councils.backoffice.plain import PlainAdmin, ReasonForm
from councils.backoffice.records import RecordAdmin
from councils.backoffice.seen import row_filter
from councils.models.record import Publishing
from councils.models.search import SearchEntry
from councils.permissions import Action, require
from councils.readers import person

LAST_BIT = 62


@admin.register(UseCase)
class UseCaseAdmin(RecordAdmin):
    """Use cases that this person may see."""

    kind = USE_CASE
    list_display = (
        "key",
        "title",
        "lead",
        "stage",
        "status_seen",
        "publishing",
        "sharing",
        "verified_on",
    )
    list_filter = (
        "stage",
        row_filter("status", UseCaseFilter.base_filters["status"]),
        "publishing",
        "sharing",
        row_filter("sensitivity", UseCaseFilter.base_filters["sensitivity"]),
        "lead",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """With the status as this person's own search row has it."""
        rows = SearchEntry.objects.visible_to(request.user)
        status = rows.filter(record=models.OuterRef("pk")).values("status")[:1]
        return super().get_queryset(request).annotate(seen=models.Subquery(status))

    @admin.display(description="Status")
    def status_seen(self, entry: Any) -> str:
        """The status, where it is not held back."""
        return dict(enumerate(Status.labels, start=1)).get(entry.seen, "Withheld")


class MergeIntoForm(WhyForm):
    """Which one to keep, and why the others are the same."""

    field_order = ("into", "reason")

    into = forms.ModelChoiceField(
        label="The one to keep",
        queryset=Product.objects.none(),
        to_field_name="key",
        empty_label="Choose one",
        error_messages={"required": "Choose the one to keep"},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = offered


class SharedRecordAdmin(RecordAdmin):
    """Products and suppliers: the region's own, confirmed and merged here."""

    list_display = ("key", "title", "confirmed_on", "publishing", "sharing")
    list_filter = (
        ("confirmed_on", admin.EmptyFieldListFilter),
        "publishing",
        "sharing",
    )
    actions = ("confirm", "merge")

    @admin.action(description="Confirm")
    def confirm(self, request: HttpRequest, chosen: models.QuerySet[Any]) -> None:
        """Confirm each: from now on everyone may read it."""
        require(request.user, Action.MODERATE_PRODUCT)
        rows = list(chosen[:100])
        act_on_each(
            request,
            rows,
            lambda row: confirm_shared(row, by=person(request)),
            "Confirm",
        )

    @admin.action(description="Merge into another …")
    def merge(
        self, request: HttpRequest, chosen: models.QuerySet[Any]
    ) -> TemplateResponse | None:
        """Ask which one to keep, then move all that used the others."""
        require(request.user, Action.MODERATE_PRODUCT)
        offered = (
            self.get_queryset(request)
            .exclude(pk__in=chosen.values("pk"))
            .exclude(publishing=Publishing.RETIRED)
            .order_by("title")
        )

        def act(duplicate: Any, given: dict[str, Any]) -> object:
            return merge_shared(
                duplicate,
                given["into"],
                by=person(request),
                reason=given["reason"],
            )

        return ask_and_act(
            self,
            request,
            chosen,
            name="merge",
            title="Merge into another",
            form=bound(MergeIntoForm, request, offered=offered),
            act=act,
        )


@admin.register(Product)
class ProductAdmin(SharedRecordAdmin):
    """Products that this person may see."""

    kind = PRODUCT


@admin.register(Supplier)
class SupplierAdmin(SharedRecordAdmin):
    """Suppliers that this person may see."""

    kind = SUPPLIER_KIND


class LookupForm(ReasonForm):
    """A list holds 63 words: their bits are never used again."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rows = type(self.instance)._base_manager
        if self.instance.pk is None and rows.filter(bit=LAST_BIT).exists():
            raise ValidationError("This list is full: it holds 63 words.")
        return cleaned


@admin.register(ServiceArea, UserGroup, AtrsFunction, AtrsCapability)
class LookupAdmin(PlainAdmin):
    """A list of words: edited and retired, without a deployment."""

    needs = Action.EDIT_LISTS
    form = LookupForm
    shown_by_records = frozenset({"label"})
    fixed_once_made = ("code",)
    fields = ("label", "code", "help", "source", "position", "retired_on")
    long_texts = ("help", "source")
    list_display = ("label", "code", "position", "retired_on")
    list_filter = (("retired_on", admin.EmptyFieldListFilter),)
    search_fields = ("label", "code", "help")

    def get_prepopulated_fields(self, request: Any, obj: Any = None) -> Any:
        return {} if obj is not None else {"code": ("label",)}
