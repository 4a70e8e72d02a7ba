"""A new site's first admin is added by a command, and chooses a password by mail."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from councils.models import Belonging, Membership, Role, User
from tests.cast import app_of, make_council

PASSWORD = "harbour-lantern-quay-9"


def add(email: str) -> str:
    told = StringIO()
    call_command("add_region_admin", email, name="Robin Moss", stdout=told)
    return told.getvalue()


def test_the_first_admin_chooses_a_password_and_reaches_the_back_office(
    db: None, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_council("region", Belonging.REGION)
    assert "/accounts/password/reset/" in add("Robin@Region.example")
    client = Client()
    client.post("/accounts/password/reset/", {"email": "robin@region.example"})
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found[1], follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(form.redirect_chain[-1][0], chosen)
    client.post(
        "/accounts/login/", {"login": "robin@region.example", "password": PASSWORD}
    )
    assert client.get("/admin/").headers["Location"] == "/accounts/second-factor/"
    app_of(User.objects.get(email="robin@region.example")).save()
    assert client.get("/admin/").status_code == 200


def test_asking_twice_gives_the_role_once(db: None) -> None:
    make_council("region", Belonging.REGION)
    add("robin@region.example")
    add("robin@region.example")
    assert User.objects.count() == 1
    assert Membership.objects.get().role == Role.REGIONAL_ADMIN


def test_without_a_region_or_an_address_nothing_is_written(db: None) -> None:
    with pytest.raises(CommandError, match="load_baseline"):
        add("robin@region.example")
    make_council("region", Belonging.REGION)
    with pytest.raises(CommandError, match="not an e-mail address"):
        add("robin")
    assert not User.objects.exists()


def test_signing_in_alone_leaves_no_history(db: None) -> None:
    user = User.objects.create_user("robin@region.example", PASSWORD, name="Robin")
    before = user.history.count()
    Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == before
    user.name = "Robin Moss"
    user.save()
    assert user.history.count() == before + 1
