"""Invitations: one mail, one use, seven days; who sends, what a stranger sees."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.invitations import (
    accept_as_new,
    accept_invitation,
    invite_person,
    resend_invitation,
    revoke_invitation,
)
from councils.machines import Refused
from councils.models import AuditEntry, Council, Invitation, Membership, Notice, User
from councils.notices import send_due_notices
from councils.people import deactivate_person, remove_person
from tests.cast import PASSWORD, Cast, make_cast

AsUser = Callable[[Any], Client]
EMAIL = "asha@northford.example"
NEW = {"name": "Asha Rowell", "password": "an owl on the bridge"}


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def invite(
    cast: Cast, email: str = EMAIL, roles: tuple[str, ...] = ("reader",), **more: Any
) -> Invitation:
    council = more.pop("council", cast.northford)
    by = more.pop("by", cast.admin)
    return invite_person(email=email, council=council, roles=roles, by=by)


def address_in_mail() -> str:
    send_due_notices()
    found = re.search(r"http://testserver(/invitations/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def roles_of(email: str, council: Council) -> set[str]:
    person = User.objects.get(email=email)
    return set(person.roles_in(council.pk))


def test_the_mail_says_who_invites_to_what_until_when(cast: Cast) -> None:
    invite(cast, roles=("reader", "contributor"))
    address_in_mail()
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert sent.subject == (
        "Admin of Northford invites you to the North East AI Catalogue"
    )
    until = timezone.localtime() + timedelta(days=7)
    assert "Admin of Northford at Northford invites you" in sent.body
    assert "as: Reader, Contributor." in sent.body
    assert f"{until:%-d %B %Y}" in sent.body
    assert "If you did not expect this, leave it" in sent.body


def test_what_opens_it_stands_in_no_row(cast: Cast) -> None:
    invitation = invite(cast)
    token = address_in_mail().split("/")[2]
    assert token.split(":")[0] == invitation.token.split(":")[0]  # then comes a time
    (notice,) = Notice.objects.all()
    rows = [*Notice.objects.values(), *Invitation.objects.values()]
    assert all(token not in str(value) for row in rows for value in row.values())
    assert notice.sent_at is not None


def test_a_new_person_accepts_and_is_signed_in(cast: Cast) -> None:
    invite(cast, roles=("reader", "contributor"))
    client = Client()
    path = address_in_mail()
    page = client.get(path).content.decode()
    assert "Admin of Northford at Northford Council invites" in page
    assert "Edit an entry" in page
    answer = client.post(path, NEW)
    assert answer.headers["Location"] == "/"
    person = User.objects.get(email=EMAIL)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.name == "Asha Rowell"
    assert roles_of(EMAIL, cast.northford) == {"reader", "contributor"}
    assert EmailAddress.objects.get(user=person).verified
    history = Membership.history.filter(user=person)  # type: ignore[attr-defined]
    assert {row.history_change_reason for row in history} == {
        "Invited by Admin of Northford"
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "", "password": NEW["password"]}, "Enter your name"),
        ({"name": "Asha", "password": ""}, "Choose a password"),
        ({"name": "Asha", "password": "short"}, "too short"),
        ({"name": "Asha", "password": "123456789012"}, "entirely numeric"),
        ({"name": "Asha", "password": "asha@northford.example"}, "too similar"),
    ],
)
def test_a_fault_keeps_the_name_and_the_invitation(
    cast: Cast, given: dict[str, str], told: str
) -> None:
    invite(cast)
    path = address_in_mail()
    page = Client().post(path, given).content.decode()
    assert told in page
    assert not User.objects.filter(email=EMAIL).exists()
    if given["name"]:
        assert 'value="Asha"' in page
    assert "an owl" not in page


def test_it_works_once(cast: Cast) -> None:
    invite(cast)
    path = address_in_mail()
    Client().post(path, NEW)
    again = Client().get(path)
    assert again.status_code == 410
    assert "accepted before" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_opened_twice_at_once_it_makes_one_membership() -> None:
    cast = make_cast()
    invitation = invite(cast)
    barrier = Barrier(2)

    def accept(name: str) -> Any:
        try:
            barrier.wait(30)
            return accept_as_new(invitation, name=name, password=NEW["password"])
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(accept, ["One", "Two"]))
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1


def test_after_seven_days_it_has_run_out_and_can_be_sent_again(cast: Cast) -> None:
    invitation = invite(cast)
    path = address_in_mail()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = Client().post(path, NEW)
    assert answer.status_code == 410
    assert "ran out" in answer.content.decode()
    resend_invitation(invitation, by=cast.admin)
    fresh = address_in_mail()
    assert fresh != path
    assert Client().get(path).status_code == 404
    assert Client().get(fresh).status_code == 200


def test_one_sent_again_before_the_first_went_out_is_sent_once(cast: Cast) -> None:
    resend_invitation(invite(cast), by=cast.admin)
    assert send_due_notices() == 1


def test_a_withdrawn_one_opens_nothing_and_is_not_sent(cast: Cast) -> None:
    invitation = invite(cast)
    path = invitation.get_absolute_url()
    revoke_invitation(invitation, by=cast.admin, reason="Wrong address")
    assert send_due_notices() == 0
    answer = Client().get(path)
    assert answer.status_code == 410
    assert "withdrawn" in answer.content.decode()
    for again in (resend_invitation, revoke_invitation):
        more = {} if again is resend_invitation else {"reason": "x"}
        with pytest.raises(Refused):
            again(invitation, by=cast.admin, **more)


@pytest.mark.parametrize("token", ["nonsense", "%00", "e30:1xW0ti:abc", "a" * 900])
def test_nonsense_opens_nothing(db: None, token: str) -> None:
    assert Client().get(f"/invitations/{token}/").status_code == 404


def test_a_sender_who_no_longer_manages_people_opens_no_door(cast: Cast) -> None:
    from tests.cast import make_person

    other = make_person("other_admin", cast.northford, "council_admin")  # type: ignore[arg-type]
    invite(cast, by=other, roles=("council_admin",))
    path = address_in_mail()
    remove_person(other, cast.northford, by=cast.admin, reason="Dismissed")
    page = Client().post(path, NEW).content.decode()
    assert "no longer manages these people" in page
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_known_person_signs_in_first_and_comes_back(cast: Cast) -> None:
    invite(cast, email=cast.neighbour.email)
    path = address_in_mail()
    client = Client()
    page = client.get(path).content.decode()
    assert f"/accounts/login/?next={path}" in page
    client.post(path, NEW)
    assert roles_of(cast.neighbour.email, cast.northford) == set()
    sent = {"login": cast.neighbour.email, "password": PASSWORD, "next": path}
    assert client.post("/accounts/login/", sent).headers["Location"] == path
    assert "Accept the invitation" in client.get(path).content.decode()
    client.post(path)
    assert roles_of(cast.neighbour.email, cast.northford) == {"reader"}
    assert roles_of(cast.neighbour.email, cast.westmere) == {"digital_lead"}


def test_somebody_else_who_is_signed_in_is_told_so(cast: Cast, as_user: AsUser) -> None:
    invite(cast)
    path = address_in_mail()
    client = as_user(cast.reader)
    page = client.post(path, NEW).content.decode()
    assert f"signed in as <strong>{cast.reader.email}</strong>" in page
    assert not User.objects.filter(email=EMAIL).exists()
    with pytest.raises(Refused):
        accept_invitation(Invitation.objects.get(), by=cast.reader)


def test_somebody_who_left_comes_back_by_invitation(cast: Cast) -> None:
    remove_person(cast.reader, cast.northford, by=cast.admin, reason="Left")
    invite(cast, email=cast.reader.email)
    path = address_in_mail()
    assert "Reader of Northford" in Client().get(path).content.decode()
    Client().post(path, NEW)
    person = User.objects.get(pk=cast.reader.pk)
    assert person.is_active
    assert person.check_password(NEW["password"])


def test_an_account_that_the_region_closed_is_not_opened_by_a_council(
    cast: Cast,
) -> None:
    deactivate_person(cast.neighbour, by=cast.region_admin, reason="Misuse")
    with pytest.raises(Refused, match="region has closed"):
        invite(cast, email=cast.neighbour.email)


def test_an_invitation_sent_before_does_not_open_a_closed_account_either(
    cast: Cast,
) -> None:
    invitation = invite(cast, email=cast.neighbour.email)
    deactivate_person(cast.neighbour, by=cast.region_admin, reason="Misuse")
    Client().post(address_in_mail(), NEW)
    with pytest.raises(Refused):
        accept_as_new(invitation, **NEW)
    assert not User.objects.get(pk=cast.neighbour.pk).is_active


def test_one_who_works_here_is_not_invited_and_nobody_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match="works for Northford already"):
        invite(cast, email=cast.lead.email.upper())
    invite(cast)
    with pytest.raises(Refused, match="has an invitation already"):
        invite(cast)
    Invitation.objects.update(expires_at=timezone.now())
    invite(cast)
    assert Invitation.objects.open().count() == 1


def test_nobody_invites_above_their_reach(cast: Cast) -> None:
    for by in (cast.lead, cast.neighbour, cast.moderator):
        with pytest.raises(PermissionDenied):
            invite(cast, by=by)
    with pytest.raises(PermissionDenied):
        invite(cast, council=cast.region, roles=("regional_admin",))
    with pytest.raises(Refused):
        invite(cast, roles=("reader", "regional_admin"))
    with pytest.raises(Refused):
        invite(cast, roles=())
    invite(cast, council=cast.region, roles=("regional_admin",), by=cast.region_admin)


def test_each_step_is_in_the_log_and_no_token_is(cast: Cast) -> None:
    invitation = invite(cast)
    resend_invitation(invitation, by=cast.admin)
    path = address_in_mail()
    Client().post(path, NEW)
    entries = AuditEntry.objects.filter(council=cast.northford).order_by("id")
    assert [entry.event for entry in entries] == [
        "invited",
        "invitation_sent_again",
        "invitation_accepted",
    ]
    token = path.split("/")[2]
    for entry in AuditEntry.objects.all():
        assert token not in entry.path + entry.details


def invite_page(council: str = "northford") -> str:
    return reverse("councils:invite", args=[council])


def test_the_form_invites_and_the_list_shows_it(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.admin)
    sent = {"email": " Asha@Northford.example ", "roles": ["reader", "digital_lead"]}
    page = client.post(invite_page(), sent, follow=True).content.decode()
    assert f"An invitation is on its way to {EMAIL}" in page
    assert "Reader, Digital lead. Invited by Admin of Northford" in page
    (invitation,) = Invitation.objects.all()
    again = reverse("councils:resend_invitation", args=["northford", invitation.pk])
    assert "Sent again" in client.post(again, follow=True).content.decode()
    withdraw = reverse("councils:revoke_invitation", args=["northford", invitation.pk])
    page = client.post(withdraw, {"reason": "Mistake"}, follow=True).content.decode()
    assert "Withdrawn: asha@northford.example" in page
    assert client.get(withdraw).status_code == 404


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"email": "", "roles": ["reader"]}, "Enter an e-mail address"),
        ({"email": "asha", "roles": ["reader"]}, "such as name@council.gov.uk"),
        ({"email": EMAIL}, "Choose at least one role"),
        (
            {"email": EMAIL, "roles": ["regional_admin"]},
            "Choose one of the list for “Roles”",
        ),
        ({"email": "lead@northford.example", "roles": ["reader"]}, "already"),
    ],
)
def test_a_fault_in_the_form_keeps_what_was_sent(
    cast: Cast, as_user: AsUser, sent: dict[str, Any], told: str
) -> None:
    page = as_user(cast.admin).post(invite_page(), sent).content.decode()
    assert told in page
    assert f'value="{sent["email"]}"' in page or not sent["email"]
    assert not Invitation.objects.exists()


def test_an_address_outside_the_councils_domains_takes_a_tick(
    cast: Cast, as_user: AsUser
) -> None:
    Council.objects.filter(slug="northford").update(email_domains=["northford.example"])
    client = as_user(cast.admin)
    sent: dict[str, Any] = {"email": "asha@supplier.example", "roles": ["reader"]}
    page = client.post(invite_page(), sent).content.decode()
    assert "supplier.example is not an e-mail domain of Northford" in page
    assert 'name="confirmed"' in page
    client.post(invite_page(), {**sent, "confirmed": "on"})
    assert Invitation.objects.filter(email="asha@supplier.example").exists()
    client.post(
        invite_page(), {"email": "jo@mail.northford.example", "roles": "reader"}
    )
    assert Invitation.objects.count() == 2


def test_an_invitation_of_another_council_is_out_of_reach(
    cast: Cast, as_user: AsUser
) -> None:
    other = invite(cast, council=cast.westmere, by=cast.region_admin)
    client = as_user(cast.admin)
    for name in ("resend_invitation", "revoke_invitation"):
        own = reverse(f"councils:{name}", args=["northford", other.pk])
        theirs = reverse(f"councils:{name}", args=["westmere", other.pk])
        assert client.post(own, {"reason": "x"}).status_code == 404
        assert client.post(theirs, {"reason": "x"}).status_code == 403
