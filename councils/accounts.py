"""How sign-in behaves where it differs from allauth's own ways.

The pages are allauth's, with our templates; their forms are `councils.account_forms`.
"""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from qrcode import QRCode

from councils.audit import address_of, record_event
from councils.models.audit import AuditEvent
from councils.models.person import User
from councils.second_factor import KINDS, needs_second_factor

FRESH_SECONDS = 10 * 60


class AccountAdapter(DefaultAccountAdapter):
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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago need not type the password again."""
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return bool(asked) and not _signed_in_lately(context.request)

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there; an address that cannot be read is not safe."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


def _signed_in_lately(request: HttpRequest) -> bool:
    """Whether this session began, or proved itself again, in the last ten minutes."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < FRESH_SECONDS for record in records)


def _record_failure(credentials: dict[str, Any], details: str) -> None:
    """Keep whose account it was about; an address that is nobody's is not kept."""
    email = str(credentials.get("email", "")).strip()
    about = User.objects.filter(email__iexact=email).first() if email else None
    record_event(AuditEvent.SIGN_IN_FAILED, subject=about, details=details)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept encrypted, and the last one stays where needed.

    The key is made of SECRET_KEY; where that was changed, old factors answer to no
    code, and an admin (or `manage.py remove_second_factor`) takes them away.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every half minute",
        "cannot_delete_authenticator": (
            "Your role needs a second factor: add another before you remove this one"
        ),
    }

    def get_totp_issuer(self) -> str:
        """The name that an app on a phone shows."""
        return str(settings.SITE_NAME)

    def build_totp_svg(self, url: str) -> SafeString:
        """The address as a square to scan, drawn as one path without any style."""
        code = QRCode(border=2)
        code.add_data(url)
        rows = code.get_matrix()
        dots = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        )
        size = len(rows)
        return mark_safe(  # noqa: S308  numbers alone
            f'<svg class="portal-qr" viewBox="0 0 {size} {size}" role="img"'
            ' aria-label="A square code to scan with your app"'
            f' focusable="false"><path d="{dots}"/></svg>'
        )

    def encrypt(self, text: str) -> str:
        """The secret as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself, or one that nobody knows where the key is another now."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose role asks for it."""
        others = Authenticator.objects.filter(
            user=authenticator.user_id, type__in=KINDS
        ).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user)

    def generate_authenticator_name(
        self,
        user: User,
        type: Authenticator.Type,  # noqa: A002  allauth's own name
    ) -> str:
        """A name to begin with; people give their own."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
