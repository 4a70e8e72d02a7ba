"""The stage board: what stands in a cell, what narrows it, what it costs."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.board import MOST_PRODUCTS, Board, BoardFilter, board_of
from catalogue.kinds import USE_CASE
from catalogue.models import ServiceArea, Stage
from councils.models import Council, Sharing
from tests.cast import Cast
from tests.factories import make_product, make_use_case

AsUser = Callable[[Any], Client]


def board_for(reader: Any, query: str = "") -> Board:
    from django.http import QueryDict

    listed = BoardFilter(QueryDict(query), kind_number=USE_CASE.number, reader=reader)
    return board_of(listed, reader)


def cell_of(board: Board, council: Council, row: int = 0) -> Any:
    return next(c for c in board.rows[row].cells if c.council == council)


def test_a_cell_leads_to_its_one_entry(cast: Cast) -> None:
    product = make_product(cast.lead)
    entry = make_use_case(
        cast.lead, stage=Stage.PILOT, sharing=Sharing.REGION, product=product.key
    )
    cell = cell_of(board_for(cast.neighbour), cast.northford)
    assert (cell.stage, cell.count) == (Stage.PILOT, 1)
    assert cell.url == entry.get_absolute_url()


def test_a_cell_of_several_shows_the_furthest_and_leads_to_their_list(
    cast: Cast,
) -> None:
    product = make_product(cast.lead)
    for stage in (Stage.SCALE, Stage.SCAN):
        make_use_case(
            cast.lead, stage=stage, sharing=Sharing.REGION, product=product.key
        )
    cell = cell_of(board_for(cast.neighbour), cast.northford)
    assert (cell.stage, cell.count) == (Stage.SCALE, 2)
    assert cell.url == f"/use-cases/?product={product.key}&council=northford"


def test_every_council_has_its_column_and_blanks_stay(cast: Cast) -> None:
    product = make_product(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
    board = board_for(cast.neighbour)
    assert board.councils == [cast.westmere, cast.northford, cast.eastmoor]
    assert cell_of(board, cast.eastmoor).count == 0
    assert board.active_count == 1


def test_a_hidden_entry_fills_no_cell(cast: Cast) -> None:
    product = make_product(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.OWN, product=product.key)
    assert cell_of(board_for(cast.lead), cast.northford).count == 1
    assert board_for(cast.neighbour).rows == []


def test_an_entry_without_a_product_is_not_on_the_board(cast: Cast) -> None:
    make_use_case(cast.lead, sharing=Sharing.REGION)
    assert board_for(cast.lead).rows == []


def test_products_of_most_councils_come_first(cast: Cast) -> None:
    rare, common = make_product(cast.lead), make_product(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.REGION, product=rare.key)
    for person in (cast.lead, cast.neighbour):
        make_use_case(person, sharing=Sharing.REGION, product=common.key)
    titles = [row.title for row in board_for(cast.lead).rows]
    assert titles == [common.title, rare.title]


def test_service_area_and_ai_type_narrow_it(cast: Cast) -> None:
    area = ServiceArea.objects.create(code="libraries", label="Libraries", bit=3)
    for chosen in (area, None):
        product = make_product(cast.lead)
        make_use_case(
            cast.lead,
            sharing=Sharing.REGION,
            product=product.key,
            service_areas=[area.code] if chosen else [],
            ai_types=["predictive"] if chosen else ["generative"],
        )
    whole = board_for(cast.lead)
    assert len(whole.rows) == 2
    for query in ("service_area=libraries", "ai_type=predictive"):
        assert len(board_for(cast.lead, query).rows) == 1
    assert board_for(cast.lead, "service_area=libraries&ai_type=generative").rows == []


def test_a_narrowed_cell_leads_to_a_list_narrowed_alike(cast: Cast) -> None:
    product = make_product(cast.lead)
    for _ in range(2):
        make_use_case(
            cast.lead,
            sharing=Sharing.REGION,
            product=product.key,
            ai_types=["predictive"],
        )
    cell = cell_of(board_for(cast.lead, "ai_type=predictive"), cast.northford)
    assert cell.url.endswith("&ai_type=predictive")


def test_it_is_capped_and_says_so(
    cast: Cast, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_PRODUCTS == 60
    monkeypatch.setattr("catalogue.board.MOST_PRODUCTS", 2)
    for _ in range(3):
        product = make_product(cast.lead)
        make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
    board = board_for(cast.lead)
    assert (len(board.rows), board.left_out) == (2, 1)
    page = as_user(cast.lead).get("/board/").content.decode()
    assert "See all products" in page


def test_it_reads_as_a_table_in_a_region_of_its_own(
    cast: Cast, as_user: AsUser
) -> None:
    product = make_product(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
    page = as_user(cast.neighbour).get("/board/").content.decode()
    assert "1 council and the 1 product" in page
    assert len(re.findall(r'<th scope="col">', page)) == 4
    assert len(re.findall(r'<th scope="row">', page)) == 1
    assert re.search(r'role="region"[^>]*tabindex="0"', page)


@pytest.mark.parametrize("query", ["ai_type=banana", "service_area=none", "q=%00"])
def test_a_wrong_address_shows_no_rows_and_says_why(
    cast: Cast, as_user: AsUser, query: str
) -> None:
    product = make_product(cast.lead)
    make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
    answer = as_user(cast.lead).get(f"/board/?{query}")
    assert answer.status_code == 400
    assert product.title not in answer.content.decode()
    assert "This address asks for something unknown" in answer.content.decode()


def test_an_empty_board_says_what_will_fill_it(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.lead).get("/board/").content.decode()
    assert "The board is empty" in page


def test_a_stranger_is_asked_to_sign_in(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.stranger).get("/board/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_it_costs_the_same_with_one_row_as_with_eight(
    cast: Cast, as_user: AsUser
) -> None:
    counted = []
    for more in (1, 7):
        for _ in range(more):
            product = make_product(cast.lead)
            make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
        client = as_user(cast.neighbour)
        client.get("/board/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/board/")
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_partner_has_a_cell_too_and_its_list_is_as_long(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    product = make_product(cast.lead, "Shared Notes")
    for _ in range(2):
        make_use_case(
            cast.lead,
            sharing=Sharing.REGION,
            product=product.key,
            partners=["westmere"],
        )
    client = as_user(cast.reader)
    page = client.get("/board/").content.decode()
    assert page.count("2 entries") == 2
    narrowed = f"/use-cases.json?product={product.key}&council=westmere"
    answer = json.loads(b"".join(client.get(narrowed).streaming_content))
    assert answer["count"] == 2
