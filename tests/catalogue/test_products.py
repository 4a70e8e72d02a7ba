"""Products: the list, who uses one, adding, confirming and merging."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.actions import confirm_shared, merge_shared
from catalogue.models import Product, Stage, Supplier, UseCase
from councils.models import Sharing
from tests.cast import Cast
from tests.factories import make_product, make_supplier, make_use_case

AsUser = Callable[[Any], Client]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def words(page: str) -> str:
    """The page on one line, so that a sentence over two lines is found."""
    return " ".join(page.split())


def test_the_list_names_products_with_their_supplier(
    cast: Cast, as_user: AsUser
) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech Ltd")
    make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    page = text(as_user(cast.lead), "/products/")
    assert "Lumen Notes" in page
    assert "Harbour Speech Ltd" in page
    assert "1 product" in page


def test_a_proposed_product_says_so_until_the_region_confirms_it(
    cast: Cast, as_user: AsUser
) -> None:
    product = make_product(cast.lead)
    proposed = "Proposed, not yet confirmed by the region"
    for url in ("/products/", product.get_absolute_url()):
        assert proposed in text(as_user(cast.lead), url)
    confirm_shared(product, by=cast.moderator)
    for url in ("/products/", product.get_absolute_url()):
        assert proposed not in text(as_user(cast.lead), url)


def test_a_stranger_finds_confirmed_products_only(cast: Cast, as_user: AsUser) -> None:
    confirmed = make_product(cast.lead, "Lumen Notes")
    proposed = make_product(cast.lead, "Fellside Match")
    confirm_shared(confirmed, by=cast.moderator)
    page = text(as_user(cast.stranger), "/products/")
    assert "Lumen Notes" in page
    assert "Fellside Match" not in page
    text(as_user(cast.stranger), proposed.get_absolute_url(), 404)


def test_the_list_counts_what_the_reader_may_see(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    for sharing in (Sharing.OWN, Sharing.REGION):
        make_use_case(
            cast.lead, stage=Stage.PILOT, sharing=sharing, product=product.key
        )
    assert figure(text(as_user(cast.lead), "/products/"), "Pilot") == 2
    assert figure(text(as_user(cast.neighbour), "/products/"), "Pilot") == 1


def figure(page: str, label: str) -> int:
    """The number beside a stage in the first card of a list."""
    after = words(page).split(f"<dt>{label}</dt><dd>")[1]
    return int(after.split("<")[0])


def test_a_product_without_visible_use_says_so(cast: Cast, as_user: AsUser) -> None:
    make_product(cast.lead)
    assert "none that you can see" in text(as_user(cast.neighbour), "/products/")


def test_the_list_is_searched_and_narrowed_by_supplier(
    cast: Cast, as_user: AsUser
) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech Ltd")
    make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    make_product(cast.lead, "Roadscan")
    client = as_user(cast.lead)
    for query in ("q=lumen", f"supplier={supplier.key}"):
        page = text(client, f"/products/?{query}")
        page = page.replace("<mark>", "").replace("</mark>", "")
        assert "Lumen Notes" in page
        assert "Roadscan" not in page


def test_nothing_found_offers_the_way_back(cast: Cast, as_user: AsUser) -> None:
    page = text(as_user(cast.lead), "/products/?q=xylophone")
    assert "No product matches" in page
    assert "Show all products" in page


@pytest.mark.parametrize("query", ["supplier=SUP-9999", "sort=banana"])
def test_a_wrong_address_lists_nothing_and_says_why(
    cast: Cast, as_user: AsUser, query: str
) -> None:
    make_product(cast.lead, "Lumen Notes")
    page = text(as_user(cast.lead), f"/products/?{query}", 400)
    assert "Lumen Notes" not in page
    assert "This address asks for something unknown" in page


@pytest.mark.parametrize("page", ["0", "2", "-1", "a", "1000000000000"])
def test_a_page_that_there_is_not_is_not_found(
    cast: Cast, as_user: AsUser, page: str
) -> None:
    text(as_user(cast.lead), f"/products/?page={page}", 404)


def test_the_list_costs_the_same_with_one_product_as_with_twelve(
    cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.lead)
    few = statements(client, cast, 1)
    assert statements(client, cast, 11) == few


def statements(client: Client, cast: Cast, more: int) -> int:
    for _ in range(more):
        product = make_product(cast.lead)
        make_use_case(cast.lead, product=product.key)
    client.get("/products/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/products/")
    return len(captured)


def test_who_uses_it_counts_councils_by_stage(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    here = make_use_case(
        cast.lead, stage=Stage.SCALE, sharing=Sharing.REGION, product=product.key
    )
    there = make_use_case(
        cast.neighbour, "Letters read", sharing=Sharing.REGION, product=product.key
    )
    page = text(as_user(cast.associate), product.get_absolute_url())
    assert here.title in page
    assert there.title in page
    for narrowed in ("stage=scale", "stage=scan"):
        assert f"?{narrowed}&amp;product={product.key}&amp;council=" in page


def test_a_neighbours_page_counts_no_hidden_entry(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    hidden = make_use_case(cast.lead, sharing=Sharing.OWN, product=product.key)
    page = text(as_user(cast.neighbour), product.get_absolute_url())
    assert hidden.title not in page
    assert "No use case that you can see" in page
    assert hidden.title in text(as_user(cast.lead), product.get_absolute_url())


def test_who_offers_help_is_named_with_a_mailbox(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    make_use_case(
        cast.lead,
        "Notes drafted",
        sharing=Sharing.REGION,
        product=product.key,
        collaboration=["offers_help"],
        contact="notes@northford.example",
    )
    page = text(as_user(cast.neighbour), product.get_absolute_url())
    assert "Northford: Notes drafted" in page
    assert "mailto:notes@northford.example" in page


def test_a_writer_is_led_to_an_entry_with_this_product(
    cast: Cast, as_user: AsUser
) -> None:
    product = make_product(cast.lead)
    link = f"/use-cases/new/?product={product.key}"
    assert link in text(as_user(cast.contributor), product.get_absolute_url())
    assert link not in text(as_user(cast.reader), product.get_absolute_url())


def test_adding_one_makes_it_visible_to_the_region(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.contributor).post(
        "/products/new/", {"title": "Lumen Notes", "about": "Drafts notes."}
    )
    made = Product.objects.get(title="Lumen Notes")
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.confirmed_on is None
    assert "Lumen Notes" in text(as_user(cast.neighbour), "/products/")


def test_a_new_supplier_is_added_on_the_way(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.lead).post(
        "/products/new/", {"title": "Lumen Notes", "new_supplier": "Harbour Speech"}
    )
    made = Product.objects.get(title="Lumen Notes")
    assert made.supplier is not None
    assert made.supplier.title == "Harbour Speech"


def test_a_supplier_that_is_known_is_not_added_again(
    cast: Cast, as_user: AsUser
) -> None:
    known = make_supplier(cast.lead, "Harbour Speech")
    as_user(cast.lead).post(
        "/products/new/", {"title": "Lumen Notes", "new_supplier": "harbour speech"}
    )
    assert Product.objects.get(title="Lumen Notes").supplier == known
    assert Supplier.objects.count() == 1


def test_one_with_a_like_name_is_offered_before_a_second_is_made(
    cast: Cast, as_user: AsUser
) -> None:
    known = make_product(cast.lead, "Microsoft 365 Copilot")
    client = as_user(cast.neighbour)
    form = {"title": "Microsoft Copilot"}
    page = client.post("/products/new/", form).content.decode()
    assert "Is it one of these?" in page
    assert known.get_absolute_url() in page
    assert Product.objects.count() == 1
    client.post("/products/new/", {**form, "anyway": "yes"})
    assert Product.objects.count() == 2


def test_one_that_the_reader_may_not_see_is_not_offered(
    cast: Cast, as_user: AsUser
) -> None:
    make_product(cast.lead, "Roadscan")
    page = as_user(cast.lead).post("/products/new/", {"title": "Harbour Speech"})
    assert page.status_code == 302


def test_after_adding_one_returns_with_it_chosen(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.lead).post(
        "/products/new/?next=/use-cases/new/%3Ftitle=Notes", {"title": "Lumen Notes"}
    )
    made = Product.objects.get(title="Lumen Notes")
    wanted = f"/use-cases/new/?title=Notes&product={made.key}"
    assert answer.headers["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(
    cast: Cast, as_user: AsUser, elsewhere: str
) -> None:
    answer = as_user(cast.lead).post(
        "/products/new/", {"title": "Lumen Notes", "next": elsewhere}
    )
    made = Product.objects.get(title="Lumen Notes")
    assert answer.headers["Location"] == made.get_absolute_url()


def test_faults_stand_beside_their_fields_and_input_is_kept(
    cast: Cast, as_user: AsUser
) -> None:
    supplier = make_supplier(cast.lead)
    form = {
        "title": "x",
        "supplier": supplier.key,
        "new_supplier": "Another one",
        "website": "not an address",
    }
    answer = as_user(cast.lead).post("/products/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a name of three letters or more" in page
    assert "Choose a supplier or enter a new one, not both" in page
    assert "not an address" in page
    assert not Product.objects.exists()


def test_a_missing_name_is_said_once_and_no_fault_speaks_of_a_title(
    cast: Cast, as_user: AsUser
) -> None:
    answer = as_user(cast.lead).post("/products/new/", {"website": "not an address"})
    page = answer.content.decode()
    assert page.count("Enter a name") == 2  # above the form, and beside its field
    assert "letters or more" not in page
    assert "begins with https:// for “Website”" in page


@pytest.mark.parametrize(
    ("part", "status"),
    [("reader", 403), ("contributor", 200), ("moderator", 200), ("governance", 403)],
)
def test_who_may_add_one(cast: Cast, as_user: AsUser, part: str, status: int) -> None:
    text(as_user(cast.person(part)), "/products/new/", status)


def test_a_moderator_confirms_one_and_its_supplier(cast: Cast, as_user: AsUser) -> None:
    supplier = make_supplier(cast.lead)
    product = make_product(cast.lead, supplier=supplier.key)
    answer = as_user(cast.moderator).post(
        f"/products/{product.key}/moderate/", {"confirm": "yes"}
    )
    assert answer.headers["Location"] == product.get_absolute_url()
    assert Product.objects.get().confirmed_on is not None
    assert Supplier.objects.get().confirmed_on is not None


def test_confirming_twice_is_refused_in_words(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    confirm_shared(product, by=cast.moderator)
    answer = as_user(cast.moderator).post(
        f"/products/{product.key}/moderate/", {"confirm": "yes"}
    )
    assert answer.status_code == 409
    assert "This was confirmed before." in answer.content.decode()


def test_merging_moves_the_entries_and_the_address(cast: Cast, as_user: AsUser) -> None:
    kept, repeated = make_product(cast.lead, "Lumen Notes"), make_product(cast.lead)
    entry = make_use_case(cast.lead, product=repeated.key)
    client = as_user(cast.moderator)
    answer = client.post(
        f"/products/{repeated.key}/moderate/",
        {"merge": "yes", "into": kept.key, "reason": "The same tool"},
    )
    assert answer.headers["Location"] == kept.get_absolute_url()
    assert UseCase.objects.get(pk=entry.pk).product == kept
    moved = as_user(cast.lead).get(repeated.get_absolute_url())
    assert moved.status_code == 302
    assert moved.headers["Location"] == kept.get_absolute_url()
    assert repeated.title not in text(as_user(cast.lead), "/products/")


def test_one_merged_into_something_hidden_stays_where_it_is(
    cast: Cast, as_user: AsUser
) -> None:
    repeated = make_product(cast.lead)
    confirm_shared(repeated, by=cast.moderator)
    kept = make_product(cast.lead, "Lumen Notes")
    merge_shared(
        Product.objects.get(pk=repeated.pk), kept, by=cast.moderator, reason="Same"
    )
    page = text(as_user(cast.stranger), repeated.get_absolute_url())
    assert "Lumen Notes" not in page


def test_merging_without_choosing_names_the_fault(cast: Cast, as_user: AsUser) -> None:
    product = make_product(cast.lead)
    answer = as_user(cast.moderator).post(
        f"/products/{product.key}/moderate/", {"merge": "yes"}
    )
    assert answer.status_code == 422
    assert "Choose the one to keep" in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "status"), [("lead", 403), ("moderator", 200), ("region_admin", 200)]
)
def test_who_may_moderate(cast: Cast, as_user: AsUser, part: str, status: int) -> None:
    product = make_product(cast.lead)
    text(as_user(cast.person(part)), f"/products/{product.key}/moderate/", status)


def test_adding_one_on_the_way_can_be_given_up(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lead)
    way = "/products/new/?next=%2Fuse-cases%2Fnew%2F%3Ftitle%3DNotes"
    page = client.get(way).content.decode()
    assert 'href="/use-cases/new/?title=Notes">Cancel</a>' in page
    assert (
        'href="/products/">Cancel</a>' in client.get("/products/new/").content.decode()
    )
