"""Finding what others wrote: by a phrase inside a file, and beside one's own entry."""

from collections.abc import Callable

import pytest

from councils.models import Sharing
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_use_case
from tests.resources.filed import filed

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]
PHRASE = "ask the union before the first recording"


@pytest.fixture
def playbook(cast: Cast) -> str:
    """A playbook of Northford that says the phrase on its second page; its address."""
    made = filed(
        cast.lead,
        "Playbook for a pilot of meeting notes",
        {"page 1": "Begin small.", "page 2": f"Always {PHRASE} of a visit is made."},
        sharing=Sharing.REGION,
        tags=["pilot", "unions"],
        review_on="2020-01-01",
        ai_types=["generative"],
    )
    return made.get_absolute_url()


def test_an_officer_finds_a_playbook_by_a_phrase_inside_the_file(
    playbook: str, visit: Visit, cast: Cast
) -> None:
    make_use_case(cast.neighbour, "Minutes of committees", ai_types=["generative"])
    officer = visit(cast.neighbour)
    officer.open("/")
    officer.page.locator("#site-search").fill(f'"{PHRASE}"')
    officer.page.locator(".portal-search__button").click()
    officer.sees("1 resource", "In the file, page 2:", "Out of date since")
    officer.look()
    officer.follow("See as a list of resources")
    assert officer.heading == "Resources"
    officer.sees("1 resource", "Playbook for a pilot of meeting notes")
    officer.look()
    officer.follow("Playbook for a pilot of meeting notes")
    assert officer.address == playbook
    officer.sees("Where it is used", "No use case that you can see")


def test_an_officer_attaches_it_to_their_own_entry(
    playbook: str, visit: Visit, cast: Cast
) -> None:
    entry = make_use_case(
        cast.neighbour, "Minutes of committees", ai_types=["generative"]
    )
    officer = visit(cast.neighbour)
    officer.open(f"/use-cases/{entry.key}/edit/")
    officer.sees("Others have shared what may help", "Playbook for a pilot")
    officer.follow("Attach one, or find others")
    officer.look()
    officer.press("Attach it Playbook for a pilot of meeting notes")
    officer.sees("Attached: Playbook for a pilot of meeting notes")
    officer.open(playbook)
    officer.sees("Minutes of committees")
