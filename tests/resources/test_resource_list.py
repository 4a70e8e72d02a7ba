"""The list of resources: what narrows it, what finds inside files, and its files."""

import csv
import io
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.actions import confirm_shared
from catalogue.models import ServiceArea
from councils.listing import cards
from councils.models import Sharing
from resources.filters import ResourceFilter
from resources.models import VersionState
from tests.cast import Cast, make_cast
from tests.factories import edit, hold, make_product
from tests.resources.filed import filed, give_file
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]
PHRASE = "ask the union before the first recording"


def listed(query: str, reader: Any) -> ResourceFilter:
    return ResourceFilter(QueryDict(query), reader=reader)


def titles(query: str, reader: Any) -> list[str]:
    return list(listed(query, reader).rows.values_list("title", flat=True))


def counted(query: str, reader: Any, facet: str) -> dict[str, int]:
    facets = {f.code: f for f in listed(query, reader).counted_facets}
    return {option.value: option.count for option in facets[facet].options}


def content(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.fixture(scope="module")
def built(once: None) -> Cast:
    """Four resources over two councils: one due, one in date, one with a product."""
    cast = make_cast()
    today = timezone.localdate()
    for code in ("housing", "planning"):
        ServiceArea.objects.create(code=code, label=code.title())
    lumen = make_product(cast.lead, "Lumen Notes")
    confirm_shared(lumen, by=cast.moderator)
    filed(
        cast.lead,
        "Playbook for a pilot",
        {"page 1": "Begin small.", "page 2": f"Always {PHRASE} of a visit."},
        sharing=Sharing.PUBLIC,
        tags=["pilot", "unions"],
        service_areas=["housing"],
        products=[lumen.key],
        review_on=(today + timedelta(days=30)).isoformat(),
    )
    make_resource(
        cast.lead,
        "AI use policy",
        sharing=Sharing.REGION,
        resource_type="policy",
        tags=["pilot"],
        review_on=today.isoformat(),
    )
    make_resource(
        cast.neighbour,
        "DPIA for chat",
        sharing=Sharing.REGION,
        resource_type="dpia",
        ai_types=["generative"],
        service_areas=["planning"],
    )
    make_resource(cast.lead, "Draft prompt", resource_type="prompt", tags=["secret"])
    return cast


@pytest.fixture
def shelf(db: None, built: Cast) -> Cast:
    return deepcopy(built)


def test_facets_count_only_what_the_reader_sees(shelf: Cast) -> None:
    neighbour, stranger = shelf.neighbour, shelf.stranger
    assert counted("", shelf.reader, "type") == {
        "policy": 1,
        "dpia": 1,
        "playbook": 1,
        "prompt": 1,
    }
    assert counted("", neighbour, "type") == {"policy": 1, "dpia": 1, "playbook": 1}
    assert counted("", stranger, "type") == {"playbook": 1}
    assert counted("", neighbour, "tag") == {"pilot": 2, "unions": 1}
    assert "secret" in counted("", shelf.reader, "tag")


def test_each_facet_narrows(shelf: Cast) -> None:
    reader = shelf.neighbour
    product = next(iter(counted("", reader, "product")))
    for query, found in {
        "type=policy&type=dpia": {"AI use policy", "DPIA for chat"},
        "council=westmere": {"DPIA for chat"},
        "service_area=housing": {"Playbook for a pilot"},
        "ai_type=generative": {"DPIA for chat"},
        f"product={product}": {"Playbook for a pilot"},
        "tag=pilot": {"AI use policy", "Playbook for a pilot"},
        "tag=pilot&type=policy": {"AI use policy"},
        "currency=in_date": {"Playbook for a pilot"},
        "currency=out_of_date": {"AI use policy"},
        "currency=no_date": {"DPIA for chat"},
        "currency=in_date&currency=no_date": {"Playbook for a pilot", "DPIA for chat"},
        "tag=never+used": set(),
    }.items():
        assert set(titles(query, reader)) == found, query
        assert listed(query, reader).total == len(found), query


def test_what_is_current_is_asked_of_today_each_day(
    shelf: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = shelf.neighbour
    assert counted("", reader, "currency") == {
        "in_date": 1,
        "out_of_date": 1,
        "no_date": 1,
    }
    later = timezone.localdate() + timedelta(days=31)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    assert counted("", reader, "currency") == {"out_of_date": 2, "no_date": 1}


def test_a_tag_of_no_possible_shape_is_a_named_error(shelf: Cast) -> None:
    wrong = listed("tag=%00&tag=Big+Words", shelf.reader)
    assert list(wrong.faults) == ["tag"]
    assert titles("tag=Big+Words", shelf.reader) == []


def test_a_product_that_the_reader_may_not_see_is_not_named(shelf: Cast) -> None:
    proposed = make_product(shelf.lead, "Secret Engine")
    make_resource(
        shelf.lead, "On engines", sharing=Sharing.PUBLIC, products=[proposed.key]
    )
    assert proposed.key in counted("", shelf.reader, "product")
    assert proposed.key not in counted("", shelf.stranger, "product")
    assert "product" in listed(f"product={proposed.key}", shelf.stranger).faults


def test_a_phrase_inside_the_file_finds_it_and_says_where(shelf: Cast) -> None:
    found = listed(f'q="{PHRASE}"', shelf.stranger)
    (card,) = cards(found, 0, 10)
    assert card.shown["title"] == "Playbook for a pilot"
    assert card.place == "page 2"
    assert "<mark>union</mark>" in str(card.snippet)
    assert found.total == 1


def test_words_of_the_record_itself_still_find_it(shelf: Cast) -> None:
    (card,) = cards(listed("q=policy", shelf.neighbour), 0, 10)
    assert (card.shown["title"], card.place) == ("AI use policy", "")


def test_marks_in_a_file_are_shown_as_text(shelf: Cast) -> None:
    filed(
        shelf.lead,
        "A page of code",
        {"page 1": "Use <em>marks</em> beside gribble & others."},
        sharing=Sharing.PUBLIC,
    )
    (card,) = cards(listed("q=gribble", shelf.stranger), 0, 10)
    assert "gribble</mark> &amp; others" in str(card.snippet)


def test_what_hides_and_what_is_old_or_not_ready_finds_nothing(shelf: Cast) -> None:
    made = filed(
        shelf.lead,
        "Three versions",
        {"page 1": "oldword"},
        sharing=Sharing.PUBLIC,
    )
    assert titles("q=oldword", shelf.stranger) == ["Three versions"]
    give_file(made, shelf.lead, {"page 1": "newword", "comments": "asideword"})
    give_file(made, shelf.lead, {"page 1": "laterword"}, current=False)
    assert titles("q=newword", shelf.stranger) == ["Three versions"]
    give_file(
        made,
        shelf.lead,
        {"page 1": "wrongword"},
        state=VersionState.REFUSED,
        state_reason="It holds macros.",
    )
    for word in ("oldword", "asideword", "laterword", "wrongword"):
        assert titles(f"q={word}", shelf.lead) == [], word


def test_words_held_back_find_nothing_for_those_they_are_held_from(
    shelf: Cast,
) -> None:
    made = make_resource(
        shelf.lead, "On costs", sharing=Sharing.PUBLIC, summary="It cost gribblecoin."
    )
    assert titles("q=gribblecoin", shelf.neighbour) == ["On costs"]
    hold(made, shelf.lead, "summary")
    assert titles("q=gribblecoin", shelf.neighbour) == []
    assert titles("q=gribblecoin", shelf.reader) == ["On costs"]


def test_a_file_of_a_draft_finds_it_for_its_council_alone(shelf: Cast) -> None:
    filed(shelf.lead, "Not yet", {"page 1": "gribbledraft"})
    assert titles("q=gribbledraft", shelf.reader) == ["Not yet"]
    assert titles("q=gribbledraft", shelf.neighbour) == []
    assert titles("q=gribbledraft", shelf.stranger) == []
    assert listed("q=gribbledarft", shelf.neighbour).correction == ""


def test_sorting_by_review_date_puts_the_soonest_first(shelf: Cast) -> None:
    found = titles("sort=review", shelf.neighbour)
    assert found == ["AI use policy", "Playbook for a pilot", "DPIA for chat"]


def test_csv_and_json_are_the_same_list(shelf: Cast, as_user: AsUser) -> None:
    client = as_user(shelf.neighbour)
    rows = list(csv.DictReader(io.StringIO(content(client.get("/resources.csv")))))
    assert {row["title"] for row in rows} == {
        "Playbook for a pilot",
        "AI use policy",
        "DPIA for chat",
    }
    told = json.loads(content(client.get("/resources.json?q=recording")))
    assert (told["count"], told["results"][0]["has_file"]) == (1, True)
    wrong = client.get("/resources.json?type=nothing")
    assert wrong.status_code == 400
    assert "type" in wrong.json()["errors"]
    assert client.get("/resources.csv?type=nothing").status_code == 400


def test_the_page_shows_place_words_and_what_is_out_of_date(
    shelf: Cast, as_user: AsUser
) -> None:
    client = as_user(shelf.neighbour)
    page = client.get("/resources/", {"q": PHRASE}).content.decode()
    assert "In the file, page 2:" in page
    assert "Out of date since" in client.get("/resources/").content.decode()
    nothing = client.get("/resources/?q=xylophone").content.decode()
    assert "No resource fits all of this" in nothing
    assert client.get("/resources/?type=nothing").status_code == 400


def cost(client: Client, url: str) -> int:
    client.get(url)
    afresh = {"cache-control": "no-cache"}  # not the page as it was kept
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=afresh).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?q=recording&type=playbook&tag=pilot"])
def test_the_list_costs_six_statements_and_nine_for_a_member(
    shelf: Cast, as_user: AsUser, query: str
) -> None:
    readers = (shelf.stranger, shelf.neighbour)
    few = [cost(as_user(reader), f"/resources/{query}") for reader in readers]
    for number in range(8):
        filed(
            shelf.lead,
            f"Another, number {number}",
            {"page 1": "A recording."},
            sharing=Sharing.PUBLIC,
            tags=["pilot"],
        )
    many = [cost(as_user(reader), f"/resources/{query}") for reader in readers]
    assert few == many
    assert few[0] <= 1 + 6  # the first asks which tag a kept page would have
    assert few[1] <= 9


def test_an_edit_moves_a_resource_between_facets(shelf: Cast) -> None:
    made = make_resource(shelf.lead, "Moves", sharing=Sharing.REGION)
    edit(made, shelf.lead, tags=["moved"], review_on=date(2020, 1, 1).isoformat())
    assert titles("tag=moved&currency=out_of_date", shelf.neighbour) == ["Moves"]
