"""Who gets into the back office, and what its pages may hold.

Records there are in `test_back_office_records.py`, people and lists in
`test_back_office_rows.py`, all other tables in `test_back_office_tables.py`.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from catalogue.models import UseCase
from councils.models import Membership, Record, Role, Sharing, User
from tests.cast import PARTS, Cast, make_person
from tests.factories import edit, make_use_case
from tests.portal.office import address, fill, registered

Clients = Callable[[Any], Client]
INSIDE = ("region_admin",)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("part", PARTS)
def test_only_staff_with_the_role_get_in(
    cast: Cast, as_user: Clients, part: str
) -> None:
    client = as_user(cast.person(part))
    for path in ("/admin/", address(User), "/admin/nothing-here/"):
        answer = client.get(path)
        if part == "stranger":
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/accounts/login/?next=")
        elif part in INSIDE:
            assert answer.status_code == (404 if "nothing" in path else 200)
        else:
            assert answer.status_code == 403


def test_the_mark_of_staff_alone_opens_nothing(cast: Cast, as_user: Clients) -> None:
    staff = make_person("clerk", cast.northford, Role.COUNCIL_ADMIN, is_staff=True)
    assert as_user(staff).get("/admin/").status_code == 403


def test_the_role_without_the_mark_opens_nothing(cast: Cast, as_user: Clients) -> None:
    person = make_person("second", cast.region, Role.REGIONAL_ADMIN)
    assert as_user(person).get("/admin/").status_code == 403


def test_a_role_that_has_ended_opens_nothing(cast: Cast, as_user: Clients) -> None:
    client = as_user(cast.region_admin)
    assert client.get("/admin/").status_code == 200
    Membership.objects.filter(user=cast.region_admin).update(
        ended_at="2026-01-01T00:00Z"
    )
    assert client.get("/admin/").status_code == 403


def test_there_is_one_sign_in_page(cast: Cast, as_user: Clients) -> None:
    stranger = as_user(cast.stranger).get("/admin/login/?next=/admin/councils/user/")
    assert stranger.status_code == 302
    assert stranger.headers["Location"] == "/accounts/login/?next=/admin/councils/user/"
    assert as_user(cast.lead).get("/admin/login/").status_code == 403
    inside = as_user(cast.region_admin)
    assert inside.get("/admin/login/").headers["Location"] == "/admin/"
    away = inside.get("/admin/login/?next=https://elsewhere.example/")
    assert away.headers["Location"] == "/admin/"
    changed = inside.get("/admin/password_change/")
    assert changed.headers["Location"] == "/accounts/password/change/"
    assert inside.post("/admin/logout/").status_code == 302
    assert inside.get("/admin/").status_code == 302


def test_every_page_keeps_the_sites_policy_without_inline_code(
    cast: Cast, as_user: Clients, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    client = as_user(cast.region_admin)
    fill(cast, 1)
    found = ["/admin/", "/admin/councils/", "/admin/jsi18n/"]
    for model in registered():
        listed = client.get(address(model)).context["cl"].result_list
        key = listed[0].pk
        found += [address(model), address(model, "change", key)]
        found += [address(model, "history", key)]
        if admin.site._registry[model].has_add_permission(
            client.get("/admin/").wsgi_request
        ):
            found.append(address(model, "add"))
    assert len(found) > 50
    for path in found:
        answer = client.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        if answer.headers["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            assert not INLINE.search(text), (path, INLINE.search(text))
            assert text.count("<h1") == 1, path


@pytest.mark.parametrize("model", [User, Record])
def test_nothing_is_ever_deleted(cast: Cast, as_user: Clients, model: Any) -> None:
    client = as_user(cast.region_admin)
    make_use_case(cast.lead, sharing=Sharing.REGION)
    row = client.get(address(model)).context["cl"].result_list[0]
    answer = client.post(address(model, "delete", row.pk), {"post": "yes"})
    assert answer.status_code == 403
    client.post(
        address(model),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )
    assert model.objects.filter(pk=row.pk).exists()


def test_a_long_history_asks_as_often_as_a_short_one(
    cast: Cast, as_user: Clients
) -> None:
    office = as_user(cast.region_admin)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    asked = []
    for edits in (3, 9):
        for number in range(edits):
            edit(entry, cast.lead, result=f"{edits} times {number} minutes")
        office.get(address(UseCase, "history", entry.pk))
        with CaptureQueriesContext(connection) as queries:
            office.get(address(UseCase, "history", entry.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]


NONSENSE = (
    "?q=%00",
    "?q=' OR 1=1 --&p=1000000000000",
    "?lead__id__exact=99999999999999999999",
    "?lead__id__exact=x&stage__exact=nothing",
    "?steward__email__startswith=a",
    "?o=zz.99.-1",
    "?title__regex=(",
    "?_to_field=title&_popup=1",
    "?all=&e=1",
)


def test_nonsense_in_the_address_is_no_fault_of_ours(
    cast: Cast, as_user: Clients
) -> None:
    client = as_user(cast.region_admin)
    make_use_case(cast.lead, sharing=Sharing.REGION)
    for path in ("/admin/catalogue/usecase/", "/admin/councils/decision/"):
        for query in NONSENSE:
            assert client.get(path + query).status_code < 500, query


def test_a_row_that_is_not_there_is_not_found(cast: Cast, as_user: Clients) -> None:
    client = as_user(cast.region_admin)
    for row in ("x", "0", "9" * 23, "_00", "%00", "1%2F2"):
        for page in ("change", "history"):
            for table in ("catalogue/usecase", "councils/user", "councils/decision"):
                answer = client.get(f"/admin/{table}/{row}/{page}/")
                assert answer.status_code == (400 if row == "%00" else 404), row


def test_a_selection_of_nonsense_is_refused(cast: Cast, as_user: Clients) -> None:
    answer = as_user(cast.region_admin).post(
        address(User), {"action": "send_link", "_selected_action": ["x"]}
    )
    assert answer.status_code == 400


def test_a_passwords_hash_cannot_be_searched_for(cast: Cast, as_user: Clients) -> None:
    client = as_user(cast.region_admin)
    for query in ("password__startswith=md5", "user__password__startswith=md5"):
        for model in (User, Membership):
            answer = client.get(f"{address(model)}?{query}")
            assert answer.status_code in (302, 400)


def test_django_tells_no_records_address_by_its_row(
    cast: Cast, as_user: Clients
) -> None:
    hidden = make_use_case(cast.lead)
    client = as_user(cast.region_admin)
    for content_type in range(1, 60):
        answer = client.get(f"/admin/r/{content_type}/{hidden.pk}/")
        assert answer.status_code == 404
