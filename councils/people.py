"""Giving and taking roles, and closing accounts: each with who, when and why.

Every act locks its council first, so that two admins who remove each other at the same
instant leave one. Inviting is `councils.invitations`'.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from councils.audit import record_event
from councils.machines import Refused
from councils.models.audit import AuditEvent
from councils.models.council import (
    REGIONAL_ROLES,
    Belonging,
    Council,
    Membership,
    Role,
)
from councils.models.person import User
from councils.models.record import Record
from councils.notices import write_notice
from councils.permissions import Action, is_regional_admin, require
from councils.sessions import end_sessions

REASON_LIMIT = 100  # the width of simple-history's own column


def roles_at(council: Council) -> list[Role]:
    """The roles of this body: the regional ones at the region's own team alone."""
    is_region = council.belonging == Belonging.REGION
    return [role for role in Role if (role in REGIONAL_ROLES) == is_region]


def admin_role(council: Council) -> Role:
    """The role that manages the people of this body."""
    is_region = council.belonging == Belonging.REGION
    return Role.REGIONAL_ADMIN if is_region else Role.COUNCIL_ADMIN


def records_kept_by(person: User, council: Council, reader: User) -> Any:
    """The council's entries that a person keeps, as steward or deputy, as one sees."""
    seen: Any = Record.objects.visible_to(reader)
    kept = seen.filter(lead=council, steward=person) | seen.filter(
        lead=council, deputy=person
    )
    return kept.order_by("title")


@transaction.atomic
def give_role(
    person: User, council: Council, role: Role, *, by: User, reason: str
) -> Membership:
    """Give somebody a role; Refused where it does not belong or is held already."""
    require(by, Action.MANAGE_PEOPLE, council)
    lock_council(council)
    if role not in roles_at(council):
        raise Refused(f"“{Role(role).label}” is not a role at {council}.")
    if not person.is_active:
        raise Refused(f"{person}’s account is closed. Invite them again by e-mail.")
    if _held(person, council).filter(role=role).exists():
        raise Refused(f"{person} is {Role(role).label} at {council} already.")
    membership = add_membership(person, council, role, by=by, reason=reason)
    record_event(
        AuditEvent.ROLE_GIVEN,
        by=by,
        subject=person,
        council=council,
        details=f"{Role(role).label}. {reason}",
    )
    _tell(
        membership,
        by,
        reason,
        f"You are {membership.get_role_display()} at {council} now",
        "given",
    )
    return membership


@transaction.atomic
def take_role(membership: Membership, *, by: User, reason: str) -> Membership:
    """Take a role away; Refused for one that has ended and for the last admin's."""
    council = membership.council
    require(by, Action.MANAGE_PEOPLE, council)
    lock_council(council)
    held = _held(membership.user, council).filter(pk=membership.pk).first()
    if held is None:
        raise Refused("This role has ended before.")
    if held.role == admin_role(council):
        _require_another_admin(membership.user, council)
    _end(held, by, reason)
    record_event(
        AuditEvent.ROLE_TAKEN,
        by=by,
        subject=held.user,
        council=council,
        details=f"{held.get_role_display()}. {reason}",
    )
    _tell(
        held,
        by,
        reason,
        f"You are no longer {held.get_role_display()} at {council}",
        "taken",
    )
    _close_if_idle(held.user, by, reason)
    return held


@transaction.atomic
def remove_person(
    person: User, council: Council, *, by: User, reason: str
) -> list[Membership]:
    """End all roles of somebody in one council, and their sessions.

    An account that belongs to no council after that is closed. Refused for the last
    admin, and for somebody who holds no role there.
    """
    require(by, Action.MANAGE_PEOPLE, council)
    lock_council(council)
    held = list(_held(person, council))
    if not held:
        raise Refused(f"{person} holds no role at {council}.")
    if any(membership.role == admin_role(council) for membership in held):
        _require_another_admin(person, council)
    for membership in held:
        _end(membership, by, reason)
    record_event(
        AuditEvent.REMOVED, by=by, subject=person, council=council, details=reason
    )
    _tell(held[0], by, reason, f"You no longer work for {council} here", "removed")
    _close_if_idle(person, by, reason)
    end_sessions(person)
    return held


@transaction.atomic
def deactivate_person(person: User, *, by: User, reason: str) -> User:
    """Close an account: the region's alone, for every council at once.

    Roles stay as they are, in abeyance, until it is opened again. Refused for the last
    admin of a council.
    """
    require(by, Action.MANAGE_PEOPLE)
    _require_region(by)
    councils = Council.objects.filter(
        memberships__user=person, memberships__ended_at=None
    )
    for council in councils.distinct().order_by("pk"):
        lock_council(council)
        if _held(person, council).filter(role=admin_role(council)).exists():
            _require_another_admin(person, council)
    if not person.is_active:
        raise Refused(f"{person}’s account is closed already.")
    _set_active(person, False, by, reason)
    record_event(AuditEvent.DEACTIVATED, by=by, subject=person, details=reason)
    end_sessions(person)
    return person


@transaction.atomic
def reactivate_person(person: User, *, by: User, reason: str) -> User:
    """Open an account that was closed; the roles that it still has count again."""
    require(by, Action.MANAGE_PEOPLE)
    _require_region(by)
    if person.is_active:
        raise Refused(f"{person}’s account is open.")
    _set_active(person, True, by, reason)
    record_event(AuditEvent.REACTIVATED, by=by, subject=person, details=reason)
    return person


def lock_council(council: Council) -> None:
    """Let nobody else change who works for it until this transaction ends."""
    Council.objects.select_for_update().get(pk=council.pk)


def add_membership(
    person: User, council: Council, role: str, *, by: User, reason: str
) -> Membership:
    """Write the row of a role with who and why; whether one may was asked before."""
    membership = Membership(user=person, council=council, role=role)
    _put_into_history(membership, by, reason)
    membership.save()
    return membership


def why_it_stays(membership: Membership) -> str:
    """Why this role may not end: it is the last admin's of its council."""
    if membership.role != admin_role(membership.council):
        return ""
    return last_admin_fault(membership.user, membership.council)


def last_admin_fault(person: User, council: Council) -> str:
    """Why this admin must stay: nobody else who can sign in has the role there."""
    others = Membership.objects.in_force().filter(
        council=council, role=admin_role(council)
    )
    if others.exclude(user=person).exists():
        return ""
    label = admin_role(council).label.lower()
    return (
        f"{person} is the only {label} of {council}. Give somebody else that role"
        " first, so that its people are not left without one."
    )


def _require_region(by: User) -> None:
    if not is_regional_admin(by):
        raise Refused("Only the region’s admin closes and opens accounts.")


def _held(person: User, council: Council) -> Any:
    """The roles somebody holds in a council, also while their account is closed."""
    rows = Membership.objects.filter(user=person, council=council, ended_at=None)
    return rows.select_related("user", "council")


def _require_another_admin(person: User, council: Council) -> None:
    fault = last_admin_fault(person, council)
    if fault:
        raise Refused(fault)


def _put_into_history(row: Any, by: User, reason: str) -> None:
    """Say who changes a row and why, where simple-history looks for it."""
    row._history_user, row._change_reason = by, reason[:REASON_LIMIT]


def _end(membership: Membership, by: User, reason: str) -> None:
    membership.ended_at = timezone.now()
    _put_into_history(membership, by, reason)
    membership.save()


def _set_active(person: User, is_active: bool, by: User, reason: str) -> None:
    person.is_active = is_active
    _put_into_history(person, by, reason)
    person.save(update_fields=["is_active"])


def _close_if_idle(person: User, by: User, reason: str) -> None:
    """Close the account of somebody who works for no council any more."""
    if Membership.objects.filter(user=person, ended_at=None).exists():
        return
    _set_active(person, False, by, reason)
    record_event(
        AuditEvent.DEACTIVATED,
        by=by,
        subject=person,
        council=None,
        details="No role is left in any council.",
    )
    end_sessions(person)


def _tell(
    membership: Membership, by: User, reason: str, subject: str, step: str
) -> None:
    """Tell somebody what became of their roles, unless they did it themselves."""
    if membership.user == by:
        return
    write_notice(
        membership.user,
        "/",
        cause="roles",
        step=f"{membership.pk}.{step}",
        subject=subject,
        body=f"{subject}: {by} decided it.\n\nThe reason given: {reason}",
        why="it is about your account",
    )
