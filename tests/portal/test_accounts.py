"""Signing in by e-mail: what works, and what tells a stranger nothing."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from councils.changes import change_set
from councils.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "an owl on the bridge"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Rate limits count in the cache, which no rollback empties."""
    cache.clear()


@pytest.fixture
def asha() -> User:
    with change_set(channel="command"):
        return User.objects.create_user("asha@northford.example", PASSWORD, name="Asha")


def sign_in(client: Client, email: str, password: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_an_address_signs_in_however_it_is_capitalised(
    client: Client, asha: User
) -> None:
    answer = sign_in(client, "Asha@Northford.Example", PASSWORD)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(asha.pk)


def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, asha: User
) -> None:
    wrong = sign_in(client, asha.email, "not this one")
    unknown = sign_in(client, "nobody@northford.example", "not this one")
    errors = [page.context["form"].errors for page in (wrong, unknown)]
    assert errors[0]
    assert errors[0] == errors[1]


def test_somebody_who_has_left_cannot_sign_in(client: Client, asha: User) -> None:
    asha.is_active = False
    with change_set(channel="command"):
        asha.save()
    sign_in(client, asha.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_password_is_reset_through_the_mailbox(client: Client, asha: User) -> None:
    answer = client.post("/accounts/password/reset/", {"email": asha.email})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    (sent,) = mail.outbox
    assert sent.to == [asha.email]
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", sent.body)
    assert found
    page = client.get(found[1], follow=True)
    assert page.status_code == 200
    fresh = "a heron under the bridge"
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    asha.refresh_from_db()
    assert asha.check_password(fresh)


def test_asking_to_reset_an_unknown_address_tells_nothing(client: Client) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "who@else.example"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    fields = {"email": "new@northford.example", "password1": PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not User.objects.filter(email="new@northford.example").exists()


def test_guessing_is_slowed_down(client: Client, asha: User) -> None:
    for _ in range(12):
        sign_in(client, asha.email, "a guess")
    sign_in(client, asha.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_pages_about_oneself_ask_to_sign_in_first(client: Client) -> None:
    answer = client.get("/accounts/password/change/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("weak", ["short", "123456789012", "password1234"])
def test_a_weak_password_is_refused(client: Client, asha: User, weak: str) -> None:
    client.force_login(asha)
    fields = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    client.post("/accounts/password/change/", fields)
    asha.refresh_from_db()
    assert asha.check_password(PASSWORD)


def test_every_answer_carries_the_strict_headers(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_session_ends_within_a_working_day() -> None:
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert settings.SESSION_COOKIE_HTTPONLY


def test_after_changing_the_password_one_is_home_and_told(asha: User) -> None:
    client = Client()
    client.force_login(asha)
    new = "harbour-lantern-quay-9"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post("/accounts/password/change/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/"
    assert "Your password is changed" in answer.content.decode()


def test_a_page_for_members_says_why_it_asks_to_sign_in(client: Client) -> None:
    why = "The page that you asked for is for people with an account"
    assert why in client.get("/board/", follow=True).content.decode()
    assert why not in client.get("/accounts/login/").content.decode()


def test_what_is_not_found_leads_a_stranger_to_sign_in_and_back(
    client: Client, asha: User
) -> None:
    link = 'href="/accounts/login/?next=/use-cases/NE-9999/">sign in</a>'
    assert link in client.get("/use-cases/NE-9999/").content.decode()
    client.force_login(asha)
    assert "sign in</a>" not in client.get("/use-cases/NE-9999/").content.decode()


def test_home_opens_without_a_banner_that_says_one_has_signed_in(
    client: Client, asha: User
) -> None:
    sign_in(client, asha.email, PASSWORD)
    assert "notification-banner" not in client.get("/").content.decode()
    client.post("/accounts/logout/")
    assert "You are signed out" in client.get("/").content.decode()
