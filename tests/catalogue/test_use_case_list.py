"""The list: what narrows it, what counts beside it, and the same list as files."""

import csv
import io
import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from catalogue.actions import confirm_shared
from catalogue.filters import UseCaseFilter
from catalogue.models import ServiceArea, Stage, UseCase
from councils.actions import confirm_record
from councils.changes import change_set
from councils.machines import decide, machine_named
from councils.models import Sharing
from tests.cast import Cast, make_cast
from tests.factories import make_product, make_supplier, make_use_case

AsUser = Callable[[Any], Client]


def listed(query: str, reader: Any) -> UseCaseFilter:
    return UseCaseFilter(QueryDict(query), kind_number=1, reader=reader)


def titles(query: str, reader: Any) -> list[str]:
    rows = listed(query, reader).rows
    return list(rows.values_list("title", flat=True))


def counted(query: str, reader: Any, facet: str) -> dict[str, int]:
    facets = {f.code: f for f in listed(query, reader).counted_facets}
    return {option.value: option.count for option in facets[facet].options}


@pytest.fixture(scope="module")
def built(once: None) -> Cast:
    """Five entries over two councils, two products and three stages."""
    cast = make_cast()
    for code in ("housing", "planning"):
        ServiceArea.objects.create(code=code, label=code.title())
    supplier = make_supplier(cast.lead, "Harbour Speech")
    copilot = make_product(cast.lead, "Microsoft 365 Copilot")
    lumen = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    confirm_shared(copilot, by=cast.moderator)
    confirm_shared(lumen, by=cast.moderator)

    def add(by: Any, title: str, stage: Stage, **values: Any) -> UseCase:
        return make_use_case(by, title, stage=stage, sharing=Sharing.REGION, **values)

    add(
        cast.lead,
        "Copilot for committee minutes",
        Stage.PILOT,
        product=copilot.key,
        ai_types=["generative"],
        service_areas=["housing", "planning"],
    )
    add(
        cast.lead,
        "Visit notes drafted",
        Stage.SCALE,
        product=lumen.key,
        ai_types=["generative", "perceptive"],
        service_areas=["housing"],
        partners=["westmere"],
    )
    add(cast.lead, "Flood warning for becks", Stage.SCAN, ai_types=["predictive"])
    add(
        cast.neighbour,
        "Copilot in planning",
        Stage.SCAN,
        product=copilot.key,
        service_areas=["planning"],
        summary="Drafts replies to applicants, and translates letters.",
    )
    add(cast.neighbour, "Pothole pictures", Stage.PILOT, ai_types=["perceptive"])
    return cast


@pytest.fixture
def cast(db: None, built: Cast) -> Cast:
    return deepcopy(built)


@pytest.fixture
def shelf(cast: Cast) -> Cast:
    return cast


def test_words_find_stems_and_rank_titles_first(shelf: Cast) -> None:
    assert titles("q=translating", shelf.reader) == ["Copilot in planning"]
    found = titles("q=planning", shelf.reader)
    assert found[0] == "Copilot in planning"
    assert "Copilot for committee minutes" in found


def test_a_product_and_its_supplier_find_the_entry(shelf: Cast) -> None:
    assert titles("q=lumen", shelf.reader) == ["Visit notes drafted"]
    assert titles("q=harbour", shelf.reader) == ["Visit notes drafted"]


def test_a_misspelt_word_is_corrected_and_said(shelf: Cast) -> None:
    wrong = listed("q=copliot", shelf.reader)
    assert wrong.correction == "copilot"
    assert wrong.total == 2
    assert listed("q=copilot", shelf.reader).correction == ""
    assert listed("q=qqqqzzzz", shelf.reader).correction == ""


def test_facets_count_each_ignoring_itself(shelf: Cast) -> None:
    everything = counted("", shelf.reader, "stage")
    assert everything == {"scan": 2, "pilot": 2, "scale": 1}
    assert counted("stage=scan", shelf.reader, "stage") == everything
    by_council = counted("stage=scan", shelf.reader, "council")
    assert by_council == {"northford": 1, "westmere": 1}


def test_a_partner_counts_for_both_councils(shelf: Cast) -> None:
    by_council = counted("", shelf.reader, "council")
    assert by_council == {"northford": 3, "westmere": 3}
    assert len(titles("council=westmere", shelf.reader)) == 3


def test_several_values_of_one_facet_widen_and_two_facets_narrow(shelf: Cast) -> None:
    assert len(titles("stage=scan&stage=pilot", shelf.reader)) == 4
    assert len(titles("stage=scan&stage=pilot&council=northford", shelf.reader)) == 2
    assert titles("service_area=housing&ai_type=perceptive", shelf.reader) == [
        "Visit notes drafted"
    ]


def test_every_count_is_what_choosing_it_gives(shelf: Cast) -> None:
    for facet in listed("", shelf.reader).counted_facets:
        for option in facet.options:
            narrowed = listed(f"{facet.code}={option.value}", shelf.reader)
            assert narrowed.total == option.count == narrowed.rows.count()


def test_an_unknown_value_lists_nothing_and_is_named(shelf: Cast) -> None:
    wrong = listed("stage=banana&council=nowhere&sort=sideways", shelf.reader)
    assert set(wrong.faults) == {"stage", "council", "sort"}
    assert "“banana” is not one of the choices in Stage." in wrong.faults["stage"]
    assert wrong.total == 0
    assert not wrong.rows.exists()


def test_sorting(shelf: Cast) -> None:
    newest = titles("", shelf.reader)
    assert newest[0] == "Pothole pictures"
    assert titles("sort=title", shelf.reader) == sorted(newest)
    assert titles("sort=stage", shelf.reader)[0] == "Visit notes drafted"
    entry = UseCase.objects.get(title="Flood warning for becks")
    confirm_record(entry, by=shelf.lead)
    assert titles("sort=verified", shelf.reader)[0] == "Flood warning for becks"


def test_what_is_put_away_comes_last_whatever_the_order(shelf: Cast) -> None:
    entry = UseCase.objects.get(title="Copilot for committee minutes")
    decide(entry, machine_named("publishing"), "retire", by=shelf.lead, reason="Over")
    for query in ("", "sort=title", "sort=stage", "q=copilot"):
        assert titles(query, shelf.reader)[-1] == "Copilot for committee minutes"


def rows_of_csv(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("query", ["", "?stage=scan", "?q=copilot&sort=title"])
def test_page_csv_and_json_are_the_same_list(
    shelf: Cast, as_user: AsUser, query: str
) -> None:
    client = as_user(shelf.reader)
    page = client.get(f"/use-cases/{query}").content.decode()
    in_csv = [row["key"] for row in rows_of_csv(client.get(f"/use-cases.csv{query}"))]
    whole = client.get(f"/use-cases.json{query}")
    answer = json.loads(b"".join(whole.streaming_content))
    in_json = [row["key"] for row in answer["results"]]
    on_page = list(dict.fromkeys(re.findall(r"/use-cases/(NE-\d+)/", page)))
    assert on_page == in_csv == in_json
    assert answer["count"] == len(in_json)


def test_json_says_what_a_reader_of_data_needs(shelf: Cast, as_user: AsUser) -> None:
    whole = as_user(shelf.reader).get("/use-cases.json?q=lumen")
    (row,) = json.loads(b"".join(whole.streaming_content))["results"]
    assert row["title"] == "Visit notes drafted"
    assert (row["stage"], row["status"]) == ("scale", "active")
    assert row["lead_council"] == "Northford"
    assert row["partner_councils"] == ["Westmere"]
    assert row["product"] == "Lumen Notes"
    assert row["url"] == f"http://testserver/use-cases/{row['key']}/"


def test_files_hold_all_pages(cast: Cast, as_user: AsUser) -> None:
    with change_set(by=cast.lead):
        for _ in range(30):
            make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    client = as_user(cast.stranger)
    assert len(rows_of_csv(client.get("/use-cases.csv"))) == 30
    assert client.get("/use-cases/?page=2").status_code == 200
    assert client.get("/use-cases/?page=3").status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_never_begins_a_formula(cast: Cast, as_user: AsUser, start: str) -> None:
    make_use_case(cast.lead, f"{start}SUM(A1:A9) of it", sharing=Sharing.PUBLIC)
    (row,) = rows_of_csv(as_user(cast.stranger).get("/use-cases.csv"))
    assert row["title"] == f"'{start}SUM(A1:A9) of it"


def test_a_snippet_marks_the_words_and_escapes_the_rest(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(
        cast.lead,
        "Letters",
        sharing=Sharing.PUBLIC,
        summary="A <b>bold</b> tool that reads handwriting & sorts it.",
    )
    page = as_user(cast.stranger).get("/use-cases/?q=handwriting").content.decode()
    assert "<mark>handwriting</mark>" in page
    assert "&amp; sorts it" in page
    assert "<b>bold" not in page


def test_a_card_says_how_fresh_the_entry_is(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    client = as_user(cast.stranger)
    assert "Not yet confirmed" in client.get("/use-cases/").content.decode()
    for days, words in ((0, "Confirmed"), (90, "Due to be"), (120, "Overdue to be")):
        with change_set(channel="command"):
            entry.verified_on = timezone.localdate() - timedelta(days=days)
            entry.save()
        assert words in client.get("/use-cases/").content.decode()


def test_the_dense_table_shows_the_chosen_columns(shelf: Cast, as_user: AsUser) -> None:
    page = as_user(shelf.reader).get("/use-cases/?view=table&column=ai_types")
    text = page.content.decode()
    assert '<th scope="col">AI types</th>' in text
    assert '<th scope="col">Council</th>' not in text
    assert "Perceptive; Generative" in text


def test_nothing_found_says_what_may_help(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.lead).get("/use-cases/?q=xylophone").content.decode()
    assert "No use case fits all of this" in page
    assert "Use fewer words" in page


def test_stages_are_offered_in_their_order_and_not_stated_last(
    cast: Cast, as_user: AsUser
) -> None:
    source = "https://northford.example/papers"
    for stage in (Stage.NOT_STATED, Stage.SCALE, Stage.SCAN):
        make_use_case(cast.lead, stage=stage, source_url=source)
    page = as_user(cast.lead).get("/use-cases/").content.decode()
    offered = re.findall(r'name="stage" value="(\w+)"', page)
    assert offered == ["scan", "pilot", "scale", "not_stated"]
