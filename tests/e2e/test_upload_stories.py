"""An officer uploads: by browsing and by dropping, with scripts and without."""

from collections.abc import Callable

from playwright.sync_api import expect

from resources.models import ResourceVersion
from tests.cast import Cast
from tests.e2e.visitors import Visitor
from tests.resources.shelf import make_resource, worked_on

pytest_plugins = ("tests.e2e.arrivals",)

DROP = """(zone, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File(["Begin small."], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
}"""


def drop(officer: Visitor, *names: str) -> None:
    """Drop text files of these names onto the form."""
    officer.page.locator(".portal-drop").evaluate(DROP, list(names))


def begin(officer: Visitor, title: str) -> None:
    officer.open("/resources/new/")
    officer.write("Title", title)
    officer.page.select_option("#id_resource_type", "playbook")


def choose(officer: Visitor, name: str, content: bytes) -> None:
    """Browse for one file."""
    given = {"name": name, "mimeType": "text/plain", "buffer": content}
    officer.page.locator("input[type=file]").set_input_files([given])  # type: ignore[list-item]


def test_an_officer_browses_for_a_file(
    cast: Cast, visit: Callable[..., Visitor]
) -> None:
    officer = visit(cast.contributor)
    begin(officer, "Our playbook")
    choose(officer, "playbook.txt", b"Begin small.")
    officer.press("Save and continue")
    officer.sees("Saved as a draft: Our playbook", "Version 1", "Malware scan")


def test_files_dropped_become_drafts_and_are_followed_until_they_are_ready(
    cast: Cast, visits: Callable[..., Visitor]
) -> None:
    officer = visits(cast.contributor)
    begin(officer, "Our playbook")
    drop(officer, "plan.txt", "measures.txt")
    officer.sees("Chosen: plan.txt, measures.txt")
    officer.press("Save and continue")
    officer.sees("Saved as 2 drafts", "Our playbook, measures", "this page follows it")
    officer.write("What changed", "I am writing this")
    worked_on(ResourceVersion.objects.get(name="plan.txt"))
    expect(officer.page.locator("#version-1")).to_contain_text("Current")
    officer.sees("Version 1: ready.", "Saved as 2 drafts")
    officer.sees("Download the current version")
    expect(officer.box("What changed")).to_have_value("I am writing this")
    officer.look()


def test_a_refused_form_still_takes_dropped_files(
    cast: Cast, visits: Callable[..., Visitor]
) -> None:
    officer = visits(cast.contributor)
    begin(officer, "Our playbook")
    choose(officer, "setup.exe", b"MZ")
    officer.page.get_by_role("button", name="Save and continue").click()
    officer.sees("There is a problem", "Programs are never taken")
    expect(officer.page.locator(".govuk-error-summary")).to_be_focused()
    officer.look()
    drop(officer, "plan.txt")
    officer.press("Save and continue")
    officer.sees("Saved as a draft: Our playbook")


def test_whoever_uploads_reads_at_once_what_was_found_in_a_file(
    cast: Cast, visit: Callable[..., Visitor]
) -> None:
    made = make_resource(cast.contributor, "Training notes")
    officer = visit(cast.contributor)
    officer.open(f"/resources/{made.key}/versions/")
    choose(officer, "notes.txt", b"Ring 07700 900123 and ask.")
    officer.press("Add this version")
    officer.sees("Received: notes.txt")
    officer.follow("Overview")
    worked_on(ResourceVersion.objects.get())
    officer.follow("Versions")
    officer.sees(
        "It cannot be shared beyond your council", "Phone number", "add it again below"
    )
