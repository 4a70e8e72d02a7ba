"""Notices: said once, sent after commit, never lost while the mail server is away."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from councils.models import Notice, Sharing
from councils.notices import send_due_notices, write_notice
from councils.tasks import write_freshness_notices
from tests.cast import Cast
from tests.factories import make_use_case


class Postbox:
    """A mail server's handler: keeps what it accepts, refuses while told to."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.refusing = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusing:
            return "451 Try again later"
        self.kept.append(envelope.content)
        return "250 Accepted"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    handler = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield handler
    server.stop()


def notice_to(cast: Cast) -> Notice:
    entry = make_use_case(cast.lead, "Minutes drafted")
    write_notice(
        cast.neighbour,
        entry,
        cause="test",
        step="1",
        subject="Look at this",
        body="Something happened.",
        why="you asked to hear of it",
    )
    return Notice.objects.get(cause="test")


def test_the_same_thing_is_said_once(cast: Cast) -> None:
    first = notice_to(cast)
    write_notice(
        cast.neighbour,
        first.record,
        cause="test",
        step="1",
        subject="Again",
        body="",
        why="",
    )
    assert Notice.objects.get(cause="test").subject == "Look at this"


def test_a_notice_is_sent_with_its_reason_and_its_address(
    cast: Cast, postbox: Postbox
) -> None:
    notice = notice_to(cast)
    assert send_due_notices() == 1
    assert send_due_notices() == 0
    (mail,) = postbox.kept
    text = mail.decode()
    assert "Something happened." in text
    assert "You get this because you asked to hear of it." in text
    assert notice.record.get_absolute_url() in text
    assert str(notice.pk) in text.split("Message-ID:")[1].splitlines()[0]


def test_a_refused_notice_waits_and_goes_later(cast: Cast, postbox: Postbox) -> None:
    notice = notice_to(cast)
    postbox.refusing = True
    assert send_due_notices() == 0
    notice.refresh_from_db()
    assert notice.sent_at is None
    assert "451" in notice.trouble
    assert notice.due_at > timezone.now()
    postbox.refusing = False
    Notice.objects.update(due_at=timezone.now())
    assert send_due_notices() == 1
    assert len(postbox.kept) == 1


def test_a_server_that_is_away_loses_nothing(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    notice = notice_to(cast)
    assert send_due_notices() == 0
    notice.refresh_from_db()
    assert notice.sent_at is None
    assert notice.attempts == 1


def confirmed(entry: Any, days: int) -> None:
    """Make the last confirmation this many days old, as time would."""
    from councils.changes import change_set

    with change_set(channel="command"):
        entry.verified_on = timezone.localdate() - timedelta(days=days)
        entry.save()


@pytest.mark.parametrize(
    ("days", "steps"), [(89, []), (90, ["due"]), (119, ["due"]), (120, ["overdue"])]
)
def test_the_steward_is_reminded_when_due_and_when_overdue(
    cast: Cast, days: int, steps: list[str]
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    confirmed(entry, days)
    write_freshness_notices()
    write_freshness_notices()
    told = Notice.objects.filter(cause="freshness")
    assert [notice.step.split(".")[0] for notice in told] == steps
    assert all(notice.person == cast.lead for notice in told)
