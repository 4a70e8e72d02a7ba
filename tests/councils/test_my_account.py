"""My account: details, roles in words, sessions ended, what is held on me."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from councils.audit import record_event
from councils.models import AuditEntry, AuditEvent, Membership, Notice, Role, User
from councils.permissions import ROLES_ALLOWED
from councils.sessions import words_of
from tests.cast import PASSWORD, TOTP_SECRET, Cast, code_now
from tests.factories import edit, make_use_case

AsUser = Callable[[Any], Client]
ACCOUNT = "/account/"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def sign_in(
    person: User, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140"
) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_the_page_says_what_each_role_may_do(cast: Cast, as_user: AsUser) -> None:
    Membership.objects.create(
        user=cast.lead, council=cast.westmere, role=Role.CONTRIBUTOR
    )
    page = as_user(cast.lead).get(ACCOUNT).content.decode()
    for words in ("Northford Council", "Westmere Council", "Digital lead, since"):
        assert words in page
    for action, roles in ROLES_ALLOWED.items():
        allowed = bool(roles & {Role.DIGITAL_LEAD, Role.CONTRIBUTOR})
        assert (f"<li>{action.label}</li>" in page) is allowed, action


def test_details_are_changed_and_written_down(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.reader)
    sent = {
        "name": "  Maya   Ferris ",
        "job_title": "Analyst",
        "phone": "0191 498 0000",
    }
    page = client.post(f"{ACCOUNT}edit/", sent, follow=True).content.decode()
    assert "Maya Ferris" in page
    assert "Analyst" in page
    person = User.objects.get(pk=cast.reader.pk)
    assert person.history.first().name == "Maya Ferris"  # type: ignore[attr-defined]
    entry = AuditEntry.objects.get(event="account_changed")
    assert entry.details == "name, job_title, phone"
    assert "Maya" not in entry.details


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "", "job_title": "Analyst"}, "Enter your name"),
        ({"name": "Maya", "job_title": "x" * 101}, "100 characters"),
    ],
)
def test_a_fault_keeps_what_was_typed(
    cast: Cast, as_user: AsUser, sent: dict[str, str], told: str
) -> None:
    page = as_user(cast.reader).post(f"{ACCOUNT}edit/", sent).content.decode()
    assert told in page
    assert sent["job_title"] in page


def test_nobody_changes_address_or_rights_by_the_form(
    cast: Cast, as_user: AsUser
) -> None:
    sent = {"name": "M", "email": "new@x.example", "is_staff": "on", "is_active": ""}
    as_user(cast.reader).post(f"{ACCOUNT}edit/", sent)
    person = User.objects.get(pk=cast.reader.pk)
    assert (person.email, person.is_staff) == (cast.reader.email, False)
    assert person.is_active


def end(client: Client, given: str) -> str:
    answer = client.post(f"{ACCOUNT}sessions/end/", {"session": given}, follow=True)
    return answer.content.decode()


def test_sessions_are_listed_and_ended_one_by_one(cast: Cast) -> None:
    here = sign_in(cast.reader)
    there = sign_in(cast.reader, "Mozilla/5.0 (iPhone) Version/19 Safari/605")
    page = here.get(ACCOUNT).content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on an iPhone" in page
    assert page.count(">Here<") == 1
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert "Signed out there" in end(here, str(other.pk))
    assert there.get("/board/").status_code == 302
    assert here.get("/board/").status_code == 200
    assert AuditEntry.objects.filter(event="sessions_ended").count() == 1


def test_all_other_sessions_end_at_once(cast: Cast) -> None:
    here, *others = [sign_in(cast.reader) for _ in range(3)]
    end(here, "others")
    assert here.get("/board/").status_code == 200
    assert [c.get("/board/").status_code for c in others] == [302, 302]


@pytest.mark.parametrize("given", ["", "banana", "9" * 30, "-1", "0"])
def test_nonsense_ends_nothing(cast: Cast, given: str) -> None:
    assert "nothing to sign out" in end(sign_in(cast.reader), given)


def test_nobody_ends_a_session_of_somebody_else(cast: Cast) -> None:
    victim = sign_in(cast.lead)
    row = UserSession.objects.get(user=cast.lead)
    assert "nothing to sign out" in end(sign_in(cast.reader), str(row.pk))
    assert victim.get("/board/").status_code == 200


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = sign_in(cast.reader), sign_in(cast.reader)
    new = "harbour-lantern-quay-9"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", sent)
    assert here.get("/board/").status_code == 200
    assert there.get("/board/").status_code == 302
    notice = Notice.objects.get(person=cast.reader)
    assert notice.subject == "Your password was changed"
    assert "If it was not, tell your council’s admin" in notice.body


def data_of(client: Client) -> dict[str, Any]:
    return dict(json.loads(client.get(f"{ACCOUNT}data.json").content))


def test_what_is_held_on_me_is_whole(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, "Gritting", steward=str(cast.lead.pk))
    edit(entry, cast.lead, reason="Better words", result="Faster")
    record_event(AuditEvent.EXPORTED, by=cast.lead, subject=cast.lead)
    data = data_of(as_user(cast.lead))
    assert data["account"]["email"] == cast.lead.email
    assert data["roles"]["rows"][0]["role"] == "digital_lead"
    assert data["entries_kept"] == [entry.key]
    assert "Better words" in [row["reason"] for row in data["changes"]["rows"]]
    assert data["decisions"]["count"] == len(data["decisions"]["rows"]) > 0
    assert {row["event"] for row in data["audit_log"]["rows"]} == {
        "exported",
        "own_data",
    }


def test_no_secret_and_nobody_elses_rows_are_in_it(cast: Cast, as_user: AsUser) -> None:
    record_event(AuditEvent.SIGNED_IN, by=cast.neighbour, subject=cast.neighbour)
    text = as_user(cast.admin).get(f"{ACCOUNT}data.json").content.decode()
    kept = User.objects.get(pk=cast.admin.pk)
    for secret in (kept.password, TOTP_SECRET, cast.neighbour.email):
        assert secret not in text
    assert "secret" not in text


def test_the_menu_leads_here_and_admins_to_their_pages(
    cast: Cast, as_user: AsUser
) -> None:
    people = reverse("councils:people", args=["northford"])
    for part, shown in (("admin", True), ("lead", False)):
        page = as_user(cast.person(part)).get("/").content.decode()
        assert f'href="{ACCOUNT}"' in page
        assert (f'href="{people}"' in page) is shown
        assert ('href="/audit/"' in page) is shown


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140", "Chrome on Android"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert words_of(agent) == words


def test_too_many_tries_are_answered_in_a_plain_sentence(cast: Cast) -> None:
    client = sign_in(cast.reader)
    sent = {"oldpassword": "wrong", "password1": "x", "password2": "x"}
    answers = [client.post("/accounts/password/change/", sent) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert "asked too often" in answers[-1].content.decode()


def test_guessing_from_elsewhere_does_not_lock_a_person_out(cast: Cast) -> None:
    attacker = Client(REMOTE_ADDR="198.51.100.9")
    for _ in range(8):
        attacker.post("/accounts/login/", {"login": cast.reader.email, "password": "x"})
    assert sign_in(cast.reader).get("/board/").status_code == 200
    page = attacker.post(
        "/accounts/login/", {"login": cast.reader.email, "password": PASSWORD}
    )
    assert "Wait five minutes" in page.content.decode()


def test_guessing_codes_is_slowed_down_too(cast: Cast) -> None:
    client = sign_in(cast.admin)
    path = "/accounts/second-factor/code/"
    for _ in range(6):
        client.post(path, {"code": "000000"})
    client.post(path, {"code": code_now()})
    assert "_auth_user_id" not in client.session
