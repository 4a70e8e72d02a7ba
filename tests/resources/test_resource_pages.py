"""Every page of the shelf is whole, and costs the same with few versions or many."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client, override_settings

from councils.models import Sharing
from resources.models import Resource
from resources.share_links import make_link
from tests.cast import Cast, make_cast
from tests.factories import edit, hold, share
from tests.resources import files
from tests.resources.shelf import make_resource, upload
from tests.test_pages import Outline, statements

PAGES = (
    "",
    "versions/",
    "versions/add/",
    "versions/1/let-through/",
    "versions/compare/1...2/",
    "links/",
    "edit/",
    "edit/about/",
    "edit/content/",
    "edit/keeping/",
    "history/",
    "screening/",
)
pytestmark = pytest.mark.usefixtures("demonstration")


@dataclass(frozen=True)
class Built:
    """Everybody, and two resources of Northford: with two versions and with five."""

    cast: Cast
    few: Resource
    many: Resource


@pytest.fixture(scope="module")
def built(once: None) -> Built:
    cast = make_cast()
    with override_settings(DEMONSTRATION=True):
        return Built(cast, shelf(cast, 2), shelf(cast, 5))


@pytest.fixture
def cast(db: None, built: Built) -> Cast:
    return deepcopy(built.cast)


def shelf(cast: Cast, versions: int) -> Resource:
    made = make_resource(cast.lead, tags=["pilot", "social care"])
    for number in range(versions):
        content = files.pdf(f"Words {number}.", author="Ann Example")
        upload(made, cast.lead, content, "a.pdf", f"Number {number}")
    share(made, cast.lead, Sharing.REGION)
    made = Resource.objects.get(pk=made.pk)
    for number in range(versions):
        make_link(made, whom=f"Outsider {number}", days=7, by=cast.lead)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(
    cast: Cast, built: Built, as_user: Callable[[Any], Client], page: str
) -> None:
    answer = as_user(cast.lead).get(f"{built.few.get_absolute_url()}{page}")
    assert answer.status_code == 200
    outline = Outline(answer.content.decode())
    assert outline.h1 == 1
    assert len(outline.title) > 10
    assert not outline.unlabelled()
    assert len(set(outline.ids)) == len(outline.ids)


@pytest.mark.parametrize("page", ["", "versions/", "links/"])
def test_a_page_costs_the_same_with_many_versions(
    cast: Cast, built: Built, as_user: Callable[[Any], Client], page: str
) -> None:
    client = as_user(cast.lead)
    costs = [
        statements(client, f"{made.get_absolute_url()}{page}")
        for made in (built.few, built.many)
    ]
    assert costs[0] == costs[1]
    assert costs[1] <= 30


@pytest.mark.parametrize("field", ["summary", "body", "tags", "review_on"])
def test_what_is_held_back_stays_back(
    cast: Cast, as_user: Callable[[Any], Client], field: str
) -> None:
    words = {
        "summary": "Zorblaxian summary",
        "body": "Zorblaxian body",
        "tags": ["zorblaxian"],
        "review_on": "2026-01-31",
    }
    made = make_resource(cast.lead, sharing=Sharing.REGION, **words)
    own, neighbour = as_user(cast.lead), as_user(cast.neighbour)
    shown = "Out of date"
    if field != "review_on":
        shown = str(words[field]).strip("[]'")
    assert shown in neighbour.get(made.get_absolute_url()).content.decode()
    hold(made, cast.lead, field)
    assert shown in own.get(made.get_absolute_url()).content.decode()
    assert shown not in neighbour.get(made.get_absolute_url()).content.decode()


def test_a_text_is_compared_by_the_versions_of_the_record(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    made = make_resource(cast.lead, body="Begin small.")
    edit(made, cast.lead, body="Begin very small.")
    page = as_user(cast.lead).get(f"{made.get_absolute_url()}compare/1...2/")
    assert "Begin very small." in page.content.decode()
