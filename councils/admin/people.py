"""People and their roles in the back office; nobody's password is shown or typed.

What a role allows is `councils.permissions`'.
"""

from smtplib import SMTPException
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from councils.backoffice.moves import WhyForm, ask_and_act, bound
from councils.backoffice.plain import REASON_LIMIT, PlainAdmin, ReasonForm
from councils.machines import Refused
from councils.models import Belonging, Council, Membership, User
from councils.models.council import REGIONAL_ROLES
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

        An address that changes is forgotten by sign-in too.
        """
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
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
            fault = own_key(self.instance, self.by)
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
        if form.cleaned_data.get("ends_now"):
            obj.ended_at = timezone.now()
        super().save_model(request, obj, form, change)

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
    if membership.ended_at is not None:
        raise Refused("This role has ended before.")
    fault = own_key(membership, by)
    if fault:
        raise Refused(fault)
    membership.ended_at = timezone.now()
    membership._history_user = by  # type: ignore[attr-defined]
    membership._change_reason = reason  # type: ignore[attr-defined]
    membership.save()
