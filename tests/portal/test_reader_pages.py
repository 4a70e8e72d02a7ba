"""A member is given the same page again, and never what is no longer true of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from catalogue.models import UseCase
from councils.actions import confirm_record
from councils.machines import decide, machine_named
from councils.models import Council, Membership, Role, Sharing
from portal.conditional import PUBLIC_PAGES
from portal.reader_pages import READER_PAGES
from resources.feedback import say_useful
from resources.models import Download, Resource
from resources.uses import attach_resource
from tests.cast import PASSWORD, Cast
from tests.councils.test_generation import NOT_READ_BY_THE_PUBLIC, marking
from tests.factories import (
    edit,
    hold,
    make_product,
    make_supplier,
    make_use_case,
)
from tests.resources.filed import filed

AsUser = Callable[[Any], Client]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')
OF_THE_READER = {
    "councils_membership",
    "councils_user",
    "django_session",
    "mfa_authenticator",
}
"""What a page is kept by: read each time, before the kept page is looked for."""
COMES_WITH_A_VERSION = {
    table for table, why in NOT_READ_BY_THE_PUBLIC.items() if "a version" in why
}


@pytest.fixture
def entry(cast: Cast) -> UseCase:
    supplier = make_supplier(cast.lead, "Clearwell")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    return make_use_case(
        cast.lead,
        "Minutes drafted for committees",
        sharing=Sharing.PUBLIC,
        product=product.key,
        contact="ai-team@northford.example",
    )


@pytest.fixture
def paper(cast: Cast, entry: UseCase) -> Resource:
    made = filed(
        cast.lead, "Playbook", {"page 1": "Begin small."}, sharing=Sharing.PUBLIC
    )
    attach_resource(made, entry, by=cast.lead)
    return made


def pages_of(entry: UseCase, paper: Resource) -> list[str]:
    return [
        "/use-cases/",
        "/board/",
        "/products/",
        "/suppliers/",
        "/councils/",
        "/councils/northford/",
        "/resources/",
        "/collections/",
        f"{entry.get_absolute_url()}?from=stage%3Dscan",
        entry.get_absolute_url(),
        f"{entry.get_absolute_url()}documents/",
        paper.get_absolute_url(),
    ]


def text(answer: Any) -> str:
    """A page without its tokens, which are others each time."""
    assert answer.status_code == 200
    return TOKEN.sub("", answer.content.decode())


def afresh(client: Client, url: str) -> str:
    return text(client.get(url, headers={"Cache-Control": "no-cache"}))


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_a_page_asked_for_again_is_given_for_four_statements(
    cast: Cast, entry: UseCase, paper: Resource, as_user: AsUser
) -> None:
    client = as_user(cast.lead)
    for url in pages_of(entry, paper):
        assert resolve(url.split("?")[0]).view_name in READER_PAGES
        made = text(client.get(url))
        assert cost(client, url) == 4, "session, person, roles, generation"
        assert text(client.get(url)) == made


CHANGES: dict[str, Callable[[Cast, UseCase, Resource], Any]] = {
    "edited": lambda cast, entry, paper: edit(entry, cast.lead, title="Other words"),
    "held back": lambda cast, entry, paper: hold(entry, cast.governance, "contact"),
    "moved": lambda cast, entry, paper: decide(
        entry, machine_named("stage"), "to_pilot", by=cast.lead, reason="It works"
    ),
    "confirmed": lambda cast, entry, paper: confirm_record(entry, by=cast.lead),
    "retired": lambda cast, entry, paper: decide(
        paper, machine_named("publishing"), "retire", by=cast.lead, reason="Over"
    ),
    "edited, and waiting for review": lambda cast, entry, paper: (
        Council.objects.filter(slug="northford").update(reviews_edits=True),
        edit(entry, cast.contributor, title="Words that wait"),
    ),
    "somebody renamed": lambda cast, entry, paper: rename(cast.lead),
    "fetched": lambda cast, entry, paper: Download.objects.create(
        version=paper.files.get(), by=cast.neighbour
    ),
    "found useful": lambda cast, entry, paper: say_useful(
        paper, is_useful=True, by=cast.neighbour
    ),
    "a council renamed": lambda cast, entry, paper: Council.objects.filter(
        slug="northford"
    ).update(short_name="Northern Ford"),
}


def rename(person: Any) -> None:
    person.name = "Somebody Else"
    person.save(update_fields=["name"])


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_every_page_is_as_made_afresh(
    cast: Cast, entry: UseCase, paper: Resource, as_user: AsUser, change: str
) -> None:
    urls = pages_of(entry, paper)
    clients = [as_user(cast.person(part)) for part in ("reader", "lead", "moderator")]
    before = [text(client.get(url)) for client in clients for url in urls]
    CHANGES[change](cast, entry, paper)
    given = [text(client.get(url)) for client in clients for url in urls]
    assert given == [afresh(client, url) for client in clients for url in urls]
    assert given != before, "the change shows somewhere"


@pytest.mark.parametrize("url", ["/use-cases/?stage=scan", "/resources/?q=begin"])
def test_a_narrowed_list_is_made_each_time(
    cast: Cast, paper: Resource, as_user: AsUser, url: str
) -> None:
    client = as_user(cast.lead)
    assert cost(client, url) == cost(client, url) > 4


def test_nobody_is_given_the_page_of_another(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    url = entry.get_absolute_url()
    for part in ("lead", "reader", "neighbour", "moderator", "contributor"):
        client = as_user(cast.person(part))
        given = text(client.get(url))
        assert cast.person(part).name in given
        assert given == afresh(client, url), part
        assert ("Change" in given) == (part in ("lead", "contributor")), part


def test_a_role_that_was_taken_is_gone_from_the_page(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    client, url = as_user(cast.lead), entry.get_absolute_url()
    edit_url = f"{url}edit/"
    assert edit_url in text(client.get(url))
    Membership.objects.filter(user=cast.lead).update(role=Role.READER)
    assert edit_url not in text(client.get(url))


def test_what_was_withdrawn_is_not_found_at_once(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    client, url = as_user(cast.neighbour), entry.get_absolute_url()
    assert client.get(url).status_code == 200
    decide(entry, machine_named("publishing"), "withdraw", by=cast.lead, reason="No")
    assert client.get(url).status_code == 404


def test_acting_for_another_council_makes_another_page(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    Membership.objects.create(
        user=cast.lead, council=cast.westmere, role=Role.DIGITAL_LEAD
    )
    client, url = as_user(cast.lead), entry.get_absolute_url()
    for slug in ("northford", "westmere", "northford"):
        client.post("/act-for/", {"council": slug})
        client.get(url)  # shows the message
        assert text(client.get(url)) == afresh(client, url)
        chosen = re.search(r'<option value="(\w+)" selected', text(client.get(url)))
        assert chosen is None or chosen[1] == slug


def test_after_signing_out_a_kept_page_is_not_given(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    client, url = as_user(cast.lead), entry.get_absolute_url()
    assert cast.lead.name in text(client.get(url))
    client.post("/accounts/logout/")
    assert cast.lead.name not in text(client.get(url))
    client.post("/accounts/login/", {"login": cast.reader.email, "password": PASSWORD})
    client.get(url)
    assert cast.lead.email not in text(client.get(url))


def test_a_form_of_a_kept_page_may_be_sent(cast: Cast, entry: UseCase) -> None:
    client, url = Client(enforce_csrf_checks=True), entry.get_absolute_url()
    client.force_login(cast.lead)
    pages = [client.get(url).content.decode() for _ in range(3)]
    tokens = [TOKEN.search(page) for page in pages]
    assert len({token[1] for token in tokens if token}) == 3
    token = tokens[-1]
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], "council": "northford"}
    assert client.post("/act-for/", sent).status_code == 302
    assert client.post("/act-for/", {"council": "northford"}).status_code == 403


def test_a_message_is_shown_once_and_not_kept(
    cast: Cast, entry: UseCase, as_user: AsUser
) -> None:
    client, url = as_user(cast.lead), entry.get_absolute_url()
    client.get(url)
    client.post(f"{url}still-true/")
    told = text(client.get(url))
    assert "govuk-notification-banner" in told
    for _ in range(2):
        later = text(client.get(url))
        assert "govuk-notification-banner" not in later
        assert later == afresh(client, url)


def test_what_these_pages_read_marks_the_generation(
    cast: Cast, entry: UseCase, paper: Resource, as_user: AsUser
) -> None:
    """A table that a kept page reads and that marks nothing would leave it stale."""
    tables = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    with CaptureQueriesContext(connection) as captured:
        for part in ("lead", "neighbour", "moderator"):
            for url in pages_of(entry, paper):
                afresh(as_user(cast.person(part)), url)
    asked = [one["sql"] for one in captured.captured_queries if "SELECT" in one["sql"]]
    reads = {
        name for sql in asked for name in re.findall(r"\w+", sql) if name in tables
    }
    allowed = marking() | OF_THE_READER | COMES_WITH_A_VERSION
    allowed.add("councils_record_partners")  # these come with a version too
    assert reads - allowed == {"councils_generationmark"}


def test_what_strangers_are_given_whole_members_are_too() -> None:
    """But files, whose fetching is written down, and pages that are not of records."""
    left_out = {
        name
        for name in PUBLIC_PAGES - READER_PAGES
        if not name.endswith(("_csv", "_json"))
    }
    assert left_out == {
        "home",
        "search",
        "data_standard",
        "review_explained",
        "accessibility",
        "privacy",
        "contact",
    }
