"""Every table of ours is in the back office, or it is said why not; none tells more.

Who gets in is `test_back_office.py`'s; what records may be changed by is
`test_back_office_records.py`'s.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from councils.backoffice.bases import ReadOnlyAdmin
from councils.difference import Change
from councils.machines import decide, machine_named
from councils.models import Council, Proposal, Publisher, Record, Report, Sharing
from councils.models.record import RecordQuerySet
from councils.models.search import SearchEntryQuerySet
from councils.proposing import propose_edit
from resources.adapting import adapt_resource
from resources.models import (
    Adaptation,
    Download,
    Resource,
    ResourceUse,
    ResourceVersion,
)
from resources.uses import attach_resource
from tests.cast import Cast
from tests.factories import edit, hold, make_use_case, share
from tests.portal.office import address, fill, registered
from tests.resources.shelf import make_resource, upload

Clients = Callable[[Any], Client]
FLOORS = ("councils", "catalogue", "resources", "skills", "governance", "portal")
ELSEWHERE = {
    "councils.GenerationMark": "numbers that say only that something was written",
    "councils.RecordLink": "a field of its record, read and changed on its page",
    "councils.SearchCard": "its key has two columns: on the search row's page",
    "resources.FileWords": "the words of a version's pages again, in no order",
    "councils.SearchEntry": "its key has two columns: on the search row's page",
}
"""Tables without pages of their own there, and why."""
ON_HISTORY_PAGES = "Historical"
"""How simple-history's tables begin: each is the History page of a row."""
WRITTEN_THERE = {
    "catalogue.AtrsCapability",
    "catalogue.AtrsFunction",
    "catalogue.Product",
    "catalogue.ServiceArea",
    "catalogue.Supplier",
    "catalogue.UseCase",
    "catalogue.UserGroup",
    "councils.Council",
    "councils.Membership",
    "councils.RoleMailbox",
    "councils.User",
    "resources.Resource",
}
"""Everything else is written by the portal's own actions, and only read there."""
MARK = "Zorblaxian"


@pytest.fixture
def office(cast: Cast, as_user: Clients, settings: Settings) -> Client:
    settings.DEMONSTRATION = True
    return as_user(cast.region_admin)


def tables_of_ours() -> set[str]:
    found = [m for floor in FLOORS for m in apps.get_app_config(floor).get_models()]
    return {
        model._meta.label
        for model in found
        if not model.__name__.startswith(ON_HISTORY_PAGES)
    }


def test_every_table_of_ours_is_there_or_it_is_said_why_not() -> None:
    shown = {model._meta.label for model in registered()}
    assert shown | set(ELSEWHERE) == tables_of_ours()
    assert not shown & set(ELSEWHERE)
    assert all(ELSEWHERE.values())


def test_a_history_is_there_for_every_row_whose_changes_are_kept() -> None:
    found = [m for floor in FLOORS for m in apps.get_app_config(floor).get_models()]
    kept = {m for m in found if m.__name__.startswith(ON_HISTORY_PAGES)}
    of: Any = admin.site._registry
    assert kept == {m.history.model for m in of if hasattr(m, "history")}
    shared = "admin/history_list.html"
    for model, office in of.items():
        if hasattr(model, "history"):
            assert office.object_history_list_template == shared, model


def test_every_table_is_searched_and_narrowed() -> None:
    for office in admin.site._registry.values():
        assert office.search_fields, office
        assert office.list_filter or office.model._meta.model_name == "keycounter"


def test_what_the_portal_writes_by_actions_is_only_read_there() -> None:
    only_read = {
        model._meta.label
        for model, office in admin.site._registry.items()
        if isinstance(office, ReadOnlyAdmin)
    }
    assert only_read == {m._meta.label for m in registered()} - WRITTEN_THERE


def test_lists_ask_as_often_with_3_rows_as_with_15(cast: Cast, office: Client) -> None:
    fill(cast, 3)
    few = {model: queries(office, address(model)) for model in registered()}
    fill(cast, 12)
    many = {model: queries(office, address(model)) for model in registered()}
    assert {m.__name__: n for m, n in many.items()} == {
        m.__name__: n for m, n in few.items()
    }


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.context["cl"].result_count, path
    return len(asked)


def test_every_table_can_be_searched_without_a_fault(
    cast: Cast, office: Client
) -> None:
    fill(cast, 1)
    for model in registered():
        assert office.get(address(model), {"q": MARK}).status_code == 200, model


def take_back(cast: Cast, *records: Any) -> None:
    for record in records:
        decide(record, machine_named("sharing"), "share_own", by=cast.lead)
        title = f"{MARK} {record.pk}"
        edit(type(record).objects.get(pk=record.pk), cast.lead, title=title)


def shown_in_lists(client: Client) -> list[str]:
    """The tables whose list has the mark."""
    return [
        model.__name__
        for model in registered()
        if MARK in client.get(address(model)).content.decode()
    ]


def test_what_hangs_on_a_record_is_hidden_with_it(
    cast: Cast, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(cast, 1)
    ours = Record.objects.filter(lead=cast.northford).values_list("pk", flat=True)
    kinds = {r.pk: r.declared.model for r in Record.objects.filter(pk__in=list(ours))}
    take_back(cast, *(kind.objects.get(pk=pk) for pk, kind in kinds.items()))
    assert shown_in_lists(office) == []
    for rows in (RecordQuerySet, SearchEntryQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, reader: self)
    assert {
        "Adaptation",
        "CollectionStep",
        "Feedback",
        "RecordHold",
        "Report",
        "ResourceUse",
        "ReviewInHand",
        "ScreeningOverride",
        "ShareLink",
    } <= set(shown_in_lists(office))


@pytest.mark.parametrize("hidden", ["neither", "resource", "use case"])
def test_a_row_between_two_records_is_listed_where_both_are_seen(
    cast: Cast, office: Client, hidden: str
) -> None:
    original = make_resource(cast.neighbour, sharing=Sharing.PUBLIC)
    copy = adapt_resource(original, title="Ours", by=cast.lead)
    edit(copy, cast.lead, contact="ai-team@northford.example")
    share(Resource.objects.get(pk=copy.pk), cast.lead, Sharing.REGION)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    attach_resource(copy, entry, by=cast.lead)
    if hidden == "resource":
        take_back(cast, copy)
    if hidden == "use case":
        take_back(cast, entry)
    uses, copies = (
        office.get(address(model)).context["cl"].result_count
        for model in (ResourceUse, Adaptation)
    )
    assert uses == (hidden == "neither")
    assert copies == (hidden != "resource")


def test_what_was_written_for_a_few_is_not_shown_to_the_office(
    cast: Cast, office: Client
) -> None:
    fill(cast, 1)
    report = Report.objects.get()
    for model in registered():
        for row in office.get(address(model)).context["cl"].result_list:
            text = office.get(address(model, "change", row.pk)).content.decode()
            assert "An auditor" not in text, model
            assert report.token not in text, model


def test_a_file_that_no_reader_got_is_not_listed_nor_its_text(
    cast: Cast, office: Client
) -> None:
    made = make_resource(cast.lead)
    first = upload(made, cast.lead, f"{MARK} words".encode(), f"{MARK}.txt")
    second = upload(made, cast.lead, b"Plain words")
    share(made, cast.lead, Sharing.REGION)
    listed = office.get(address(ResourceVersion)).context["cl"].result_list
    assert [version.number for version in listed] == [second.number]
    assert shown_in_lists(office) == []
    Download.objects.create(version=first, by=cast.lead)
    assert office.get(address(Download)).context["cl"].result_count == 0
    for row in (first, first.pages.get()):
        assert office.get(address(type(row), "change", row.pk)).status_code == 404
    page = second.pages.get()
    assert office.get(address(type(page), "change", page.pk)).status_code == 200


def test_an_edit_that_waits_for_its_own_council_is_not_listed(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    change = Change("result", "", "Quicker")
    edit = propose_edit(entry, [change], by=cast.contributor)
    assert edit is not None
    page = address(Proposal, "change", edit.pk)
    ours = Council.objects.filter(pk=cast.northford.pk)
    for publisher, listed, status in (
        (Publisher.REGION, 1, 200),
        (Publisher.OWN, 0, 404),
    ):
        ours.update(publisher=publisher)
        assert office.get(address(Proposal)).context["cl"].result_count == listed
        assert office.get(page).status_code == status


def test_the_search_row_of_a_record_is_read_on_its_page(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, "Notes", sharing=Sharing.REGION, result="Quicker")
    hold(entry, cast.lead, "result")
    path = f"/admin/councils/record/{entry.pk}/search-row/"
    for record in (Record, type(entry)):
        assert path in office.get(address(record, "change", entry.pk)).content.decode()
    page = office.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert entry.key in text
    assert "serves" in text
    assert "Quicker" not in text
    assert office.post(path).status_code == 405


def test_the_search_row_of_a_hidden_record_is_not_found(
    cast: Cast, office: Client, as_user: Clients
) -> None:
    hidden = make_use_case(cast.lead)
    path = f"/admin/councils/record/{hidden.pk}/search-row/"
    assert office.get(path).status_code == 404
    assert as_user(cast.lead).get(path).status_code == 403
    assert as_user(cast.stranger).get(path).status_code == 302
