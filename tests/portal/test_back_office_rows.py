"""People, roles, councils and lists in the back office: by name, with a reason."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from catalogue.models import ServiceArea
from councils.models import (
    AuditEntry,
    Council,
    Membership,
    Role,
    SearchCard,
    SearchEntry,
    Sharing,
    User,
)
from tests.cast import Cast
from tests.factories import make_use_case

Clients = Callable[[Any], Client]


@pytest.fixture
def office(cast: Cast, as_user: Clients) -> Client:
    cache.clear()
    return as_user(cast.region_admin)


def path(row: Any, page: str = "change") -> str:
    table = f"{row._meta.app_label}/{row._meta.model_name}"
    return f"/admin/{table}/{row.pk}/{page}/"


def filled(client: Client, row: Any, **answers: Any) -> dict[str, Any]:
    """What a browser would send: the form as it is, with these answers changed."""
    page = client.get(path(row))
    sent = {
        box.html_name: box.value()
        for box in page.context["adminform"].form
        if box.value() is not None and box.value() is not False
    }
    for inline in page.context["inline_admin_formsets"]:
        for box in inline.formset.management_form:
            sent[box.html_name] = box.value()
    return {**sent, **answers}


def errors(answer: Any) -> Any:
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_person_is_added_without_a_password_and_chooses_one_by_mail(
    cast: Cast, office: Client
) -> None:
    page = office.get("/admin/councils/user/add/").content.decode()
    assert 'type="password"' not in page
    sent = {"email": "New.Person@Northford.Example", "name": "New Person"}
    assert office.post("/admin/councils/user/add/", sent).status_code == 302
    person = User.objects.get(email="new.person@northford.example")
    assert not person.has_usable_password()
    answer = office.post(
        "/admin/councils/user/", {"action": "send_link", "_selected_action": person.pk}
    )
    assert answer.status_code == 302
    (sent_mail,) = mail.outbox
    assert sent_mail.to == [person.email]
    link = re.search(r"http://testserver(/accounts/password/reset/\S+)", sent_mail.body)
    assert link
    chosen = Client()
    form = chosen.get(link[1], follow=True)
    fresh = "a heron under the bridge"
    given = {"password1": fresh, "password2": fresh}
    chosen.post(form.request["PATH_INFO"], given)
    person.refresh_from_db()
    assert person.check_password(fresh)


def test_nobodys_password_is_shown_or_changed(cast: Cast, office: Client) -> None:
    before = cast.lead.password
    assert before not in office.get(path(cast.lead)).content.decode()
    sent = filled(office, cast.lead, password="x", name="Lead Person")
    assert office.post(path(cast.lead), sent).status_code == 302
    cast.lead.refresh_from_db()
    assert (cast.lead.password, cast.lead.name) == (before, "Lead Person")


def test_no_link_goes_to_somebody_who_has_left(cast: Cast, office: Client) -> None:
    sent = filled(office, cast.lead)
    sent.pop("is_active")
    assert office.post(path(cast.lead), sent).status_code == 302
    office.post(
        "/admin/councils/user/",
        {"action": "send_link", "_selected_action": cast.lead.pk},
    )
    assert mail.outbox == []
    assert not User.objects.get(pk=cast.lead.pk).is_active


def test_an_old_address_signs_nobody_in(cast: Cast, office: Client) -> None:
    EmailAddress.objects.create(user=cast.lead, email=cast.lead.email, verified=True)
    sent = filled(office, cast.lead, email="Moved@Northford.example")
    assert office.post(path(cast.lead), sent).status_code == 302
    assert not EmailAddress.objects.filter(user=cast.lead).exists()
    cast.lead.refresh_from_db()
    assert cast.lead.email == "moved@northford.example"


def test_an_address_in_other_letters_is_the_same_address(
    cast: Cast, office: Client
) -> None:
    sent = {"email": cast.lead.email.upper(), "name": "Again"}
    answer = office.post("/admin/councils/user/add/", sent)
    assert "Already registered" in str(errors(answer)["email"])


@pytest.mark.parametrize("box", ["is_active", "is_staff"])
def test_an_admin_cannot_shut_themselves_out(
    cast: Cast, office: Client, box: str
) -> None:
    sent = filled(office, cast.region_admin)
    sent.pop(box)
    assert box in errors(office.post(path(cast.region_admin), sent))
    assert getattr(User.objects.get(pk=cast.region_admin.pk), box)


def test_a_change_of_a_person_is_kept_by_name_and_reason(
    cast: Cast, office: Client
) -> None:
    sent = filled(office, cast.lead, name="Asha", reason="Married")
    office.post(path(cast.lead), sent)
    row = User.history.filter(id=cast.lead.pk).first()
    assert (row.history_user, row.history_change_reason) == (
        cast.region_admin,
        "Married",
    )
    shown = office.get(path(cast.lead, "history")).content.decode()
    for words in ("Married", "Admin of Region", "Asha"):
        assert words in shown


@pytest.mark.parametrize(
    ("part", "slug", "role", "fault"),
    [
        ("lead", "northford", Role.REGIONAL_ADMIN, "own team only"),
        ("lead", "region", Role.READER, "only the regional roles"),
        ("lead", "northford", Role.DIGITAL_LEAD, "already"),
        ("lead", "northford", "emperor", "not one of the available"),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_words(
    cast: Cast, office: Client, part: str, slug: str, role: str, fault: str
) -> None:
    sent = {
        "user": cast.person(part).pk,
        "council": Council.objects.get(slug=slug).pk,
        "role": role,
    }
    answer = office.post("/admin/councils/membership/add/", sent)
    assert fault in str(errors(answer)["role"])


def test_a_role_is_given_and_ended_never_deleted(cast: Cast, office: Client) -> None:
    sent = {
        "user": cast.reader.pk,
        "council": cast.northford.pk,
        "role": Role.CONTRIBUTOR,
        "reason": "Joined the team",
    }
    assert office.post("/admin/councils/membership/add/", sent).status_code == 302
    given = Membership.objects.get(user=cast.reader, role=Role.CONTRIBUTOR)
    end = filled(office, given, ends_now="on", reason="Left the team", role="owner")
    assert office.post(path(given), end).status_code == 302
    given.refresh_from_db()
    assert given.ended_at
    assert given.role == Role.CONTRIBUTOR
    assert office.post(path(given), {"ends_now": ""}).status_code == 403
    reasons = given.history.values_list("history_change_reason", flat=True)
    assert list(reasons) == ["Left the team", "Joined the team"]
    assert office.post("/admin/councils/membership/add/", sent).status_code == 302


def test_roles_are_ended_from_the_list_with_a_reason(
    cast: Cast, office: Client
) -> None:
    rows = [cast.lead.memberships.get(), cast.region_admin.memberships.get()]
    sent = {"action": "end", "_selected_action": [row.pk for row in rows]}
    asked = office.post("/admin/councils/membership/", sent)
    assert asked.context["rows"]
    sent |= {"asked": "yes", "reason": "Left the council"}
    assert office.post("/admin/councils/membership/", sent).status_code == 302
    for row in rows:
        row.refresh_from_db()
    ended, own = rows
    assert ended.ended_at
    assert ended.history.first().history_user == cast.region_admin
    assert own.ended_at is None


def test_the_last_admin_of_a_council_stays_in_the_back_office_too(
    cast: Cast, office: Client
) -> None:
    last = cast.admin.memberships.get()
    end = filled(office, last, ends_now="on", reason="Out")
    assert "is the only council admin" in str(
        errors(office.post(path(last), end))["ends_now"]
    )
    sent = filled(office, cast.admin)
    sent.pop("is_active")
    answer = office.post(path(cast.admin), sent)
    assert "is the only council admin" in str(errors(answer)["is_active"])


def test_what_the_back_office_does_to_people_is_in_the_audit_log(
    cast: Cast, office: Client
) -> None:
    sent = filled(office, cast.lead, reason="Long leave")
    sent.pop("is_active")
    office.post(path(cast.lead), sent)
    office.post(path(cast.lead), filled(office, cast.lead, is_active="on"))
    events = AuditEntry.objects.filter(subject=cast.lead).order_by("id")
    assert [e.event for e in events] == ["deactivated", "reactivated"]
    assert events[0].details == "Long leave"


def test_a_renamed_word_is_renamed_in_lists_and_search_at_once(
    cast: Cast, office: Client
) -> None:
    area = ServiceArea.objects.create(code="planning", label="Planning")
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC, service_areas=["planning"])
    other = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    sent = filled(office, area, label="Zoning", code="zoning", reason="Plainer")
    assert office.post(path(area), sent).status_code == 302
    area.refresh_from_db()
    assert (area.label, area.code) == ("Zoning", "planning")
    assert SearchCard.objects.get(record=entry.pk).card["service_areas"] == ["Zoning"]
    assert "Zoning" in SearchCard.objects.get(record=entry.pk).text
    assert SearchEntry.objects.filter(record=entry.pk, vector="zoning").exists()
    assert not SearchEntry.objects.filter(record=other.pk, vector="zoning").exists()
    row = area.history.first()
    assert (row.history_user, row.history_change_reason) == (
        cast.region_admin,
        "Plainer",
    )
    assert entry.versions.count() == entry.versions.first().number


def test_a_renamed_council_is_renamed_on_what_it_leads_and_shares_in(
    cast: Cast, office: Client
) -> None:
    led = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    shared = make_use_case(
        cast.neighbour, sharing=Sharing.PUBLIC, partners=["northford"]
    )
    sent = filled(office, cast.northford, short_name="Northford and Vale", slug="x")
    assert office.post(path(cast.northford), sent).status_code == 302
    assert SearchCard.objects.get(record=led.pk).card["lead"] == "Northford and Vale"
    partners = SearchCard.objects.get(record=shared.pk).card["partners"]
    assert partners == ["Northford and Vale"]
    cast.northford.refresh_from_db()
    assert cast.northford.slug == "northford"


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("gss_code", "E0600005"),
        ("belonging", "region"),
        ("email_domains", "ai@northford.example"),
        ("active_until", "1066-13-45"),
        ("name", "Westmere Council"),
        ("website", "not an address"),
    ],
)
def test_a_council_that_cannot_be_is_refused_in_words(
    cast: Cast, office: Client, field: str, answer: str
) -> None:
    sent = filled(office, cast.northford, **{field: answer})
    found = errors(office.post(path(cast.northford), sent))
    assert field in found or "__all__" in found


def test_the_regions_team_stays_the_regions_team(cast: Cast, office: Client) -> None:
    sent = filled(office, cast.region, belonging="member")
    assert "belonging" in errors(office.post(path(cast.region), sent))


def test_a_full_list_says_so(cast: Cast, office: Client) -> None:
    for number in range(63):
        ServiceArea.objects.create(code=f"w{number}", label=f"Word {number}")
    sent = {"label": "One more", "code": "one-more", "position": 0}
    answer = office.post("/admin/catalogue/servicearea/add/", sent)
    assert "holds 63 words" in str(errors(answer))


def test_a_word_is_added_and_retired(cast: Cast, office: Client) -> None:
    sent = {"label": "Planning", "code": "planning", "position": 0}
    assert office.post("/admin/catalogue/servicearea/add/", sent).status_code == 302
    area = ServiceArea.objects.get(code="planning")
    retired = filled(office, area, retired_on="01/11/2026")
    assert office.post(path(area), retired).status_code == 302
    assert not ServiceArea.objects.offered().exists()
