"""Every page, with axe-core and an ear on its console, wide and on a narrow screen.

Which pages there are is said by `tests.test_pages` and `tests.resources.filled`.
"""

from collections.abc import Callable

import pytest

from catalogue.models import UseCase
from resources.models import Resource
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import edit
from tests.resources.filled import MODERATOR_PAGES, SHELF_PAGES, fill_shelf
from tests.test_pages import ADMIN_PAGES, PAGES, fill

pytest_plugins = ("tests.e2e.arrivals",)

NARROW = {"width": 320, "height": 640}
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


def every_page(cast: Cast, visitor: Visitor) -> dict[str, int]:
    """{page: by how many pixels it is too wide}, after looking at each."""
    keys = fill(cast, 3)
    entry = UseCase.objects.get(key=keys["key"])
    edit(entry, cast.lead, title=f"{LONG_WORD} by flood", summary=LONG_WORD * 3)
    overflows = {}
    keys |= fill_shelf(cast, 3)
    paper = Resource.objects.get(key=keys["paper"])
    edit(paper, cast.lead, title=f"{LONG_WORD} by flood", summary=LONG_WORD * 3)
    for name, address in {**PAGES, **SHELF_PAGES}.items():
        visitor.open(address.format(**keys))
        overflows[name] = visitor.overflow
    return overflows


def test_every_page_pleases_axe_and_its_console(
    cast: Cast, visits: Callable[..., Visitor]
) -> None:
    every_page(cast, visits(cast.lead))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_no_page_scrolls_sideways_on_a_narrow_screen(
    cast: Cast, visits: Callable[..., Visitor], scripts: bool
) -> None:
    lead = visits(cast.lead, scripts=scripts, look=False, viewport=NARROW)
    wide = {name: by for name, by in every_page(cast, lead).items() if by > 0}
    assert wide == {}


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_an_admin_please_axe_and_fit(
    cast: Cast, visits: Callable[..., Visitor], viewport: dict[str, int] | None
) -> None:
    admin = visits(cast.admin, **({"viewport": viewport} if viewport else {}))
    for name, address in ADMIN_PAGES.items():
        admin.open(address.format(handle=cast.reader.handle))
        assert admin.overflow <= 0, name


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_a_moderator_please_axe_and_fit(
    cast: Cast, visits: Callable[..., Visitor], viewport: dict[str, int] | None
) -> None:
    keys = fill_shelf(cast, 3)
    moderator = visits(cast.moderator, **({"viewport": viewport} if viewport else {}))
    for name, address in MODERATOR_PAGES.items():
        moderator.open(address.format(**keys))
        assert moderator.overflow <= 0, name


@pytest.mark.urls("tests.e2e.broken_urls")
def test_a_page_with_faults_would_not_pass(
    cast: Cast, visits: Callable[..., Visitor]
) -> None:
    stranger = visits(viewport=NARROW)
    assert stranger.open("/faulty/") == 200
    assert stranger.overflow > 0
    found = "\n".join(stranger.troubles)
    stranger.troubles.clear()
    for fault in (
        "html-has-lang",
        "image-alt",
        "label:",
        "script-src-elem forbids inline",
        "style-src-elem forbids inline",
        "style-src-attr forbids inline",
        "nowhere.js",
    ):
        assert fault in found
