"""The audit log: what is written, by whom it is read, and that nobody changes it."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from councils.audit import delete_old_entries, path_of, record_event
from councils.models import AuditEntry, AuditEvent, Membership, Role, Sharing
from tests.cast import PASSWORD, Cast, make_person
from tests.factories import make_use_case

AsUser = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def events(**of: Any) -> list[str]:
    found = AuditEntry.objects.filter(**of).order_by("id")
    return list(found.values_list("event", flat=True))


def sign_in(client: Client, email: str, password: str = PASSWORD) -> None:
    client.post("/accounts/login/", {"login": email, "password": password})


def test_signing_in_and_out_are_written_with_where_from(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client, cast.reader.email)
    client.post("/accounts/logout/")
    assert events(by=cast.reader) == ["signed_in", "signed_out"]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"192.0.2.7"}


def test_a_failed_sign_in_names_the_account_it_was_about(cast: Cast) -> None:
    sign_in(Client(), cast.reader.email.upper(), "not this one")
    (entry,) = AuditEntry.objects.all()
    assert (entry.event, entry.subject, entry.by) == (
        "sign_in_failed",
        cast.reader,
        None,
    )


def test_an_address_that_is_nobodys_is_not_kept(cast: Cast) -> None:
    sign_in(Client(), "secret-lover@private.example", "my-password-typed-wrong")
    (entry,) = AuditEntry.objects.all()
    assert entry.subject is None
    assert "@" not in entry.details + entry.path


def test_an_attempt_that_is_not_looked_at_is_written_too(cast: Cast) -> None:
    for _ in range(6):
        sign_in(Client(), cast.reader.email, "a guess")
    last = AuditEntry.objects.latest("id")
    assert last.details == "too many attempts, not looked at"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_written_with_its_page(
    cast: Cast, as_user: AsUser, method: str
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    path = f"/use-cases/{entry.key}/edit/about/"
    answer = getattr(as_user(cast.neighbour), method)(path + "?next=/private/")
    assert answer.status_code == 403
    (written,) = AuditEntry.objects.filter(event=AuditEvent.REFUSED)
    assert written.path == path
    assert written.by == cast.neighbour
    assert written.council == cast.westmere
    assert written.details == method.upper()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_outlives_what_the_request_had_begun(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    path = reverse("catalogue:use_case_confirm", args=[entry.key])
    answer = as_user(cast.neighbour).post(path)
    assert answer.status_code == 403
    assert events(by=cast.neighbour) == ["refused"]


def test_a_stranger_who_is_asked_to_sign_in_is_not_written(cast: Cast) -> None:
    Client().get("/board/")
    assert events() == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_list_taken_away_is_written_when_signed_in(
    cast: Cast, as_user: AsUser, form: str
) -> None:
    make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    for who in (cast.lead, cast.stranger):
        answer = as_user(who).get(f"/use-cases.{form}?q=minutes")
        b"".join(answer.streaming_content)
    (entry,) = AuditEntry.objects.all()
    assert (entry.event, entry.by) == ("exported", cast.lead)
    assert entry.path == f"/use-cases.{form}"
    assert entry.details == "1 rows" or entry.details == "0 rows"


def test_a_page_whose_address_opens_something_is_written_by_its_pattern(
    cast: Cast, rf: Any
) -> None:
    request = rf.get("/accounts/password/reset/key/1-secret/")
    request.resolver_match = resolve(request.path)
    assert "secret" not in path_of(request)
    assert "password/reset/key" in path_of(request)


def write(event: AuditEvent = AuditEvent.SIGNED_IN, **of: Any) -> AuditEntry:
    return record_event(event, **of)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE councils_auditentry SET details = 'nothing happened'",
        "DELETE FROM councils_auditentry",
    ],
)
def test_the_database_refuses_to_rewrite_it(cast: Cast, statement: str) -> None:
    write(by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_is_older_than_the_retention_goes_and_nothing_else(cast: Cast) -> None:
    now = timezone.now()
    for days in (0, 700, 740):
        AuditEntry.objects.create(
            event=AuditEvent.SIGNED_IN, at=now - timedelta(days=days)
        )
    assert delete_old_entries() == 1
    assert AuditEntry.objects.count() == 2


def seen_by(cast: Cast, part: str) -> set[str]:
    entries = AuditEntry.objects.visible_to(cast.person(part))
    return set(entries.values_list("details", flat=True))


@pytest.fixture
def written(cast: Cast) -> None:
    """One entry of each sort that the readers below differ in."""
    westmere, northford = cast.westmere, cast.northford
    write(by=cast.lead, council=northford, details="for northford")
    write(by=cast.neighbour, council=westmere, details="for westmere")
    write(by=cast.lead, subject=cast.lead, details="sign-in at northford")
    write(by=cast.neighbour, subject=cast.neighbour, details="sign-in at westmere")
    write(AuditEvent.SIGN_IN_FAILED, details="nobody's")
    # Given by the region at Westmere, to somebody of Northford.
    write(by=cast.region_admin, subject=cast.lead, council=westmere, details="abroad")


@pytest.mark.usefixtures("written")
def test_a_council_admin_reads_what_is_the_councils_own(cast: Cast) -> None:
    assert seen_by(cast, "admin") == {"for northford", "sign-in at northford"}


@pytest.mark.usefixtures("written")
def test_a_regional_admin_reads_everything(cast: Cast) -> None:
    assert len(seen_by(cast, "region_admin")) == 6


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("part", ["lead", "moderator", "neighbour", "stranger"])
def test_others_read_nothing(cast: Cast, part: str) -> None:
    assert seen_by(cast, part) == set()


@pytest.mark.usefixtures("written")
def test_somebody_who_left_takes_their_sign_ins_out_of_the_councils_log(
    cast: Cast,
) -> None:
    Membership.objects.filter(user=cast.lead).update(ended_at=timezone.now())
    assert seen_by(cast, "admin") == {"for northford"}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("?event=sign_in_failed", 1),
        ("?who=Lead+of+West", 2),
        ("?who=lead@northford", 3),
        ("?since=2020-01-01", 6),
        ("?until=2020-01-01", 0),
        ("?event=signed_in&who=neighbour", 0),
    ],
)
def test_the_list_is_narrowed(
    cast: Cast, as_user: AsUser, query: str, count: int
) -> None:
    page = as_user(cast.region_admin).get(f"/audit/{query}")
    assert page.context["pages"].total == count


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("query", ["?event=banana", "?since=banana"])
def test_a_wrong_address_lists_nothing_and_says_so(
    cast: Cast, as_user: AsUser, query: str
) -> None:
    client = as_user(cast.region_admin)
    page = client.get(f"/audit/{query}")
    assert page.status_code == 400
    assert page.context["pages"].total == 0
    assert "asks for something unknown" in page.content.decode()
    assert client.get(f"/audit.csv{query}").status_code == 400


@pytest.mark.usefixtures("written")
def test_the_csv_is_the_same_list_and_is_written_down_itself(
    cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.admin)
    answer = client.get("/audit.csv?who=lead")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["details"] for row in rows} == {"for northford", "sign-in at northford"}
    assert rows[0]["by"] == cast.lead.email
    taken = AuditEntry.objects.latest("id")
    assert (taken.event, taken.by, taken.details) == ("exported", cast.admin, "2 rows")


def test_a_page_of_the_log_costs_the_same_with_many_entries(
    cast: Cast, as_user: AsUser, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        write(by=cast.lead, subject=cast.reader, council=cast.northford)
    client = as_user(cast.admin)
    with django_assert_max_num_queries(5):
        client.get("/audit/")


def test_somebody_with_two_councils_reads_the_log_of_the_one_acted_for(
    cast: Cast, as_user: AsUser
) -> None:
    both = make_person("both", cast.northford, Role.COUNCIL_ADMIN)
    Membership.objects.create(user=both, council=cast.westmere, role=Role.READER)
    write(by=cast.lead, council=cast.northford)
    client = as_user(both)
    assert client.get("/audit/").status_code == 200
    client.post("/act-for/", {"council": "westmere"})
    assert client.get("/audit/").status_code == 403


def test_the_back_office_reads_it_and_writes_nothing(
    cast: Cast, as_user: AsUser
) -> None:
    entry = write(by=cast.lead, council=cast.northford)
    office = as_user(cast.region_admin)
    assert office.get("/admin/councils/auditentry/").status_code == 200
    page = office.post(
        f"/admin/councils/auditentry/{entry.pk}/change/", {"details": "mended"}
    )
    assert page.status_code == 403
    entry.refresh_from_db()
    assert entry.details == ""
