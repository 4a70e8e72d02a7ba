"""Stories of products: added on the way, confirmed, merged; and of the back office.

Entries themselves are written in `test_writing_stories.py`.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from catalogue.actions import confirm_shared
from catalogue.models import Product, UseCase
from councils.models import Sharing
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_product, make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]


def test_a_product_is_added_on_the_way_to_an_entry(cast: Cast, visit: Visit) -> None:
    confirm_shared(make_product(cast.neighbour, "Lumen Notes"), by=cast.moderator)
    lead = visit(cast.lead)
    lead.open("/use-cases/new/")
    lead.write("Title", "Visits written up from speech")
    lead.choose(re.compile("^Scan"))
    lead.press("Add a product first")
    lead.write("Name", "Lumin Notes")
    lead.press("Add the product")
    lead.sees("Is it one of these?", "Lumen Notes")
    lead.write("A supplier that is not in the list", "Harbour Speech Ltd")
    lead.press("None of these: add it")
    lead.sees("Added: Lumin Notes")
    assert lead.heading.endswith("Add a use case")
    expect(lead.page.locator("select[name=product] option:checked")).to_have_text(
        "Lumin Notes"
    )
    lead.press("Save and continue")
    made = UseCase.objects.get(title="Visits written up from speech")
    assert made.product.title == "Lumin Notes"
    assert made.product.supplier.title == "Harbour Speech Ltd"


def test_somebody_takes_the_product_that_is_there_already(
    cast: Cast, visit: Visit
) -> None:
    product = make_product(cast.neighbour, "Lumen Notes")
    lead = visit(cast.lead)
    lead.open("/products/new/?next=/use-cases/new/")
    lead.write("Name", "Lumin Notes")
    lead.press("Add the product")
    lead.follow("Lumen Notes", lead.main)
    assert lead.address == f"/use-cases/new/?product={product.key}"
    expect(lead.page.locator("select[name=product]")).to_have_value(product.key)
    assert Product.objects.count() == 1


def test_a_moderator_confirms_a_product_and_merges_its_double(
    cast: Cast, visit: Visit
) -> None:
    kept = make_product(cast.lead, "Lumen Notes")
    double = make_product(cast.neighbour, "Lumin Notes")
    entry = make_use_case(cast.neighbour, sharing=Sharing.REGION, product=double.key)
    stranger = visit()
    assert stranger.open(kept.get_absolute_url()) == 404

    moderator = visit(cast.moderator)
    moderator.open("/")
    moderator.follow("Lumen Notes")
    moderator.press("Confirm the product")
    moderator.sees("Confirmed: Lumen Notes. Everyone may read it.")
    assert stranger.open(kept.get_absolute_url()) == 200
    stranger.does_not_see(entry.title)

    moderator.open("/")
    moderator.follow("Lumin Notes")
    moderator.press("Merge")
    assert moderator.page.title().startswith("Error: ")
    moderator.page.get_by_label("The one to keep").select_option("Lumen Notes")
    moderator.write("Why they are the same", "Its name was misspelt.")
    moderator.press("Merge")
    moderator.sees("Merged into Lumen Notes: 1 entry moved.", entry.title)
    moderator.open(double.get_absolute_url())
    assert moderator.address == kept.get_absolute_url()
    moderator.follow(entry.title)
    moderator.follow(re.compile("^History"))
    moderator.sees("Its name was misspelt.")


BACK_OFFICE = {
    "index": "/admin/",
    "use cases": "/admin/catalogue/usecase/",
    "found use cases": "/admin/catalogue/usecase/?q=notes",
    "one use case": "/admin/catalogue/usecase/{pk}/change/",
    "councils": "/admin/councils/council/",
    "people": "/admin/councils/user/",
}


@pytest.mark.parametrize("part", ["region_admin"])
def test_the_back_office_keeps_the_content_policy(
    cast: Cast, visits: Visit, part: str
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    admin = visits(cast.person(part), look=False)
    admin.open("/")
    admin.page.locator(".portal-menu summary").click()
    admin.follow("Back office")
    answers = {
        name: admin.open(address.format(pk=entry.pk))
        for name, address in BACK_OFFICE.items()
    }
    assert answers == dict.fromkeys(BACK_OFFICE, 200)
