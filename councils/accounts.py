"""How sign-in behaves where it differs from allauth's own ways.

The pages are allauth's, with our templates; who may do what is `councils.permissions`.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a council's admin: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, whatever the address."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, where the message stands that the password was changed."""
        return reverse("home")

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there; an address that cannot be read is not safe."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


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
