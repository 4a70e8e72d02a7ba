"""One search box over use cases, products and resources, for members and strangers."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.actions import confirm_shared
from councils.models import Sharing
from tests.cast import Cast, make_cast
from tests.factories import make_product, make_use_case
from tests.resources.filed import filed

AsUser = Callable[[Any], Client]


@pytest.fixture(scope="module")
def built(once: None) -> Cast:
    """A use case, a product and a file that speak of minutes; a draft that does too."""
    cast = make_cast()
    confirm_shared(make_product(cast.lead, "Minutes Engine"), by=cast.moderator)
    make_use_case(cast.lead, "Minutes drafted", sharing=Sharing.PUBLIC)
    make_use_case(cast.lead, "Secret minutes")
    filed(
        cast.neighbour,
        "Playbook",
        {"slide 3": "How minutes are checked."},
        sharing=Sharing.PUBLIC,
    )
    return cast


@pytest.fixture
def region(db: None, built: Cast) -> Cast:
    return deepcopy(built)


def found(client: Client, query: str) -> dict[str, Any]:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    return {group.code: group for group in answer.context["groups"]}


def test_every_kind_has_its_group_with_its_count(region: Cast, as_user: AsUser) -> None:
    groups = found(as_user(region.stranger), "minutes")
    assert {code: group.total for code, group in groups.items()} == {
        "use_case": 1,
        "resource": 1,
        "product": 1,
    }
    assert groups["resource"].url == "/resources/?q=minutes"
    assert found(as_user(region.reader), "minutes")["use_case"].total == 2


def test_the_page_says_where_in_a_file_and_leads_to_the_lists(
    region: Cast, as_user: AsUser
) -> None:
    client = as_user(region.stranger)
    groups = found(client, "minutes")
    page = client.get("/search/?q=minutes").content.decode()
    for said in ("In the file, slide 3:", "Minutes Engine", "/use-cases/?q=minutes"):
        assert said in page
    assert "Secret" not in page
    lists = [group.url for group in groups.values()]
    assert {client.get(url).status_code for url in lists} == {200}


def test_a_misspelt_word_is_mended_from_titles_that_one_sees(
    region: Cast, as_user: AsUser
) -> None:
    groups = found(as_user(region.stranger), "mintues")
    assert groups["use_case"].listed.correction == "minutes"
    assert found(as_user(region.stranger), "sceret")["use_case"].total == 0


def test_words_that_stand_somewhere_are_not_corrected_elsewhere(
    region: Cast, as_user: AsUser
) -> None:
    make_use_case(region.lead, "Letters chequed", sharing=Sharing.PUBLIC)
    client = as_user(region.stranger)
    groups = found(client, "checked")
    assert groups["use_case"].listed.correction == "chequed"
    assert {code: group.total for code, group in groups.items()} == {
        "resource": 1,
        "use_case": 0,
        "product": 0,
    }
    assert next(iter(groups)) == "resource"
    page = client.get("/search/?q=checked").content.decode()
    assert "Did you mean" not in page
    assert "No use cases and no products that you can see say that." in page


def test_what_stands_nowhere_is_answered_with_what_may_help(
    region: Cast, as_user: AsUser
) -> None:
    page = as_user(region.stranger).get("/search/?q=xylophone").content.decode()
    assert "Nothing that you can see says that" in page
    assert "Use fewer words" in page


def test_without_words_there_is_only_the_box(region: Cast, as_user: AsUser) -> None:
    client = as_user(region.stranger)
    for query in ("", "?q=", "?q=+"):
        answer = client.get(f"/search/{query}")
        assert answer.status_code == 200
        assert answer.context["groups"] == []


@pytest.mark.parametrize("query", ["%00", "a" * 300])
def test_words_that_cannot_be_searched_are_a_named_error(
    region: Cast, as_user: AsUser, query: str
) -> None:
    answer = as_user(region.stranger).get(f"/search/?q={query}")
    assert answer.status_code == 400
    assert answer.context["faults"]["q"]


def test_many_kinds_and_rows_cost_the_same_statements(
    region: Cast, as_user: AsUser
) -> None:
    client = as_user(region.stranger)

    def cost() -> int:
        client.get("/search/?q=minutes")
        afresh = {"cache-control": "no-cache"}  # not the page as it was kept
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/?q=minutes", headers=afresh)
        return len(captured)

    few = cost()
    for number in range(7):
        make_use_case(region.lead, f"Minutes {number}", sharing=Sharing.PUBLIC)
    assert cost() == few
    assert few <= 14
