"""Who needs a second factor, whether somebody has one, and taking a lost one away.

Setting one up and asking for it at sign-in are allauth's (`allauth.mfa`); see ADR 12.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef

from councils.audit import record_event
from councils.machines import Refused
from councils.models.audit import AuditEvent
from councils.models.council import REGIONAL_ROLES, Council, Membership, Role
from councils.models.person import User
from councils.notices import write_notice
from councils.permissions import Action, is_regional_admin, require
from councils.sessions import end_sessions

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they stand in for one of these."""
GUARDED_ROLES = REGIONAL_ROLES | {
    Role.COUNCIL_ADMIN,
    Role.GOVERNANCE_LEAD,
    Role.SENIOR_RISK_OWNER,
}
"""Whoever holds one of these signs in with a second factor."""
INVENTED_DOMAIN = ".example"  # RFC 2606: never anybody's real address


def has_second_factor(person: str) -> Exists:
    """Whether the row's person, named by this column, has set one up."""
    rows = Authenticator.objects.filter(user=OuterRef(person), type__in=KINDS)
    return Exists(rows)


def needs_second_factor(person: User) -> bool:
    """Whether a role of theirs asks for one, and they are not excused."""
    return _role_asks(person) and not is_excused(person)


def is_excused(person: User) -> bool:
    """Whether this is an invented account of a demonstration; never elsewhere."""
    if not settings.DEMONSTRATION:
        return False
    councils = [m.council for m in person.active_memberships if m.role in GUARDED_ROLES]
    return person.email.endswith(INVENTED_DOMAIN) or all(
        council.is_demonstration for council in councils
    )


def lacks_second_factor(person: User) -> bool:
    """Whether they must set one up before anything else; asks the database nothing."""
    return needs_second_factor(person) and not person.has_second_factor


def _role_asks(person: User) -> bool:
    return any(m.role in GUARDED_ROLES for m in person.active_memberships)


@transaction.atomic
def remove_second_factor(
    person: User, council: Council, *, by: User, reason: str
) -> int:
    """Take away all second factors of somebody who lost them; returns how many.

    They sign in with the password alone then, and are led to set up a new one. Only
    for people who work for no council beyond the admin's reach: PermissionDenied.
    """
    require(by, Action.MANAGE_PEOPLE, council)
    held = Membership.objects.filter(user=person, ended_at=None)
    if not is_regional_admin(by) and held.exclude(council=council).exists():
        raise PermissionDenied(
            f"{person} works for another council too: ask the region’s admin."
        )
    removed = clear_second_factor(person)
    record_event(
        AuditEvent.SECOND_FACTOR_REMOVED,
        by=by,
        subject=person,
        council=council,
        details=reason,
    )
    write_notice(
        person,
        "/",
        cause="security",
        step=f"second-factor.{removed}.{by.pk}.{person.last_login}",
        subject="Your second factor was taken away",
        body=(
            f"{by} took away the second factor of your account.\n\nThe reason given:"
            f" {reason}\n\nSet up a new one at your next sign-in. If you did not ask"
            " for this, tell your council’s admin today."
        ),
        why="it is about your account",
    )
    return removed


def clear_second_factor(person: User) -> int:
    """Delete all factors and codes, and end every session; Refused without any."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise Refused(f"{person} has no second factor.")
    end_sessions(person)
    return removed
