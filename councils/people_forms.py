"""The forms of people's pages: inviting, accepting, roles with a reason.

What they ask for is done by `councils.people` and `councils.invitations`.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from councils.form_words import PlainForm
from councils.models.council import Council, Role
from councils.models.person import User
from councils.people import REASON_LIMIT, roles_at
from councils.permissions import allowed_to


def _role_choices(roles: Iterable[str]) -> list[tuple[str, str]]:
    return [(role, str(Role(role).label)) for role in roles]


def what_roles_allow(council: Council) -> list[tuple[str, list[str]]]:
    """[(role, what it may do)] at this body, for the help beside a form."""
    return [(str(role.label), allowed_to(role)) for role in roles_at(council)]


class InviteForm(PlainForm):
    """Whom to invite, to which roles.

    An address outside the council's own domains is taken once it has been confirmed.
    """

    email = forms.EmailField(
        label="E-mail address",
        help_text="Their own work address. The invitation is sent there.",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk",
        },
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role"},
    )
    confirmed = forms.BooleanField(
        label="This person works for the council all the same", required=False
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        roles: Any = self.fields["roles"]
        roles.choices = _role_choices(roles_at(council))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """Ask for a tick where the address is outside the council's domains."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        domain = cleaned.get("email", "").rpartition("@")[2]
        known = [name.lower().lstrip("@") for name in self.council.email_domains]
        inside = any(domain == name or domain.endswith(f".{name}") for name in known)
        if domain and known and not inside and not cleaned.get("confirmed"):
            self.add_error(
                "confirmed",
                f"{domain} is not an e-mail domain of {self.council}"
                f" ({', '.join(known)}). Check the address, then tick to go on.",
            )
        return cleaned

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the tick for an outside address is to be shown."""
        return "confirmed" in self.errors or bool(self.data.get("confirmed"))


class PersonActForm(PlainForm):
    """Why, in a line: it is kept in the history and in the audit log."""

    reason = forms.CharField(
        label="Why",
        help_text="Kept in the history with your name. The person reads it too.",
        max_length=REASON_LIMIT,
        error_messages={
            "required": "Say why: it is kept in the history",
            "max_length": f"Shorten this to {REASON_LIMIT} characters or fewer",
        },
    )

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RoleForm(PersonActForm):
    """One of some roles, and why."""

    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    field_order = ("role", "reason")

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = _role_choices(roles)


class NewAccountForm(PlainForm):
    """The name and password of somebody who accepts an invitation."""

    name = forms.CharField(
        label="Your name",
        help_text="As colleagues in other councils should read it.",
        max_length=150,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="Twelve characters or more; three or four unrelated words are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
        strip=False,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        """Hold the password to the site's rules, with the name and address in mind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password:
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as faults:
                self.add_error("password", faults)
        return cleaned
