"""Every page, with axe-core and an ear on its console, wide and on a narrow screen.

Which pages there are is the table of `tests.test_pages`.
"""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.test_pages import PAGES, fill

pytest_plugins = ("tests.e2e.arrivals",)

NARROW = {"width": 320, "height": 640}
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel"


def every_page(cast: Cast, visitor: Visitor) -> dict[str, int]:
    """{page: by how many pixels it is too wide}, after looking at each."""
    keys = fill(cast, 3)
    overflows = {}
    for name, address in PAGES.items():
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
