"""Stories of people: invited, accepted, a second factor, the first act; leaving."""

import re
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache

from councils.models import AuditEntry, User
from councils.notices import send_due_notices
from tests.cast import Cast, code_now
from tests.e2e.visitors import Visitor

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]
EMAIL = "asha@northford.example"
PASSWORD = "an owl on the bridge"


class Mailbox:
    """Everything that a real mail server was given."""

    def __init__(self) -> None:
        self.received: list[Message] = []

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.received.append(message_from_bytes(envelope.content))
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
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield mailbox
    server.stop()


@pytest.fixture(autouse=True)
def _fresh_limits(transactional_db: None) -> None:
    cache.clear()


def path_in(message: Message) -> str:
    text = message.get_payload(decode=True).decode()
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found[1]


def sign_in(visitor: Visitor, email: str, password: str) -> None:
    visitor.open("/accounts/login/")
    visitor.page.fill("input[name=login]", email)
    visitor.page.fill("input[name=password]", password)
    visitor.press("Sign in", visitor.main)


def test_invited_accepted_a_second_factor_and_the_first_act(
    cast: Cast, visit: Visit, mailbox: Mailbox
) -> None:
    admin = visit(cast.admin)
    admin.open("/councils/northford/")
    admin.follow("People and invitations")
    admin.press("Invite somebody")
    admin.press("Send the invitation")
    admin.sees("Enter an e-mail address", "Choose at least one role")
    admin.write("E-mail address", EMAIL)
    admin.main.get_by_role("checkbox", name="Council admin").check()
    admin.press("Send the invitation")
    admin.sees(f"An invitation is on its way to {EMAIL}")
    assert send_due_notices() == 1
    [message] = mailbox.received
    assert message["To"] == EMAIL

    asha = visit()
    asha.open(path_in(message))
    assert asha.heading.endswith("Work for Northford in the catalogue")
    asha.write("Your name", "Asha Rowell")
    asha.page.fill("input[name=password]", "short")
    asha.press("Accept and begin")
    asha.sees("too short")
    asha.page.fill("input[name=password]", PASSWORD)
    asha.press("Accept and begin")

    assert asha.heading.endswith("Second factor")
    asha.sees("Set this up first")
    asha.open("/use-cases/")
    assert asha.heading.endswith("Second factor")
    asha.press("Set up an app")
    secret = asha.page.locator("#secret").inner_text().replace(" ", "")
    asha.write("Code", "000000")
    asha.press("Confirm the code")
    asha.sees("That code is not right")
    asha.write("Code", code_now(secret))
    asha.press("Confirm the code")
    assert asha.heading.endswith("Recovery codes")
    recovery = asha.page.locator(".portal-codes code").first.inner_text()
    asha.press("I have kept them: go on")
    assert asha.heading == "Northford Council"

    asha.open("/councils/northford/people/")
    asha.follow("Reader of Northford")
    asha.follow("Give a role")
    asha.choose("Contributor")
    asha.write("Why", "Joins the project")
    asha.press("Give a role")
    asha.sees("The role is given", "Joins the project", "by Asha Rowell")

    again = visit()
    sign_in(again, EMAIL, PASSWORD)
    assert again.heading.endswith("Enter your code")
    again.write("Code", recovery)
    again.press("Go on")
    again.open("/account/")
    again.sees("Council admin, since", "Where I am signed in")
    again.press("Sign out everywhere else")
    asha.open("/board/")
    assert asha.heading == "Sign in"

    again.open("/audit/?who=asha")
    again.sees("Invitation accepted", "Second factor set up", "Role given")


def test_the_last_admin_cannot_leave_and_a_reader_can(cast: Cast, visit: Visit) -> None:
    admin = visit(cast.admin)
    admin.open("/councils/northford/people/")
    admin.follow("Admin of Northford")
    admin.follow("Remove from the council")
    admin.write("Why", "Retires")
    admin.press("Remove from the council")
    admin.sees("is the only council admin of Northford")
    assert admin.page.title().startswith("Error: ")

    admin.open("/councils/northford/people/")
    admin.follow("Reader of Northford")
    admin.follow("Remove from the council")
    admin.write("Why", "Has left")
    admin.press("Remove from the council")
    admin.sees("They no longer work for this council", "Account closed", "Has left")
    assert not User.objects.get(pk=cast.reader.pk).is_active
    assert AuditEntry.objects.filter(event="removed").exists()


def test_a_passkey_is_made_and_opens_the_door(
    cast: Cast, visits: Callable[..., Visitor], settings: Any
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    lead = visits()
    device = lead.page.context.new_cdp_session(lead.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(lead, cast.lead.email, "a-long-enough-password")
    lead.open("/accounts/second-factor/")
    lead.press("Add a passkey")
    lead.write("Name", "Work laptop")
    lead.press("Make the passkey")
    assert lead.heading.endswith("Recovery codes")
    lead.open("/accounts/second-factor/passkeys/")
    lead.sees("Work laptop")

    lead.page.context.clear_cookies()
    sign_in(lead, cast.lead.email, "a-long-enough-password")
    assert lead.heading.endswith("Enter your code")
    lead.press("Use a passkey")
    assert lead.heading == "Northford Council"


def test_without_scripts_the_passkey_page_leads_to_the_app(
    cast: Cast, visits: Callable[..., Visitor]
) -> None:
    lead = visits(scripts=False)
    sign_in(lead, cast.lead.email, "a-long-enough-password")
    lead.open("/accounts/second-factor/passkeys/add/")
    lead.sees("Passkeys need JavaScript")
    lead.follow("An app on your phone")
    assert lead.heading.endswith("Set up an app")
