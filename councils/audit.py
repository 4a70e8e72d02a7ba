"""Writes the audit log: who signed in, was refused, gave a role, took a list away.

Who may read it is `AuditEntry.objects.visible_to`'s; the page is `views/audit.py`'s.
"""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from councils.models.audit import KEPT_YEARS, AuditEntry, AuditEvent
from councils.models.council import Council
from councils.models.person import User

SECRET_ARGUMENTS = frozenset({"token", "uidb36"})
"""Parts of an address that open something: never written down."""


def record_event(
    event: AuditEvent,
    *,
    by: User | AnonymousUser | None = None,
    subject: User | None = None,
    council: Council | None = None,
    details: str = "",
    path: str = "",
) -> AuditEntry:
    """Write one entry in the transaction that is open, with where it came from.

    `details` holds no text of a record and no address that is not an account's.
    """
    request: HttpRequest | None = context.request
    return AuditEntry.objects.create(
        event=event,
        by=by if isinstance(by, User) else None,
        subject=subject,
        council=council,
        path=path[:300],
        details=details[:500],
        address=address_of(request) if request is not None else None,
    )


def record_refusal(request: HttpRequest) -> None:
    """Write that somebody signed in was refused a page; a stranger's is not kept.

    It is called when the request's own transaction has been rolled back.
    """
    user = getattr(request, "user", None)
    if isinstance(user, User):
        record_event(
            AuditEvent.REFUSED,
            by=user,
            subject=user,
            council=user.acting_for,
            details=str(request.method),
            path=path_of(request),
        )


def record_export(request: HttpRequest, rows: int) -> None:
    """Write that somebody signed in took a list of `rows` rows away."""
    user = request.user
    if isinstance(user, User):
        record_event(
            AuditEvent.EXPORTED,
            by=user,
            subject=user,
            council=user.acting_for,
            details=f"{rows:,} rows",
            path=path_of(request),
        )


def path_of(request: HttpRequest) -> str:
    """The path without its query, or its pattern where the path itself is a secret."""
    match = request.resolver_match
    if match is not None and SECRET_ARGUMENTS & set(match.kwargs):
        return f"/{match.route}"
    return request.path


def address_of(request: HttpRequest) -> str | None:
    """The network address that a request came from, behind the known proxies."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def delete_old_entries() -> int:
    """Delete what is older than the retention; returns how many went."""
    limit = timezone.now() - timedelta(days=KEPT_YEARS * 366)
    gone, _ = AuditEntry.objects.filter(at__lt=limit).delete()
    return gone
