"""Writes what somebody should hear beside its cause, and sends it after commit.

When sending is tried, and again, is said by `councils.tasks`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from councils.models.council import Council, Role
from councils.models.invitation import Invitation
from councils.models.notice import Notice
from councils.models.person import User
from councils.models.record import Record

RETRIES = 12
MAIL_TROUBLE = (OSError, SMTPException, ValueError)
"""ValueError: Django refuses a header that it cannot send, such as two lines in one."""


def holders(council: Council | int, roles: Iterable[Role]) -> list[User]:
    """The active people who hold one of these roles in a council."""
    return list(
        User.objects.filter(
            is_active=True,
            memberships__council=council,
            memberships__role__in=list(roles),
            memberships__ended_at=None,
        )
        .order_by("pk")
        .distinct()
    )


def write_notice(
    to: User | str,
    about: Record | Invitation | str,
    *,
    cause: str,
    step: str,
    subject: str,
    body: str,
    why: str,
    path: str = "",
    due_at: datetime | None = None,
) -> None:
    """Write one notice; saying the same thing twice writes nothing the second time.

    `to` is a person, or an address that is nobody's yet; `about` is a record, an
    invitation, or a path of the portal: it is where the mail leads, unless `path`
    names another page about it.
    """
    Notice.objects.bulk_create(
        [
            Notice(
                person=to if isinstance(to, User) else None,
                address=to if isinstance(to, str) else "",
                record_id=about.pk if isinstance(about, Record) else None,
                invitation=about if isinstance(about, Invitation) else None,
                path=about if isinstance(about, str) else path,
                cause=cause,
                step=step,
                subject=" ".join(subject.split()),
                body=body,
                why=why,
                due_at=due_at or timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )


def send_due_notices(limit: int = 100) -> int:
    """Send notices that are due, each in a transaction of its own; returns how many.

    A notice is locked while it is sent, so that two workers never send it both; a
    mail server that refuses or is away leaves it due again, later each time.
    """
    sent = 0
    for _ in range(limit):
        with transaction.atomic():
            notice = (
                Notice.objects.select_for_update(skip_locked=True)
                .filter(sent_at=None, due_at__lte=timezone.now(), attempts__lt=RETRIES)
                .order_by("due_at")
                .first()
            )
            if notice is None:
                break
            sent += _send(notice)
    return sent


def _send(notice: Notice) -> bool:
    mail = EmailMessage(
        subject=" ".join(notice.subject.split()),
        body=(
            f"{notice.body}\n\n{settings.SITE_URL}{notice.link}\n\n"
            f"You get this because {notice.why}."
        ),
        to=[notice.recipient],
        headers={"Message-ID": f"<{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
    )
    try:
        mail.send()
    except MAIL_TROUBLE as trouble:
        notice.attempts += 1
        notice.trouble = f"{type(trouble).__name__}: {trouble}"[:500]
        wait = timedelta(minutes=2**notice.attempts)
        notice.due_at = timezone.now() + wait
        notice.save(update_fields=["attempts", "trouble", "due_at"])
        return False
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
    return True
