"""Stories of accounts: a forgotten password, signing out; what went wrong, on its page.

Signing in is the beginning of the stories in `test_reading_stories.py`.
"""

import email
import re
import socket
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from councils.models import Sharing
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]

NEW_PASSWORD = "four unrelated words make one"


class Mailbox:
    """Everything that a real mail server was given."""

    def __init__(self) -> None:
        self.received: list[Message] = []

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.received.append(email.message_from_bytes(envelope.content))
        return "250 Kept"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server of the test's own, which the portal sends through."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield mailbox
    server.stop()


def link_in(message: Message) -> str:
    found = re.search(r"https?://\S+", message.get_payload(decode=True).decode())
    assert found
    return found.group()


def test_a_forgotten_password_is_replaced_through_the_mailbox(
    cast: Cast, visit: Visit, mailbox: Mailbox
) -> None:
    lead = visit()
    lead.open("/accounts/login/")
    lead.follow("I have forgotten my password")
    lead.page.fill("main input[name=email]", cast.lead.email)
    lead.press("Send the mail")
    assert lead.heading == "Look in your mailbox"
    [message] = mailbox.received
    assert message["To"] == cast.lead.email

    lead.open(link_in(message))
    lead.page.fill("input[name=password1]", "password")
    lead.page.fill("input[name=password2]", "password")
    lead.press("Keep this password")
    assert lead.page.title().startswith("Error: ")
    lead.page.fill("input[name=password1]", NEW_PASSWORD)
    lead.page.fill("input[name=password2]", NEW_PASSWORD)
    lead.press("Keep this password")
    lead.open(link_in(message))
    assert lead.heading == "This link no longer works"

    lead.open("/accounts/login/")
    lead.page.fill("input[name=login]", cast.lead.email)
    lead.page.fill("input[name=password]", NEW_PASSWORD)
    lead.press("Sign in")
    assert lead.heading == "Northford Council"


def test_an_unknown_address_gets_no_mail_and_the_same_page(
    cast: Cast, visit: Visit, mailbox: Mailbox
) -> None:
    stranger = visit()
    stranger.open("/accounts/password/reset/")
    stranger.page.fill("main input[name=email]", "nobody@northford.example")
    stranger.press("Send the mail")
    assert stranger.heading == "Look in your mailbox"
    assert mailbox.received == []


def test_signing_out_ends_it(cast: Cast, visit: Visit) -> None:
    lead = visit(cast.lead)
    lead.open("/board/")
    lead.page.locator(".portal-menu summary").click()
    lead.press("Sign out")
    lead.open("/board/")
    assert lead.heading == "Sign in"


def test_what_went_wrong_is_said_in_the_site_s_own_look(
    cast: Cast, visit: Visit
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    neighbour = visit(cast.neighbour)
    assert neighbour.open("/use-cases/NE-9999/") == 404
    assert neighbour.heading == "This page could not be found"
    neighbour.follow("Use cases")

    assert neighbour.open(f"{entry.get_absolute_url()}edit/") == 403
    assert neighbour.heading == "You cannot do that here"
    neighbour.sees("Your role at Westmere does not let you edit an entry.")
    neighbour.follow("Go to the home page")
    assert neighbour.heading == "Westmere Council"


def test_a_form_without_its_cookie_is_refused_in_words(
    cast: Cast, visit: Visit
) -> None:
    lead = visit()
    lead.open("/accounts/login/")
    lead.page.context.clear_cookies()
    lead.press("Sign in")
    assert lead.heading == "This form is too old to be sent"
    lead.follow("Use cases")
    assert lead.heading == "AI use cases"


@pytest.mark.urls("tests.e2e.broken_urls")
def test_a_fault_of_ours_is_owned_up_to(cast: Cast, visit: Visit) -> None:
    lead = visit(cast.lead)
    assert lead.open("/broken/") == 500
    assert lead.heading == "Something went wrong"
    lead.sees("This is our fault, and it has been written down.")
    lead.follow("North East AI Catalogue")
    assert lead.heading == "Northford Council"
