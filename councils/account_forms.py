"""The forms of signing in and of second factors, in the portal's own words.

What they check is allauth's; how they are drawn is the `govuk` pack's.
"""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code"}


class SignInForm(LoginForm):
    """The form of allauth without words in its boxes; the page links to the reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages["required"] = "Enter your e-mail address"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def _ask_for_code(form: Any, label: str, hint: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = "Enter the code"
    field.widget = forms.TextInput(attrs={**CODE, "class": "govuk-input--width-10"})


class NewAppForm(ActivateTOTPForm):
    """The first code of an app, which proves that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "Code", "The six digits that the app shows now")


class CodeForm(AuthenticateForm):
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Six digits from your app, or one of your recovery codes"
        _ask_for_code(self, "Code", hint)


class CodeAgainForm(ReauthenticateForm):
    """The code before a sensitive step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Six digits from your app, or one of your recovery codes"
        _ask_for_code(self, "Code", hint)


class NewPasskeyForm(AddWebAuthnForm):
    """The name of a passkey; the browser fills in the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields[
            "name"
        ].help_text = "So that you know it again, such as “Work phone”"
