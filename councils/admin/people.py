"""People and their roles in the back office; nobody's password is shown or typed.

What a role allows is `councils.permissions`'.
"""

from smtplib import SMTPException
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from councils.backoffice.plain import PlainAdmin, ReasonForm
from councils.models import Membership, User
from councils.people import (
    deactivate_person,
    reactivate_person,
    why_it_stays,
)
from councils.permissions import Action, require
from councils.readers import person


class PersonForm(ReasonForm):
    """The address in small letters; `by` may not shut themselves out."""

    by: User

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("is_active", "is_staff"):
            if self.instance.pk == self.by.pk and cleaned.get(name) is False:
                self.add_error(name, "You cannot shut yourself out: ask a colleague")
        if self.instance.pk and cleaned.get("is_active") is False:
            for membership in Membership.objects.in_force().filter(user=self.instance):
                fault = why_it_stays(membership)
                if fault:
                    self.add_error("is_active", fault)
        return cleaned


class MembershipInline(admin.TabularInline):
    """The roles that a person holds or held, to read."""

    model = Membership
    fields = ("council", "role", "started_at", "ended_at")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "council")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(PlainAdmin):
    """People: entered here, and made inactive when they leave."""

    needs = Action.MANAGE_PEOPLE
    form = PersonForm
    fields = ("email", "name", "is_staff")
    readonly_fields = ("last_login", "joined_at", "add_a_role")
    list_display = ("name", "email", "roles", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__role", "memberships__council")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    actions = ("send_link",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        held = Membership.objects.in_force()
        return (
            super()
            .get_queryset(request)
            .prefetch_related(models.Prefetch("memberships", held, to_attr="held"))
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        if obj is None:
            return fields
        more = ("is_active", "last_login", "joined_at", "add_a_role")
        return [*fields[:3], *more, *fields[3:]]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [] if obj is None else [MembershipInline]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    @admin.display(description="Roles")
    def roles(self, person: Any) -> str:
        return "; ".join(f"{m.get_role_display()}, {m.council}" for m in person.held)

    @admin.display(description="Roles")
    def add_a_role(self, person: User) -> str:
        address = reverse("admin:councils_membership_add")
        return format_html(
            '<a href="{}?user={}">Give {} a role</a>', address, person.pk, person
        )

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        """A new person has no password until they choose one through their mailbox.

        An address that changes is forgotten by sign-in too. Closing and opening an
        account are acts of their own.
        """
        if not change:
            obj.set_unusable_password()
        opened = obj.is_active
        turned = change and "is_active" in form.changed_data
        if turned:
            obj.is_active = not opened
        if not turned or set(form.changed_data) - {"is_active", "reason"}:
            super().save_model(request, obj, form, change)
        if turned:
            act = reactivate_person if opened else deactivate_person
            act(obj, by=person(request), reason=form.cleaned_data.get("reason") or "")
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()

    @admin.action(description="Send a link to choose a password")
    def send_link(self, request: HttpRequest, people: models.QuerySet[User]) -> None:
        """Mail each person the link that "Forgotten your password?" would."""
        require(request.user, Action.MANAGE_PEOPLE)
        for someone in people[:100]:
            form = ResetPasswordForm({"email": someone.email})
            if not someone.is_active or not form.is_valid():
                messages.error(request, f"{someone} is not active: no link was sent.")
                continue
            try:
                form.save(request)
            except (OSError, SMTPException) as trouble:
                messages.error(
                    request, f"{someone}: the mail was not sent ({trouble})."
                )
            else:
                messages.success(request, f"A link was sent to {someone.email}.")
