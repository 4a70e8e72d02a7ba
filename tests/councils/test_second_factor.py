"""The second factor: who needs one, how they are led to it, and losing it."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse

from councils.models import AuditEntry, Council, Membership, Notice, Role, User
from councils.people import give_role
from councils.second_factor import (
    GUARDED_ROLES,
    lacks_second_factor,
    remove_second_factor,
)
from tests.cast import PASSWORD, ROLES, TOTP_SECRET, Cast, code_now

AsUser = Callable[[Any], Client]
INDEX = "/accounts/second-factor/"
APP = f"{INDEX}app/"
LED = sorted(part for part, (_, _, role) in ROLES.items() if role in GUARDED_ROLES)


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _commits(db: None) -> Iterator[None]:
    """What allauth leaves for after the commit happens at the end of each request."""
    from django.test import client

    handler = client.ClientHandler.get_response

    def get_response(self: Any, request: Any) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return handler(self, request)

    client.ClientHandler.get_response = get_response  # type: ignore[method-assign]
    yield
    client.ClientHandler.get_response = handler  # type: ignore[method-assign]


def without_factor(person: User) -> User:
    Authenticator.objects.filter(user=person).delete()
    return User.objects.get(pk=person.pk)


def sign_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def secret_on(client: Client) -> str:
    page = client.get(APP).content.decode()
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def set_up(client: Client) -> Any:
    return client.post(APP, {"code": code_now(secret_on(client))})


def test_the_roles_that_need_it_are_these() -> None:
    assert {
        Role.COUNCIL_ADMIN,
        Role.GOVERNANCE_LEAD,
        Role.SENIOR_RISK_OWNER,
        Role.REGIONAL_MODERATOR,
        Role.REGIONAL_ADMIN,
    } == GUARDED_ROLES


@pytest.mark.parametrize("part", LED)
@pytest.mark.parametrize("path", ["/", "/use-cases/", "/board/", "/use-cases.csv"])
def test_whoever_needs_one_is_led_to_it_from_every_page(
    cast: Cast, part: str, path: str
) -> None:
    client = sign_in(without_factor(cast.person(part)))
    answer = client.get(path)
    assert answer.headers["Location"] == INDEX
    assert "Set this up first" in client.get(INDEX).content.decode()


def test_nothing_can_be_sent_either(cast: Cast, as_user: AsUser) -> None:
    client = as_user(without_factor(cast.admin))
    path = reverse("councils:invite", args=["northford"])
    sent = {"email": "a@northford.example", "roles": ["reader"]}
    assert client.post(path, sent).headers["Location"] == INDEX
    assert client.post("/act-for/", {"council": "northford"}).status_code == 302
    assert not AuditEntry.objects.filter(event="invited").exists()


def test_they_can_sign_out(cast: Cast, as_user: AsUser) -> None:
    client = as_user(without_factor(cast.admin))
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("part", ["reader", "contributor", "lead", "neighbour"])
def test_others_are_not_led_and_may_set_one_up(cast: Cast, part: str) -> None:
    client = sign_in(cast.person(part))
    assert client.get("/board/").status_code == 200
    assert set_up(client).status_code == 302
    assert lacks_second_factor(cast.person(part)) is False


def test_after_setting_up_an_app_everything_opens(cast: Cast) -> None:
    client = sign_in(without_factor(cast.admin))
    answer = set_up(client)
    assert answer.headers["Location"] == f"{INDEX}recovery-codes/"
    codes = client.get(f"{INDEX}recovery-codes/").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    text = client.get(f"{INDEX}recovery-codes.txt").content.decode()
    assert len(re.findall(r"^\d{8}$", text, re.M)) == 10
    assert client.get("/board/").status_code == 200
    written = AuditEntry.objects.filter(subject=cast.admin)
    assert "second_factor_added" in {entry.event for entry in written}
    notice = Notice.objects.get(person=cast.admin)
    assert notice.subject == "A second factor was set up for your account"


def test_a_wrong_first_code_sets_nothing_up(cast: Cast) -> None:
    client = sign_in(without_factor(cast.admin))
    secret_on(client)
    page = client.post(APP, {"code": "000000"})
    assert "That code is not right" in page.content.decode()
    assert not Authenticator.objects.filter(user=cast.admin).exists()


def test_the_square_obeys_the_content_security_policy(cast: Cast) -> None:
    page = sign_in(without_factor(cast.admin)).get(APP).content.decode()
    assert '<svg class="portal-qr"' in page
    assert "data:" not in page
    assert "style=" not in page


def test_the_code_is_asked_at_sign_in(cast: Cast) -> None:
    client = sign_in(cast.admin)
    assert "_auth_user_id" not in client.session
    assert client.get("/board/").status_code == 302
    page = client.post(f"{INDEX}code/", {"code": "000000"})
    assert "That code is not right" in page.content.decode()
    client.post(f"{INDEX}code/", {"code": code_now()})
    assert client.session["_auth_user_id"] == str(cast.admin.pk)
    events = AuditEntry.objects.filter(subject=cast.admin).order_by("id")
    assert [(e.event, e.details) for e in events] == [
        ("sign_in_failed", "second factor"),
        ("signed_in", ""),
    ]


def test_a_code_works_once(cast: Cast) -> None:
    code = code_now()
    sign_in(cast.admin).post(f"{INDEX}code/", {"code": code})
    again = sign_in(cast.admin)
    again.post(f"{INDEX}code/", {"code": code})
    assert "_auth_user_id" not in again.session


def test_a_recovery_code_signs_in_once(cast: Cast) -> None:
    client = sign_in(without_factor(cast.admin))
    set_up(client)
    text = client.get(f"{INDEX}recovery-codes.txt").content.decode()
    code = re.findall(r"^\d{8}$", text, re.M)[0]
    for works in (True, False):
        other = sign_in(cast.admin)
        other.post(f"{INDEX}code/", {"code": code})
        assert ("_auth_user_id" in other.session) is works


def test_the_first_factor_ends_the_sessions_that_began_without(cast: Cast) -> None:
    stolen = sign_in(cast.lead)
    assert stolen.get("/board/").status_code == 200
    own = sign_in(cast.lead)
    set_up(own)
    assert own.get("/board/").status_code == 200
    assert stolen.get("/board/").status_code == 302


def test_a_new_role_leads_to_it_at_the_next_page(cast: Cast) -> None:
    client = sign_in(cast.lead)
    assert client.get("/board/").status_code == 200
    give_role(
        cast.lead,
        cast.northford,
        Role.GOVERNANCE_LEAD,
        by=cast.admin,
        reason="Stands in",
    )
    assert client.get("/board/").headers["Location"] == INDEX


def test_the_last_factor_stays_while_the_role_asks_for_it(cast: Cast) -> None:
    client = sign_in(cast.admin)
    client.post(f"{INDEX}code/", {"code": code_now()})
    page = client.post(f"{APP}remove/")
    assert "add another before you remove this one" in page.content.decode()
    assert Authenticator.objects.filter(user=cast.admin, type="totp").exists()


def test_others_may_give_theirs_up(cast: Cast) -> None:
    client = sign_in(cast.lead)
    set_up(client)
    client.post(f"{APP}remove/")
    assert not Authenticator.objects.filter(user=cast.lead).exists()
    events = AuditEntry.objects.filter(subject=cast.lead).order_by("id")
    assert events.last().event == "second_factor_removed"  # type: ignore[union-attr]


def test_the_secret_is_not_kept_in_the_clear(cast: Cast) -> None:
    for kept in Authenticator.objects.all():
        assert TOTP_SECRET not in str(kept.data)


def test_a_changed_key_of_the_site_makes_codes_wrong_not_known(
    cast: Cast, settings: Any
) -> None:
    settings.SECRET_KEY = "another-key-" + "x" * 50
    client = sign_in(cast.admin)
    page = client.post(f"{INDEX}code/", {"code": code_now()})
    assert "That code is not right" in page.content.decode()


def test_checking_asks_the_database_nothing(
    cast: Cast, as_user: AsUser, django_assert_num_queries: Any
) -> None:
    person = User.objects.get(pk=cast.admin.pk)
    assert person.councils
    with django_assert_num_queries(0):
        assert not lacks_second_factor(person)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_excuses_its_invented_accounts_and_says_so(
    cast: Cast, as_user: AsUser, settings: Any, is_demonstration: bool
) -> None:
    settings.DEMONSTRATION = is_demonstration
    client = as_user(without_factor(cast.admin))
    assert client.get("/board/").status_code == (200 if is_demonstration else 302)
    page = client.get(INDEX).content.decode()
    assert ("excused from the second factor" in page) is is_demonstration


def test_a_real_account_on_a_demonstration_is_not_excused(
    cast: Cast, as_user: AsUser, settings: Any
) -> None:
    settings.DEMONSTRATION = True
    User.objects.filter(pk=cast.admin.pk).update(email="real@council.gov.uk")
    client = as_user(without_factor(cast.admin))
    assert client.get("/board/").status_code == 302
    Council.objects.filter(slug="northford").update(is_demonstration=True)
    assert client.get("/board/").status_code == 200
    settings.DEMONSTRATION = False
    assert client.get("/board/").status_code == 302


def test_an_admin_takes_a_lost_factor_away_with_a_reason(
    cast: Cast, as_user: AsUser
) -> None:
    path = reverse(
        "councils:person_act",
        args=["northford", cast.governance.handle, "remove-second-factor"],
    )
    client = as_user(cast.admin)
    assert "call them" in client.get(path).content.decode()
    client.post(path, {"reason": "Lost her phone"})
    assert lacks_second_factor(User.objects.get(pk=cast.governance.pk))
    entry = AuditEntry.objects.get(event="second_factor_removed")
    assert (entry.by, entry.subject) == (cast.admin, cast.governance)
    notice = Notice.objects.get(person=cast.governance)
    assert "Lost her phone" in notice.body


def test_a_council_admin_does_not_reach_whoever_serves_the_region_too(
    cast: Cast,
) -> None:
    Membership.objects.create(
        user=cast.region_admin, council=cast.northford, role=Role.READER
    )
    with pytest.raises(PermissionDenied):
        remove_second_factor(
            cast.region_admin, cast.northford, by=cast.admin, reason="Lost"
        )
    region = User.objects.get(pk=cast.region_admin.pk)
    region.act_for(cast.region)
    remove_second_factor(cast.admin, cast.northford, by=region, reason="Lost")


def test_a_command_lets_the_last_admin_back_in(cast: Cast) -> None:
    told = StringIO()
    call_command("remove_second_factor", cast.region_admin.email, stdout=told)
    assert "password alone" in told.getvalue()
    assert AuditEntry.objects.get().event == "second_factor_removed"
    for email in (cast.region_admin.email, "nobody@region.example"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", email)


def test_one_who_signed_in_long_ago_types_the_password_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.lead)
    assert client.get(APP).status_code == 200
    monkeypatch.setattr("councils.accounts.FRESH_SECONDS", 0)
    assert "/accounts/reauthenticate/" in client.get(APP).headers["Location"]


PAGES = ["", "app/", "recovery-codes/renew/", "passkeys/", "passkeys/add/"]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_in_the_sites_own_look(cast: Cast, page: str) -> None:
    client = sign_in(cast.lead)
    text = client.get(INDEX + page).content.decode()
    assert text.count("<h1") == 1
    assert 'class="portal-header"' in text
    assert "Two-Factor" not in text
