"""Everything that the portal holds on one person, for them to take away.

Who may ask is only that person; what others wrote about records is not theirs.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models

from councils.models import (
    AuditEntry,
    ChangeSet,
    Decision,
    Invitation,
    Membership,
    Notice,
    Proposal,
    Record,
    User,
)
from councils.sessions import sessions_of


def own_data(person: User) -> dict[str, Any]:
    """Plain values under a heading for each sort; no secret is among them."""
    return {
        "account": _account(person),
        "account_history": _rows(
            User.history.filter(id=person.pk),
            changed_at="history_date",
            changed_by="history_user__name",
            reason="history_change_reason",
            name="name",
            email="email",
            job_title="job_title",
            phone="phone",
            is_active="is_active",
        ),
        "roles": _rows(
            Membership.objects.filter(user=person),
            council="council__short_name",
            role="role",
            started_at="started_at",
            ended_at="ended_at",
        ),
        "signed_in_at": [
            {
                "since": session.created_at,
                "address": session.ip,
                "browser": session.user_agent,
            }
            for session in sessions_of(person)
        ],
        "second_factors": _rows(
            Authenticator.objects.filter(user=person),
            type="type",
            created_at="created_at",
            last_used_at="last_used_at",
        ),
        **_what_happened(person),
        **_what_they_did(person),
    }


def _account(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "job_title": person.job_title,
        "phone": person.phone,
        "joined_at": person.joined_at,
        "last_signed_in_at": person.last_login,
        "may_use_the_back_office": person.is_staff,
    }


def _what_happened(person: User) -> dict[str, Any]:
    """The audit log, invitations and mails about the person."""
    about = models.Q(subject=person) | models.Q(by=person)
    return {
        "audit_log": _rows(
            AuditEntry.objects.filter(about),
            at="at",
            event="event",
            by="by__name",
            about="subject__name",
            council="council__short_name",
            page="path",
            details="details",
            address="address",
        ),
        "invitations": _rows(
            Invitation.objects.filter(
                models.Q(email=person.email) | models.Q(invited_by=person)
            ),
            email="email",
            council="council__short_name",
            roles="roles",
            invited_by="invited_by__name",
            invited_at="invited_at",
            accepted_at="accepted_at",
            withdrawn_at="revoked_at",
        ),
        "mails": _rows(
            Notice.objects.filter(person=person),
            made_at="made_at",
            sent_at="sent_at",
            subject="subject",
            body="body",
            why="why",
        ),
    }


def _what_they_did(person: User) -> dict[str, Any]:
    """Changes, decisions and proposals, each with the key of its entry and no more."""
    kept = Record.objects.filter(
        models.Q(steward=person) | models.Q(deputy=person)
    ).order_by("key")
    return {
        "entries_kept": list(kept.values_list("key", flat=True)),
        "changes": _rows(
            ChangeSet.objects.filter(by=person),
            at="at",
            council="council__short_name",
            reason="reason",
            through="channel",
        ),
        "decisions": _rows(
            Decision.objects.filter(by=person).order_by("-at"),
            entry="record__key",
            at="at",
            machine="machine",
            action="action",
            reason="reason",
        ),
        "proposals": _rows(
            Proposal.objects.filter(made_by=person),
            entry="record__key",
            made_at="made_at",
            kind="kind",
            state="state",
            reason="reason",
        ),
    }


def _rows(rows: Any, **columns: str) -> dict[str, Any]:
    """{"count", "rows"}: each row with these columns under our own names."""
    found = rows.values_list(*columns.values())
    told = [dict(zip(columns, row, strict=True)) for row in found]
    return {"count": len(told), "rows": told}
