"""Suppliers: the list, one with its products and their use, adding and merging."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalogue.actions import confirm_shared
from catalogue.models import Product, Stage, Supplier
from councils.models import Sharing
from tests.cast import Cast
from tests.factories import make_product, make_supplier, make_use_case

AsUser = Callable[[Any], Client]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_list_counts_products_and_use_cases(cast: Cast, as_user: AsUser) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech Ltd")
    for _ in range(2):
        product = make_product(cast.lead, supplier=supplier.key)
        make_use_case(
            cast.lead, stage=Stage.SCALE, sharing=Sharing.REGION, product=product.key
        )
    page = text(as_user(cast.neighbour), "/suppliers/")
    assert "Harbour Speech Ltd" in page
    assert "<dt>Products</dt><dd>2</dd>" in page
    assert "<dt>Scale</dt><dd>2<" in page


def test_the_list_is_searched_by_name(cast: Cast, as_user: AsUser) -> None:
    make_supplier(cast.lead, "Harbour Speech Ltd")
    make_supplier(cast.lead, "Fellside Data Ltd")
    page = text(as_user(cast.lead), "/suppliers/?q=fellside")
    assert "1 supplier<" in page
    assert "<mark>Fellside</mark> Data Ltd" in page
    assert "Harbour Speech Ltd" not in page


@pytest.mark.parametrize("query", ["page=2", "page=x"])
def test_a_page_that_there_is_not_is_not_found(
    cast: Cast, as_user: AsUser, query: str
) -> None:
    text(as_user(cast.lead), f"/suppliers/?{query}", 404)


def test_a_wrong_address_lists_nothing(cast: Cast, as_user: AsUser) -> None:
    supplier = make_supplier(cast.lead)
    page = text(as_user(cast.lead), "/suppliers/?sort=banana", 400)
    assert supplier.title not in page


def test_the_page_shows_products_and_use_across_them(
    cast: Cast, as_user: AsUser
) -> None:
    supplier = make_supplier(cast.lead, companies_house_number="01234567")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    seen = make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
    hidden = make_use_case(cast.lead, sharing=Sharing.OWN, product=product.key)
    page = text(as_user(cast.neighbour), supplier.get_absolute_url())
    assert "Lumen Notes" in page
    assert "01234567" in page
    assert seen.title in page
    assert hidden.title not in page


def test_a_stranger_sees_only_confirmed_products(cast: Cast, as_user: AsUser) -> None:
    supplier = make_supplier(cast.lead)
    confirmed = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    make_product(cast.lead, "Lumen Lines", supplier=supplier.key)
    confirm_shared(confirmed, by=cast.moderator)
    page = text(as_user(cast.stranger), supplier.get_absolute_url())
    assert "Lumen Notes" in page
    assert "Lumen Lines" not in page


def test_adding_one_offers_those_with_a_like_name(cast: Cast, as_user: AsUser) -> None:
    known = make_supplier(cast.lead, "Harbour Speech Ltd")
    client = as_user(cast.contributor)
    form = {"title": "Harbour Speech", "next": "/products/new/"}
    page = client.post("/suppliers/new/", form).content.decode()
    assert f"/products/new/?supplier={known.key}" in page
    answer = client.post("/suppliers/new/", {**form, "anyway": "yes"})
    made = Supplier.objects.get(title="Harbour Speech")
    assert answer.headers["Location"] == f"/products/new/?supplier={made.key}"


@pytest.mark.parametrize("number", ["123", "ABCDEFGH"])
def test_a_wrong_number_is_a_fault_beside_its_field(
    cast: Cast, as_user: AsUser, number: str
) -> None:
    answer = as_user(cast.lead).post(
        "/suppliers/new/",
        {"title": "Harbour Speech", "companies_house_number": number},
    )
    assert answer.status_code == 422
    assert "Enter eight characters" in answer.content.decode()
    assert not Supplier.objects.exists()


@pytest.mark.parametrize(("part", "status"), [("reader", 403), ("contributor", 200)])
def test_who_may_add_one(cast: Cast, as_user: AsUser, part: str, status: int) -> None:
    text(as_user(cast.person(part)), "/suppliers/new/", status)


def test_merging_moves_products_and_the_address(cast: Cast, as_user: AsUser) -> None:
    kept, repeated = make_supplier(cast.lead), make_supplier(cast.lead)
    product = make_product(cast.lead, supplier=repeated.key)
    as_user(cast.moderator).post(
        f"/suppliers/{repeated.key}/moderate/", {"merge": "yes", "into": kept.key}
    )
    assert Product.objects.get(pk=product.pk).supplier == kept
    moved = as_user(cast.lead).get(repeated.get_absolute_url())
    assert moved.headers["Location"] == kept.get_absolute_url()


def test_a_lead_may_not_moderate(cast: Cast, as_user: AsUser) -> None:
    supplier = make_supplier(cast.lead)
    answer = as_user(cast.lead).post(
        f"/suppliers/{supplier.key}/moderate/", {"confirm": "yes"}
    )
    assert answer.status_code == 403
    assert Supplier.objects.get().confirmed_on is None
