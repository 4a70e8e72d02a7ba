"""A stranger reports a problem; its keeper answers; the stranger reads the answer."""

from collections.abc import Callable

import pytest

from councils.models import Sharing
from councils.plain_question import NUMBERS
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
WORDS = "It says that the trial runs until May. It ended in March."


def answer_the_question(visitor: Visitor) -> None:
    """Add up the two numbers that the form asks about, as a person would."""
    box = visitor.main.locator("#id_sum")
    label = visitor.main.locator("label[for=id_sum]").inner_text()
    _, _, first, _, second = label.removesuffix("?").split()
    box.fill(str(NUMBERS.index(first) + NUMBERS.index(second)))


def test_a_problem_goes_from_a_stranger_to_its_keeper_and_back(
    cast: Cast, visit: Callable[..., Visitor]
) -> None:
    entry = make_use_case(cast.lead, "Minutes for wards", sharing=Sharing.PUBLIC)
    stranger = visit()
    stranger.open(entry.get_absolute_url())
    stranger.follow("Report a problem with this page")
    stranger.press("Send the report")
    stranger.sees("There is a problem", "Choose what is the matter")
    stranger.choose("It is out of date")
    stranger.write("What is wrong?", WORDS)
    answer_the_question(stranger)
    stranger.press("Send the report")
    assert stranger.heading.endswith("Your report was sent")
    stranger.sees(WORDS, "Nobody has looked at it yet")
    followed = stranger.address

    keeper = visit(cast.lead)
    keeper.open("/problems/")
    keeper.follow("Minutes for wards")
    keeper.press("Say that you are looking at it")
    stranger.open(followed)
    stranger.sees("Somebody is looking at it")
    keeper.write("Your answer", "Thank you: we have put it right.")
    keeper.press("Send the answer")
    keeper.sees("Answered: Minutes for wards", "Nothing is waiting")

    stranger.open(followed)
    stranger.sees("Thank you: we have put it right.")
    stranger.does_not_see(str(cast.lead))


@pytest.mark.parametrize(
    "page", ["Data standard", "How entries are reviewed", "Accessibility", "Privacy"]
)
def test_each_page_leads_to_what_is_said_of_the_site(
    cast: Cast, visits: Callable[..., Visitor], page: str
) -> None:
    stranger = visits()
    stranger.open("/use-cases/")
    stranger.follow(page, within=stranger.page.locator("footer"))
    assert page in stranger.heading
    stranger.follow("Contact", within=stranger.page.locator("footer"))
    stranger.sees("ai-team@northford.example")
