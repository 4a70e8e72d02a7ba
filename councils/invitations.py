"""Inviting somebody by e-mail, sending it again, withdrawing it, accepting it once.

What a role is and how it is given or taken later is `councils.people`'s.
"""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import timezone

from councils.audit import record_event
from councils.machines import Refused
from councils.models.audit import AuditEvent
from councils.models.council import Council, Membership, Role
from councils.models.invitation import VALID_FOR, Invitation, new_nonce
from councils.models.notice import Notice
from councils.models.person import User
from councils.notices import write_notice
from councils.people import add_membership, lock_council, roles_at
from councils.permissions import ROLES_ALLOWED, Action, require


@transaction.atomic
def invite_person(
    *, email: str, council: Council, roles: Iterable[str], by: User
) -> Invitation:
    """Offer roles at a council to whoever reads this mailbox, for seven days.

    Refused where they hold the roles already, where an invitation is open, and for
    roles that are not given there.
    """
    require(by, Action.MANAGE_PEOPLE, council)
    lock_council(council)
    email = email.strip().lower()
    wanted = [role for role in roles_at(council) if role in set(roles)]
    if not wanted or len(wanted) != len(set(roles)):
        raise Refused(f"Choose roles that are given at {council}.")
    _require_new(email, council, wanted)
    for stale in Invitation.objects.open().filter(council=council, email=email):
        if not stale.has_run_out:
            raise Refused(f"{email} has an invitation already. Send that one again.")
        _revoke(stale, by, "It ran out, and a new one was sent.")
    invitation = Invitation.objects.create(
        email=email,
        council=council,
        roles=wanted,
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    _record(AuditEvent.INVITED, invitation, by)
    _send(invitation)
    return invitation


def _require_new(email: str, council: Council, wanted: list[Role]) -> None:
    known = User.objects.filter(email=email).first()
    if known is None:
        return
    open_roles = Membership.objects.filter(user=known, ended_at=None)
    if not known.is_active and open_roles.exists():
        raise Refused(f"The region has closed the account of {email}: ask its admin.")
    held = set(open_roles.filter(council=council).values_list("role", flat=True))
    if held:
        raise Refused(f"{known} works for {council} already: give roles on their page.")


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send it again for seven more days; the address sent before opens nothing then."""
    require(by, Action.MANAGE_PEOPLE, invitation.council)
    row = _locked(invitation)
    if row.accepted_at or row.revoked_at:
        raise Refused("This invitation has been accepted or withdrawn.")
    row.nonce, row.invited_by = new_nonce(), by
    row.sent_count += 1
    row.expires_at = timezone.now() + VALID_FOR
    row.save()
    _record(AuditEvent.INVITATION_SENT_AGAIN, row, by)
    _send(row)
    return row


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User, reason: str) -> Invitation:
    """Withdraw it: its address opens nothing from now on."""
    require(by, Action.MANAGE_PEOPLE, invitation.council)
    row = _locked(invitation)
    if row.accepted_at or row.revoked_at:
        raise Refused("This invitation has been accepted or withdrawn.")
    _revoke(row, by, reason)
    return row


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> User:
    """Take up the roles with one's own account; Refused for anybody else's address."""
    row = _locked(invitation)
    _require_open(row)
    if by.email.lower() != row.email:
        raise Refused(f"This invitation is for {row.email}. Sign in with that account.")
    _accept(row, by)
    return by


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the account that the invitation is for, and take up its roles.

    Somebody who left comes back so too. Refused where the account is open: they sign
    in first.
    """
    row = _locked(invitation)
    _require_open(row)
    person = User.objects.filter(email=row.email).select_for_update().first()
    if person is None:
        person = User.objects.create_user(row.email, password, name=name)
    else:
        _require_left(person)
        person.name, person.is_active = name, True
        person.set_password(password)
        person.save()
    _accept(row, person)
    return person


def has_left(person: User) -> bool:
    """Whether an account was closed since it belonged to no council any more."""
    still = Membership.objects.filter(user=person, ended_at=None).exists()
    return not person.is_active and not still


def _require_left(person: User) -> None:
    if person.is_active:
        raise Refused("There is an account for this address: sign in with it first.")
    if not has_left(person):
        raise Refused("The region has closed this account. Ask its admin.")


def _require_open(row: Invitation) -> None:
    """Refused once it has ended, or where its sender no longer manages these people."""
    if row.accepted_at:
        raise Refused("This invitation has been accepted before.")
    if row.revoked_at:
        raise Refused("This invitation has been withdrawn.")
    if row.has_run_out:
        raise Refused("This invitation has run out. Ask for it to be sent again.")
    admins = Membership.objects.in_force().filter(
        models.Q(council=row.council) | models.Q(role=Role.REGIONAL_ADMIN),
        user=row.invited_by,
        role__in=ROLES_ALLOWED[Action.MANAGE_PEOPLE],
    )
    if not admins.exists():
        raise Refused(
            "Whoever invited you no longer manages these people. Ask for it to be sent"
            " again."
        )


def _accept(row: Invitation, person: User) -> None:
    reason = f"Invited by {row.invited_by}"
    held = set(
        Membership.objects.filter(
            user=person, council=row.council, ended_at=None
        ).values_list("role", flat=True)
    )
    for role in row.roles:
        if role not in held:
            add_membership(person, row.council, role, by=row.invited_by, reason=reason)
    row.accepted_at, row.accepted_by = timezone.now(), person
    row.save()
    EmailAddress.objects.update_or_create(
        user=person, email=row.email, defaults={"verified": True, "primary": True}
    )
    record_event(
        AuditEvent.INVITATION_ACCEPTED,
        by=person,
        subject=person,
        council=row.council,
        details=", ".join(row.role_labels),
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("council", "invited_by").get(pk=invitation.pk)


def _revoke(row: Invitation, by: User, reason: str) -> None:
    row.revoked_at, row.revoked_by, row.reason = timezone.now(), by, reason
    row.save()
    Notice.objects.filter(invitation=row, sent_at=None).delete()
    _record(AuditEvent.INVITATION_REVOKED, row, by, reason)


def _record(event: AuditEvent, row: Invitation, by: User, reason: str = "") -> None:
    offered = ", ".join(row.role_labels)
    record_event(
        event,
        by=by,
        council=row.council,
        details=f"{row.email}: {offered}" + (f". {reason}" if reason else ""),
    )


def _send(row: Invitation) -> None:
    """Write the mail; its address is made when it is sent, and stands in no row."""
    Notice.objects.filter(invitation=row, sent_at=None).delete()
    site = "the North East AI Catalogue"
    until = timezone.localtime(row.expires_at)
    write_notice(
        row.email,
        row,
        cause="invitation",
        step=str(row.sent_count),
        subject=f"{row.invited_by} invites you to {site}",
        body=(
            f"{row.invited_by} at {row.council} invites you to {site}, where the"
            " councils of North East England show each other what they do with AI.\n\n"
            f"You would work for {row.council} as: {', '.join(row.role_labels)}.\n\n"
            f"Open this address to accept, by {until:%-d %B %Y}. It works once, and it"
            " is for you alone: please do not pass it on."
        ),
        why=(
            f"{row.invited_by} entered your address. If you did not expect this, leave"
            " it: without you nothing happens"
        ),
    )
