"""Roles and invitations in the back office, by the acts of the council's own pages.

What a role allows is `councils.permissions`'; people themselves are `people.py`'s.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from councils.backoffice.bases import ReadOnlyAdmin
from councils.backoffice.moves import WhyForm, ask_and_act, bound
from councils.backoffice.plain import REASON_LIMIT, PlainAdmin, ReasonForm
from councils.machines import Refused
from councils.models import Belonging, Council, Invitation, Membership, Role, User
from councils.models.council import REGIONAL_ROLES
from councils.people import give_role, take_role, why_it_stays
from councils.permissions import Action, require
from councils.readers import person


class MembershipForm(ReasonForm):
    """A role to give, or one to end; it is neither moved nor taken up again."""

    ends_now = forms.BooleanField(
        label="End this role now",
        help_text="It stays in the list with its dates. To give it again, add it anew.",
        required=False,
    )
    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            people: Any = self.fields["user"]
            people.queryset = User.objects.filter(is_active=True).order_by("name")
            people.label_from_instance = lambda person: f"{person} ({person.email})"
            councils: Any = self.fields["council"]
            councils.queryset = Council.objects.current()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        council, role = cleaned.get("council"), cleaned.get("role")
        if council and role:
            is_regional = role in REGIONAL_ROLES
            if is_regional != (council.belonging == Belonging.REGION):
                self.add_error("role", _misplaced(is_regional, council))
            elif Membership.objects.filter(
                user=cleaned.get("user"), council=council, role=role, ended_at=None
            ).exists():
                self.add_error("role", "This person holds that role there already")
        if cleaned.get("ends_now"):
            fault = own_key(self.instance, self.by) or why_it_stays(self.instance)
            if fault:
                self.add_error("ends_now", fault)
        return cleaned


def _misplaced(is_regional: bool, council: Council) -> str:
    if is_regional:
        return "Regional roles are given at the region's own team only"
    return f"At {council} only the regional roles are given"


def own_key(membership: Membership, by: User) -> str:
    """Why `by` may not end this role: it is what lets them in here."""
    if membership.user_id == by.pk and membership.role in REGIONAL_ROLES:
        return "You cannot end your own regional role: ask a colleague"
    return ""


@admin.register(Membership)
class MembershipAdmin(PlainAdmin):
    """Who holds which role where, and since when."""

    needs = Action.MANAGE_PEOPLE
    form = MembershipForm
    fields = ("user", "council", "role")
    readonly_fields = ("started_at", "ended_at")
    fixed_once_made = ("user", "council", "role")
    list_display = ("user", "council", "role", "started_at", "ended_at")
    list_filter = ("role", "council", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "council")
    search_fields = ("user__name", "user__email", "council__short_name")
    ordering = ("-started_at",)
    actions = ("end",)

    def target_of(self, obj: Any) -> Council | None:
        return obj.council if isinstance(obj, Membership) else None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role that has ended stays ended."""
        has_ended = obj is not None and obj.ended_at is not None
        return not has_ended and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        if obj is None:
            return fields
        asked = ["ends_now"] if "reason" in fields else []
        return [*fields[:3], "started_at", "ended_at", *asked, *fields[3:]]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def save_model(
        self, request: HttpRequest, obj: Membership, form: Any, change: bool
    ) -> None:
        """Give or end the role by the same act as the council's own pages."""
        by, reason = person(request), form.cleaned_data.get("reason") or ""
        if not change:
            role = Role(obj.role)
            given = give_role(obj.user, obj.council, role, by=by, reason=reason)
            obj.pk, obj.started_at = given.pk, given.started_at
        elif form.cleaned_data.get("ends_now"):
            take_role(obj, by=by, reason=reason)

    @admin.action(description="End these roles …")
    def end(
        self, request: HttpRequest, chosen: models.QuerySet[Membership]
    ) -> TemplateResponse | None:
        """Ask why, then end each role that is still held."""

        def act(membership: Membership, given: dict[str, Any]) -> None:
            require(request.user, Action.MANAGE_PEOPLE, membership.council)
            end_membership(membership, by=person(request), reason=given["reason"])

        return ask_and_act(
            self,
            request,
            chosen,
            name="end",
            title="End these roles",
            form=bound(WhyForm, request, limit=REASON_LIMIT),
            act=act,
        )


def end_membership(membership: Membership, *, by: User, reason: str) -> None:
    """End a role from now on; raises Refused for one's own key or an ended role."""
    fault = own_key(membership, by)
    if fault:
        raise Refused(fault)
    take_role(membership, by=by, reason=reason)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited where; sent, sent again and withdrawn on the council's pages."""

    fields = (
        "email",
        "council",
        "roles",
        "invited_by",
        "invited_at",
        "sent_count",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
        "revoked_by",
        "reason",
    )
    list_display = ("email", "council", "invited_by", "invited_at", "accepted_at")
    list_filter = (
        "council",
        ("accepted_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("council", "invited_by")
    search_fields = ("email", "council__short_name", "invited_by__name")
    ordering = ("-invited_at",)
