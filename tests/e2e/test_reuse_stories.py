"""An officer takes what a neighbour wrote, adapts it, and hears when it moves on."""

from collections.abc import Callable

from councils.models import Sharing
from resources.collections import add_step, make_collection
from resources.models import Adaptation
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import edit
from tests.resources.shelf import make_resource

pytest_plugins = ("tests.e2e.arrivals",)


def test_an_officer_takes_adapts_and_is_told_when_the_original_moves_on(
    cast: Cast, visit: Callable[..., Visitor]
) -> None:
    original = make_resource(
        cast.lead, "Pilot playbook", sharing=Sharing.REGION, body="Begin small."
    )
    made = make_collection(title="Starting", intro="First steps.", by=cast.moderator)
    add_step(made, key=original.key, line="Read it whole", by=cast.moderator)
    officer = visit(cast.neighbour)
    officer.open("/collections/")
    officer.follow("Starting")
    officer.sees("Read it whole")
    officer.follow("Pilot playbook")
    officer.press("Adapt this")
    officer.write("Title of your copy", "")
    officer.press("Make a copy")
    officer.sees("There is a problem", "Enter a title")
    officer.write("Title of your copy", "Our pilots")
    officer.press("Make a copy")
    officer.sees("Yours to change, as a draft: Our pilots")

    edit(original, cast.lead, body="Begin smaller.")
    copy = Adaptation.objects.get().copy
    officer.open(copy.get_absolute_url())
    officer.sees("Adapted from Pilot playbook", "The original has changed.")
    officer.follow("See what is new, and take it or leave it")
    officer.sees("Begin small.", "Begin smaller.")
    officer.press("Take what I chose")
    officer.sees("what you chose was taken from the original", "Begin smaller.")
    officer.does_not_see("The original has changed.")

    officer.open(original.get_absolute_url())
    officer.sees("Adapted 1 time")
    officer.follow("Was it useful?")
    officer.choose("Yes")
    officer.press("Send the answer")
    officer.sees("found useful by 1 of 1")


def test_a_moderator_puts_a_collection_in_order(
    cast: Cast, visit: Callable[..., Visitor]
) -> None:
    papers = [
        make_resource(cast.lead, title, sharing=Sharing.PUBLIC)
        for title in ("First paper", "Second paper")
    ]
    moderator = visit(cast.moderator)
    moderator.open("/collections/")
    moderator.press("Make a collection")
    moderator.write("Title", "Buying AI")
    moderator.write("What it helps with", "Before you buy.")
    moderator.press("Make it, then add resources")
    for paper in papers:
        moderator.write("Key of the resource", paper.key)
        moderator.write("What to do with it", f"Read the {paper.title.lower()}")
        moderator.press("Add it at the end")
    moderator.press("Move up Second paper")
    stranger = visit()
    stranger.open("/collections/buying-ai/")
    lines = stranger.main.locator("ol > li").all_inner_texts()
    assert [line.split("\n")[0] for line in lines] == [
        "Read the second paper",
        "Read the first paper",
    ]
