"""How sign-in behaves where it differs from allauth's own ways.

The pages are allauth's, with our templates; who may do what is `councils.permissions`.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from councils.audit import address_of, record_event
from councils.models.audit import AuditEvent
from councils.models.person import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a council's admin: nobody signs up by themselves.

    Failed sign-ins are counted for an address together with where they come from, so
    that nobody elsewhere can lock a person out.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": (
            "Too many attempts. Wait five minutes, then try again, or choose a new"
            " password by mail"
        ),
        "rate_limited": "Too many attempts. Wait a minute, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, whatever the address."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, where the message stands that the password was changed."""
        return reverse("home")

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """allauth counts for the address alone: a way to lock somebody out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{address_of(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """As allauth's; an attempt that is refused unread is written down too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _record_failure(credentials, "too many attempts, not looked at")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write it down; the page does not say which half was wrong."""
        _record_failure(credentials, "")

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there; an address that cannot be read is not safe."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


def _record_failure(credentials: dict[str, Any], details: str) -> None:
    """Keep whose account it was about; an address that is nobody's is not kept."""
    email = str(credentials.get("email", "")).strip()
    about = User.objects.filter(email__iexact=email).first() if email else None
    record_event(AuditEvent.SIGN_IN_FAILED, subject=about, details=details)


class SignInForm(LoginForm):  # type: ignore[misc]
    """The form of allauth without words in its boxes; the page links to the reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages["required"] = "Enter your e-mail address"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
