"""Stories of people who write: adding, editing at once, deciding, confirming.

Products and moderators are in `test_product_stories.py`.
"""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from catalogue.models import Stage, UseCase
from councils.models import Membership, Role, Sharing
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.factories import edit, make_use_case

pytest_plugins = ("tests.e2e.arrivals",)
Visit = Callable[..., Visitor]

LIMIT = 400
OTHERS_TITLE = "Meeting notes drafted for social workers"
TITLE = "Meeting notes drafted for social work teams"


@pytest.fixture
def entry(transactional_db: None, cast: Cast) -> UseCase:
    """An entry of Northford that the region sees."""
    return make_use_case(cast.lead, TITLE, sharing=Sharing.REGION)


def tasks(visitor: Visitor) -> dict[str, str]:
    """{section: how far it is}, as the task list says."""
    rows = visitor.main.locator(".govuk-task-list__item")
    return {
        row.get_by_role("link").inner_text(): row.locator(
            ".govuk-task-list__status"
        ).inner_text()
        for row in rows.all()
    }


def begin_one_like_another(lead: Visitor) -> None:
    """Add a use case though the region has one like it."""
    lead.open("/use-cases/new/")
    lead.write("Title", TITLE)
    lead.choose(re.compile("^Pilot"))
    lead.press("Save and continue")
    lead.sees("Is it one of these?", f"{OTHERS_TITLE}, Westmere")
    expect(lead.box("Title")).to_have_value(TITLE)
    lead.press("Save it as another")


def write_too_much(lead: Visitor) -> None:
    """A summary of one character too many is kept, and the fault leads to it."""
    too_long = "a" * (LIMIT + 1)
    lead.write("Summary", too_long)
    lead.press("Save")
    assert lead.page.title().startswith("Error: ")
    summary = lead.page.locator(".govuk-error-summary")
    if lead.has_scripts:
        expect(summary).to_be_focused()
    fault = summary.get_by_role("link")
    assert str(LIMIT) in fault.inner_text()
    fault.click()
    box = lead.box("Summary")
    if lead.has_scripts:
        expect(box).to_be_focused()
    else:
        assert lead.address.endswith(f"#{box.get_attribute('id')}")
    expect(box).to_have_value(too_long)
    assert lead.page.locator("main p.govuk-error-message").count() == 1
    lead.look()


def test_a_lead_adds_an_entry_and_a_neighbour_finds_it(
    cast: Cast, visit: Visit
) -> None:
    make_use_case(cast.neighbour, OTHERS_TITLE, sharing=Sharing.REGION)
    lead, neighbour = visit(cast.lead), visit(cast.neighbour)
    begin_one_like_another(lead)
    assert lead.heading.endswith(TITLE)
    assert tasks(lead)["The story"] == "Not started"
    task_list = lead.address

    lead.follow("What it is")
    write_too_much(lead)
    lead.write("Summary", "Drafts the note of a visit, which the social worker mends.")
    lead.write("One-line result", "Notes are ready in 10 minutes instead of 45.")
    lead.press("Save")
    lead.sees("Saved: what it is")
    assert lead.address.startswith(task_list)

    lead.press("Send for review")
    lead.press("Send for review")
    lead.sees("This cannot be done yet", "Contact")
    lead.open(task_list)
    lead.follow("Who is involved")
    lead.write("Contact mailbox", "ai-team@northford.example")
    lead.press("Save")
    neighbour.open("/use-cases/?q=mends")
    neighbour.sees("0 use cases")

    lead.follow("Share with the region's councils")
    lead.press("Share with the region's councils")
    lead.follow("Send for review")
    lead.press("Send for review")
    lead.sees("This waits for review")
    moderator = visit(cast.moderator)
    moderator.open("/review/")
    moderator.follow(TITLE)
    moderator.press("Publish")
    moderator.sees("published", "Nothing waits for you")
    lead.open(task_list)
    lead.follow("See the entry as it stands")
    lead.sees("Shared with: councils of the region", "Still true")
    neighbour.open("/use-cases/?q=mends")
    neighbour.follow(TITLE)
    neighbour.sees("Notes are ready in 10 minutes instead of 45.")
    neighbour.does_not_see("Edit all sections")


def open_for_editing(entry: UseCase, *visitors: Visitor) -> None:
    for visitor in visitors:
        visitor.open(f"{entry.get_absolute_url()}edit/about/")


def meet(entry: UseCase, first: Visitor, second: Visitor) -> None:
    """Both change the result at once; the first saves, then the second."""
    open_for_editing(entry, first, second)
    first.write("One-line result", "Saves half an hour a visit.")
    first.press("Save")
    second.write("One-line result", "Saves 35 minutes a visit.")
    second.write("Summary", "Listens with consent and drafts the note.")
    second.press("Save")
    second.sees("changed this while you were writing", "Nothing is lost")
    if second.has_scripts:
        expect(second.main.locator(".portal-conflict")).to_be_focused()


def test_two_people_edit_one_section_and_nothing_is_lost(
    entry: UseCase, cast: Cast, visit: Visit
) -> None:
    first, second = visit(cast.lead), visit(cast.contributor)
    meet(entry, first, second)
    sides = second.main.locator(".portal-conflict")
    expect(sides).to_contain_text("Saves half an hour a visit.")
    expect(sides).to_contain_text("Saves 35 minutes a visit.")
    expect(second.box("Summary")).to_have_value(
        "Listens with consent and drafts the note."
    )
    second.press("Save")
    second.sees("Saved: what it is", "Saves 35 minutes a visit.")
    second.sees("Listens with consent and drafts the note.")
    second.follow(re.compile("^History"))
    assert second.page.get_by_text("Saves half an hour a visit.").count() == 2


def test_the_second_of_two_may_keep_what_the_first_wrote(
    entry: UseCase, cast: Cast, visit: Visit
) -> None:
    first, second = visit(cast.lead), visit(cast.contributor)
    meet(entry, first, second)
    second.choose("Keep theirs")
    second.press("Save")
    second.sees("Saves half an hour a visit.")
    second.sees("Listens with consent and drafts the note.")
    second.does_not_see("Saves 35 minutes a visit.")


def test_two_people_who_edit_different_boxes_both_get_their_way(
    entry: UseCase, cast: Cast, visit: Visit
) -> None:
    first, second = visit(cast.lead), visit(cast.contributor)
    open_for_editing(entry, first, second)
    first.write("One-line result", "Saves half an hour a visit.")
    first.press("Save")
    second.write("Summary", "Listens with consent and drafts the note.")
    second.press("Save")
    second.sees("Saved: what it is", "Saves half an hour a visit.")
    second.sees("Listens with consent and drafts the note.")


def test_a_stage_moves_for_a_reason_that_the_history_keeps(
    entry: UseCase, cast: Cast, visit: Visit
) -> None:
    lead = visit(cast.lead)
    lead.open(entry.get_absolute_url())
    move = "Move to Pilot (being piloted)"
    lead.follow(move)
    lead.press(move)
    assert lead.page.title().startswith("Error: ")
    lead.sees("Say why: it stands in the history")
    lead.write("Why", "Two teams agreed to try it until March.")
    lead.press(move)
    lead.sees("moved to Pilot", "Two teams agreed to try it until March.")
    assert UseCase.objects.get(pk=entry.pk).stage == Stage.PILOT

    lead.follow(re.compile("^History"))
    latest = lead.main.locator(".portal-history__entry").first
    expect(latest).to_contain_text("Lead of Northford moved the stage from Scan to")
    expect(latest).to_contain_text("Two teams agreed to try it until March.")
    lead.follow(re.compile("^Compare with the version before"), latest)
    lead.sees("compared with version", "Stage", "Scan", "Pilot")
    lead.follow("Back")

    lead.page.get_by_label("Earlier", exact=True).select_option("Version 1")
    lead.press("Compare")
    lead.sees("Version 1 compared with version", "Publishing")
    lead.follow("Back")
    lead.follow(re.compile("^All of this change"), latest)
    assert lead.address.startswith("/changes/")
    lead.sees("1 entry changed at once", "Two teams agreed to try it until March.")
    lead.follow(TITLE)
    assert lead.heading == TITLE


def test_an_entry_is_confirmed_in_one_press(
    entry: UseCase, cast: Cast, visit: Visit
) -> None:
    lead = visit(cast.lead)
    edit(entry, cast.contributor, result="Saves half an hour a visit.")
    lead.open(entry.get_absolute_url())
    lead.sees("Not yet confirmed")
    lead.press("Still true")
    lead.sees(f"Confirmed today: {TITLE}")
    lead.follow(re.compile("^History"))
    latest = lead.main.locator(".portal-history__entry").first
    expect(latest).to_contain_text("Lead of Northford confirmed that this is still")
    lead.follow("Overview")
    freshness = lead.main.locator(".portal-record__head .portal-freshness")
    expect(freshness).to_contain_text(date_format(timezone.localdate(), "j F Y"))


def test_somebody_of_two_councils_acts_for_either(cast: Cast, visit: Visit) -> None:
    Membership.objects.create(
        user=cast.lead, council=cast.westmere, role=Role.DIGITAL_LEAD
    )
    lead = visit(cast.lead)
    lead.open("/use-cases/new/")
    menu = lead.page.locator(".portal-menu")
    acting, other = "Northford", "Westmere"
    if other in menu.locator("summary").inner_text():
        acting, other = other, acting
    expect(lead.main.locator("h1")).to_contain_text(acting)
    menu.locator("summary").click()
    lead.press(other, menu)
    assert lead.address == "/use-cases/new/"
    expect(lead.main.locator("h1")).to_contain_text(other)
    lead.write("Title", "Potholes found in photographs")
    lead.choose(re.compile("^Scan"))
    lead.press("Save and continue")
    lead.sees("Saved as a draft")
    made = UseCase.objects.get(title="Potholes found in photographs")
    assert made.lead.short_name == other
