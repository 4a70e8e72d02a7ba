"""A request that writes is one change set: all of it stands, or none."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from catalogue.models import UseCase
from councils.changes import NoChangeSet, current
from councils.models import ChangeSet, RecordVersion
from tests.cast import Cast, make_cast
from tests.factories import edit, make_use_case

pytestmark = pytest.mark.django_db(transaction=True)


def _edited(request: HttpRequest) -> None:
    edit(UseCase.objects.get(), request.user, result="Half done")  # type: ignore[arg-type]


def breaks(request: HttpRequest) -> HttpResponse:
    _edited(request)
    raise RuntimeError("after writing")


def refuses(request: HttpRequest) -> HttpResponse:
    _edited(request)
    raise PermissionDenied("Not this.")


def writes(request: HttpRequest) -> HttpResponse:
    _edited(request)
    edit(UseCase.objects.get(), request.user, model_name="Small")  # type: ignore[arg-type]
    return HttpResponse("done")


def is_open(request: HttpRequest) -> HttpResponse:
    try:
        return HttpResponse(current().channel)
    except NoChangeSet:
        return HttpResponse("none")


@pytest.fixture
def client(settings: Any) -> Iterator[Client]:
    """A lead of Northford, on a site that has four more addresses."""
    urls: Any = ModuleType("urls_with_trials")
    views = (breaks, refuses, writes, is_open)
    urls.urlpatterns = [
        *(path(f"trial/{view.__name__}/", view) for view in views),
        path("admin/trial/", is_open),
        path("", include("portal.urls")),
    ]
    settings.ROOT_URLCONF = urls
    client = Client(raise_request_exception=False)
    client.cast = make_cast()  # type: ignore[attr-defined]
    client.force_login(cast_of(client).lead)
    return client


def cast_of(client: Any) -> Cast:
    return client.cast


Post = Callable[[str], int]


@pytest.mark.parametrize(("view", "status"), [("breaks", 500), ("refuses", 403)])
def test_a_view_that_raises_leaves_no_trace(
    client: Client, view: str, status: int
) -> None:
    entry = make_use_case(cast_of(client).lead)
    before = ChangeSet.objects.count()
    assert client.post(f"/trial/{view}/").status_code == status
    assert UseCase.objects.get(pk=entry.pk).result == ""
    assert ChangeSet.objects.count() == before


def test_all_writes_of_a_request_are_one_change_set(client: Client) -> None:
    entry = make_use_case(cast_of(client).lead)
    assert client.post("/trial/writes/").status_code == 200
    made, newest = RecordVersion.objects.filter(record=entry.pk).order_by("number")
    assert newest.snapshot["model_name"] == "Small"
    assert newest.change_set.by == cast_of(client).lead
    assert newest.change_set.channel == "web"
    assert made.change_set != newest.change_set


def test_only_requests_that_may_write_open_one(client: Client) -> None:
    answers = {
        method: getattr(client, method)("/trial/is_open/").content
        for method in ("get", "post", "put", "delete")
    }
    assert answers.pop("get") == b"none"
    assert set(answers.values()) == {b"web"}
    assert client.post("/admin/trial/").content == b"admin"


def test_a_change_set_ends_with_its_request(client: Client) -> None:
    client.post("/trial/breaks/")
    with pytest.raises(NoChangeSet):
        current()
