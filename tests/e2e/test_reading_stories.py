"""Stories of people who look something up: signed in, as a stranger, by keyboard.

Those who write are in `test_writing_stories.py`.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from catalogue.actions import confirm_shared
from catalogue.models import Stage
from councils.models import Sharing
from tests.cast import PASSWORD, Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_product, make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]

DRAFT = "Letters sorted by urgency"


@pytest.fixture
def region(transactional_db: None, cast: Cast) -> dict[str, str]:
    """Four entries of two councils and a draft; gives addresses by short names."""
    product = make_product(cast.lead, "Microsoft 365 Copilot")
    confirm_shared(product, by=cast.moderator)
    replies = make_use_case(
        cast.lead,
        "Copilot drafts replies to residents",
        sharing=Sharing.REGION,
        product=product.key,
    )
    planning = make_use_case(
        cast.neighbour,
        "Copilot in the planning office",
        stage=Stage.PILOT,
        sharing=Sharing.PUBLIC,
        product=product.key,
        result="A report is read in 5 minutes instead of 30.",
    )
    make_use_case(
        cast.lead,
        "Meeting notes drafted for social workers",
        stage=Stage.PILOT,
        sharing=Sharing.REGION,
    )
    make_use_case(
        cast.neighbour,
        "Flood warnings read from river gauges",
        stage=Stage.SCALE,
        sharing=Sharing.REGION,
    )
    draft = make_use_case(cast.lead, DRAFT)
    records = {"planning": planning, "replies": replies, "draft": draft}
    addresses = {name: row.get_absolute_url() for name, row in records.items()}
    return {**addresses, "product": product.get_absolute_url()}


def count(visitor: Visitor) -> str:
    return visitor.page.locator(".portal-list__count").inner_text()


def asked(visitor: Visitor) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visitor.address).query)


def tick(visitor: Visitor, label: str) -> None:
    box = visitor.main.get_by_role("checkbox", name=re.compile(f"^{label}"))
    box.check()


def test_a_digital_lead_narrows_the_list_and_comes_back_to_it(
    region: dict[str, str],
    visit: Visit,
    sign_in: Callable[[Page, str, str], None],
) -> None:
    lead = visit()
    lead.open("/accounts/login/")
    sign_in(lead.page, "lead@northford.example", PASSWORD)
    lead.look()
    assert lead.heading == "Northford Council"
    lead.sees("What changed lately", "Flood warnings read from river gauges")

    lead.follow("Use cases")
    assert count(lead) == "5 use cases"
    tick(lead, "Pilot")
    tick(lead, "Westmere")
    lead.press("Apply filters")
    assert count(lead) == "1 use case"
    assert asked(lead) == {"stage": ["pilot"], "council": ["westmere"]}

    lead.follow(re.compile("Remove filter.*Westmere"))
    assert asked(lead) == {"stage": ["pilot"]}
    assert count(lead) == "2 use cases"
    lead.sees("Meeting notes drafted for social workers")
    lead.does_not_see("Flood warnings read from river gauges")

    lead.page.get_by_label("Search the whole catalogue", exact=True).fill("copliot")
    lead.page.locator(".portal-search__button").click()
    lead.sees("Did you mean copilot?")
    lead.follow("See as a list of use cases")
    lead.sees("Did you mean copilot?")
    assert count(lead) == "2 use cases"
    as_it_was = lead.address

    lead.follow("Copilot in the planning office")
    assert lead.heading == "Copilot in the planning office"
    lead.sees("A report is read in 5 minutes instead of 30.", "Westmere")
    lead.follow("Back to the list")
    assert lead.address == as_it_was
    lead.sees("Did you mean copilot?")


def test_nothing_found_is_a_page_that_helps(
    region: dict[str, str], visit: Visit, cast: Cast
) -> None:
    reader = visit(cast.reader)
    reader.open("/use-cases/?q=xylophone&stage=scale")
    assert count(reader) == "0 use cases"
    reader.sees("No use case fits all of this")
    reader.press("Start again")
    assert count(reader) == "5 use cases"


def test_the_list_is_also_a_table_with_the_columns_one_chose(
    region: dict[str, str], visit: Visit, cast: Cast
) -> None:
    reader = visit(cast.reader)
    reader.open("/use-cases/?stage=pilot")
    reader.follow("Table")
    table = reader.main.get_by_role("table")
    assert table.get_by_role("row").count() == 3
    reader.page.get_by_text("Choose columns").click()
    reader.main.get_by_role("checkbox", name="Result", exact=True).check()
    reader.press("Show these columns")
    expect(table).to_contain_text("A report is read in 5 minutes instead of 30.")
    assert asked(reader)["stage"] == ["pilot"]


def test_a_stranger_reads_what_is_public_and_no_more(
    region: dict[str, str], visit: Visit
) -> None:
    stranger = visit()
    stranger.open("/")
    stranger.sees("1 use case from 1 council")
    stranger.follow("Copilot in the planning office")
    stranger.sees("A report is read in 5 minutes instead of 30.")
    stranger.does_not_see("Still true", "Copilot drafts replies to residents")

    stranger.follow("Use cases")
    assert count(stranger) == "1 use case"
    stranger.follow("Products")
    stranger.follow("Microsoft 365 Copilot")
    stranger.sees("Who uses it", "Westmere")
    stranger.does_not_see("Northford")
    stranger.follow("Suppliers")
    stranger.follow("Councils")
    stranger.follow("Northford")
    stranger.sees("This council has not shared an entry with you yet")
    stranger.follow("Data standard")
    stranger.sees("Use cases", "Needed")

    for hidden in ("draft", "replies"):
        assert stranger.open(region[hidden]) == 404
        stranger.does_not_see(DRAFT, "Copilot drafts replies")


def test_a_stranger_who_asks_for_the_board_signs_in_and_gets_it(
    region: dict[str, str], visit: Visit
) -> None:
    stranger = visit()
    stranger.open("/board/")
    assert stranger.heading == "Sign in"
    stranger.page.fill("input[name=login]", "lead@northford.example")
    stranger.page.fill("input[name=password]", "not the password")
    stranger.press("Sign in")
    assert stranger.page.title().startswith("Error: ")
    stranger.page.fill("input[name=password]", PASSWORD)
    stranger.press("Sign in")
    assert stranger.address == "/board/"
    board = stranger.main.get_by_role("table")
    stranger.follow(re.compile("Pilot.*Westmere, Microsoft 365 Copilot"), board)
    assert stranger.heading == "Copilot in the planning office"


def tab_to(visitor: Visitor, selector: str, at_most: int = 60) -> None:
    """Press Tab until an element has the focus, as somebody without a mouse does."""
    for _ in range(at_most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"Tab never reached {selector} on {visitor.address}")


def test_a_keyboard_is_enough_to_search_and_narrow(
    region: dict[str, str], visit: Visit, cast: Cast
) -> None:
    reader = visit(cast.reader)
    reader.open("/")
    reader.page.keyboard.press("Tab")
    expect(reader.focused).to_have_text("Skip to main content")
    expect(reader.focused).to_be_in_viewport()
    tab_to(reader, "#site-search", at_most=3)
    reader.page.keyboard.type("copilot")
    reader.enter()
    tab_to(reader, "main a[href^='/use-cases/?q=']")
    reader.enter()
    assert count(reader) == "2 use cases"

    reader.page.keyboard.press("Tab")
    reader.enter()  # the skip link
    expect(reader.page).to_have_url(re.compile("#main$"))
    tab_to(reader, "main input[name=stage][value=pilot]")
    reader.page.keyboard.press("Space")
    tab_to(reader, "main .portal-panel__form button")
    reader.enter()
    assert asked(reader) == {"q": ["copilot"], "stage": ["pilot"]}
    assert count(reader) == "1 use case"


@pytest.mark.parametrize("unstated", [True, False])
def test_no_figure_of_a_stage_stands_alone_on_a_narrow_screen(
    region: dict[str, str], visits: Visit, cast: Cast, unstated: bool
) -> None:
    if unstated:
        source = "https://westmere.example/notice"
        known = {"stage": Stage.NOT_STATED, "source_url": source}
        make_use_case(cast.neighbour, "Named once", sharing=Sharing.PUBLIC, **known)
    narrow = {"width": 375, "height": 700}
    stranger = visits(viewport=narrow, look=False)
    stranger.open("/")
    tiles = stranger.page.locator(".portal-figures__one").all()
    tops = [round(box["y"]) for tile in tiles if (box := tile.bounding_box())]
    rows = [tops.count(top) for top in sorted(set(tops))]
    assert rows == ([2, 2] if unstated else [3])


def test_on_paper_the_board_is_a_table_alone_that_fits(
    region: dict[str, str], visits: Visit, cast: Cast
) -> None:
    landscape = {"width": 1047, "height": 700}
    lead = visits(cast.lead, viewport=landscape, look=False)
    lead.page.emulate_media(media="print")
    lead.open("/board/")
    assert not lead.page.locator("form", has=lead.page.locator("details")).is_visible()
    link = lead.page.locator(".portal-board tbody th a").first
    after = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert after == "none"
    head = lead.page.locator(".portal-board thead th").last
    mode = head.evaluate("th => getComputedStyle(th).writingMode")
    assert mode == "vertical-rl"  # so that seventeen councils fit
    assert lead.overflow == 0
