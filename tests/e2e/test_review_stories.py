"""Stories of review: sent, sent back, mended, published, edited, withdrawn."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from catalogue.models import UseCase
from councils.machines import decide
from councils.models import Council, Sharing
from councils.publishing import SHARING
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]

TITLE = "Meeting notes drafted for social workers"
PHONE = "0191 496 0123"


@pytest.fixture
def draft(transactional_db: None, cast: Cast) -> UseCase:
    """A draft of Northford that is to be shared with the region."""
    made = make_use_case(cast.lead, TITLE)
    decide(made, SHARING, "share_region", by=cast.lead)
    return made


def send(author: Visitor, draft: UseCase) -> None:
    author.open(f"{draft.get_absolute_url()}edit/")
    author.press("Send for review")
    author.press("Send for review")


def test_an_entry_is_sent_back_mended_published_and_withdrawn(
    cast: Cast, draft: UseCase, visit: Visit
) -> None:
    author, moderator = visit(cast.contributor), visit(cast.moderator)
    neighbour = visit(cast.neighbour)
    send(author, draft)
    author.sees("This waits for review")

    moderator.open("/")
    moderator.sees("Waiting for your review")
    moderator.open("/review/")
    moderator.follow(TITLE)
    moderator.press("I am reading this")
    moderator.sees("This is yours", cast.moderator.name)
    moderator.page.locator("summary", has_text="in summary").click()
    moderator.write("What to change in summary", "Say who checks the note.")
    moderator.press("Send back")
    moderator.sees("Say why, so that the author knows what to do")
    kept = moderator.box("What to change in summary")
    expect(kept).to_have_value("Say who checks the note.")
    moderator.write("Reason", "Nearly there.")
    moderator.press("Send back")
    assert neighbour.open(draft.get_absolute_url()) == 404

    author.open(draft.get_absolute_url())
    author.follow("See what to change")
    author.sees("Nearly there.", "Say who checks the note.")
    author.follow("What it is")
    author.sees("The reviewer asks: Say who checks the note.")
    author.write("Summary", "Drafts a note, which the social worker checks.")
    author.press("Save")
    author.press("Send for review")
    author.press("Send for review")

    moderator.open("/review/")
    moderator.follow(TITLE)
    moderator.sees("What changed since it was sent back")
    moderator.press("Publish")
    neighbour.open(draft.get_absolute_url())
    neighbour.sees("which the social worker checks")

    lead = visit(cast.lead)
    lead.open(draft.get_absolute_url())
    lead.follow("Withdraw from readers")
    lead.write("Why", "The pilot has ended early")
    lead.press("Withdraw from readers")
    lead.sees("This is a draft")
    assert neighbour.open(draft.get_absolute_url()) == 404


def test_an_edit_waits_while_readers_see_what_was_published(
    cast: Cast, visit: Visit
) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(reviews_edits=True)
    entry = make_use_case(cast.lead, TITLE, sharing=Sharing.REGION)
    author, moderator = visit(cast.contributor), visit(cast.moderator)
    author.open(f"{entry.get_absolute_url()}edit/about/")
    author.sees("What you change waits for review")
    author.write("One-line result", "Ten minutes instead of forty-five.")
    author.press("Send for review")
    author.sees("An edit by", "waiting for review")
    author.does_not_see("Ten minutes instead of forty-five.")

    moderator.open("/review/")
    moderator.follow(TITLE)
    moderator.sees("What this edit changes", "Ten minutes instead of forty-five.")
    moderator.does_not_see("Contact mailbox")
    moderator.press("Approve")
    author.open(entry.get_absolute_url())
    author.sees("Ten minutes instead of forty-five.")


def test_what_screening_finds_is_mended_or_let_through(
    cast: Cast, draft: UseCase, visit: Visit
) -> None:
    author, lead = visit(cast.contributor), visit(cast.lead)
    author.open(f"{draft.get_absolute_url()}edit/story/")
    author.write("Challenge", f"Ring {PHONE} to hear more.")
    author.press("Save")
    send(author, draft)
    author.sees("This cannot be done yet", "Phone number")
    author.follow("See what screening found, and mend it or let it through")
    author.sees("ask a digital lead of Northford", "not names")
    author.does_not_see(PHONE)

    lead.open(f"{draft.get_absolute_url()}screening/")
    lead.press("Let it through")
    lead.sees("Say why: the reason is kept")
    lead.write("Why", "Our published office number")
    lead.press("Let it through")
    lead.sees("Let through: 1")
    send(author, draft)
    author.sees("This waits for review")


def test_the_whole_of_a_review_is_done_with_the_keyboard(
    cast: Cast, draft: UseCase, visits: Visit
) -> None:
    author, moderator = visits(cast.contributor), visits(cast.moderator)
    send(author, draft)
    moderator.open(f"{draft.get_absolute_url()}review/")
    moderator.page.get_by_role("button", name="Publish", exact=True).focus()
    moderator.enter()
    moderator.sees("published")
