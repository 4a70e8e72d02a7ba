"""Who needs a second factor, and whether somebody has one.

Setting one up and asking for it at sign-in are allauth's (`allauth.mfa`).
"""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they stand in for one of these."""


def has_second_factor(person: str) -> Exists:
    """Whether the row's person, named by this column, has set one up."""
    rows = Authenticator.objects.filter(user=OuterRef(person), type__in=KINDS)
    return Exists(rows)
