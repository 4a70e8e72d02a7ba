"""What happens to an account goes into the audit log, and its owner hears of it.

Roles and invitations are written where they are given (`councils.people`).
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from councils.audit import record_event
from councils.models.audit import AuditEntry, AuditEvent
from councils.models.person import User
from councils.notices import write_notice
from councils.second_factor import KINDS
from councils.sessions import end_sessions


def listen() -> None:
    """Write down what happens to accounts; called once at start."""
    user_logged_in.connect(_signed_in, weak=False)
    user_logged_out.connect(_signed_out, weak=False)
    password_changed.connect(_password_changed, weak=False)
    password_reset.connect(_password_reset, weak=False)
    authenticator_added.connect(_factor_added, weak=False)
    authenticator_removed.connect(_factor_removed, weak=False)
    authenticator_reset.connect(_codes_renewed, weak=False)
    authentication_failed.connect(_code_refused, weak=False)


def _signed_in(user: User, **kwargs: Any) -> None:
    record_event(AuditEvent.SIGNED_IN, by=user, subject=user)


def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record_event(AuditEvent.SIGNED_OUT, by=user, subject=user)


def _password_changed(user: User, **kwargs: Any) -> None:
    _keep_and_tell(AuditEvent.PASSWORD_CHANGED, user, "Your password was changed")


def _password_reset(user: User, **kwargs: Any) -> None:
    _keep_and_tell(AuditEvent.PASSWORD_RESET, user, "You chose a new password by mail")
    end_sessions(user)


def _factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """With the first factor every other session ends: it began without one."""
    if authenticator.type not in KINDS:
        return
    factors = Authenticator.objects.filter(user=user, type__in=KINDS)
    if factors.count() == 1:
        end_sessions(user, but=request.session.session_key)
    said = "A second factor was set up for your account"
    _keep_and_tell(AuditEvent.SECOND_FACTOR_ADDED, user, said, str(authenticator))


def _factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in KINDS:
        said = "A second factor of your account was removed"
        _keep_and_tell(AuditEvent.SECOND_FACTOR_REMOVED, user, said, str(authenticator))


def _codes_renewed(user: User, **kwargs: Any) -> None:
    _keep_and_tell(AuditEvent.CODES_RENEWED, user, "Your recovery codes were renewed")


def _code_refused(user: User, **kwargs: Any) -> None:
    record_event(AuditEvent.SIGN_IN_FAILED, subject=user, details="second factor")


def _keep_and_tell(
    event: AuditEvent, user: User, said: str, details: str = ""
) -> AuditEntry:
    """Write the entry, and a mail that says what to do if it was somebody else."""
    entry = record_event(event, by=user, subject=user, details=details)
    at = timezone.localtime(entry.at)
    write_notice(
        user,
        "/accounts/password/reset/",
        cause="security",
        step=str(entry.pk),
        subject=said,
        body=(
            f"{said} on {at:%-d %B %Y} at {at:%H:%M}.\n\nIf it was you, there is"
            " nothing to do. If it was not, tell your council’s admin today, and choose"
            " a new password here at once:"
        ),
        why="it is about the safety of your account",
    )
    return entry
