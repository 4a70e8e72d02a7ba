"""People at a browser: what they open, press and read, and whatever went wrong there.

Every page that they reach is looked at: by axe-core where scripts run, and its console
always. How they come to a browser is `tests.e2e.arrivals`' business.
"""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`${event.violatedDirective} forbids ${event.blockedURI}`);
});
"""


class Visitor:
    """Somebody with a page of their own; `troubles` is what should not happen."""

    def __init__(self, page: Page, *, has_scripts: bool, uses_axe: bool) -> None:
        self.page = page
        self.has_scripts = has_scripts
        self.uses_axe = uses_axe
        self.troubles: list[str] = []
        self._opened: set[str] = set()
        self._looked_at: set[str] = set()
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("request", self._remember)
        page.on("console", self._listen)
        page.on("pageerror", lambda fault: self.troubles.append(f"script: {fault}"))

    def _remember(self, request: Request) -> None:
        if request.is_navigation_request():
            self._opened.add(request.url)

    def _listen(self, message: ConsoleMessage) -> None:
        """Keep errors, but for the browser's remark that a page answered 4xx or 5xx."""
        if message.type != "error":
            return
        about = message.location["url"]
        if message.text.startswith("Failed to load") and about in self._opened:
            return
        self.troubles.append(f"{self.page.url} says {message.text} ({about})")

    def open(self, path: str) -> int:
        """Go to an address; returns the status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        self.look()
        return answer.status

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the first button of this name, which leads to another page."""
        found = (within or self.page).get_by_role("button", name=name, exact=True)
        self._and_wait(found.first)

    def follow(
        self, name: str | re.Pattern[str], within: Locator | None = None
    ) -> None:
        """Follow the first link of this name."""
        exact = isinstance(name, str)
        found = (within or self.page).get_by_role("link", name=name, exact=exact)
        self._and_wait(found.first)

    def enter(self) -> None:
        """Press Enter where the focus is, which leads to another page."""
        self._and_wait(self.focused, "Enter")

    def _and_wait(self, found: Locator, key: str = "") -> None:
        with self.page.expect_navigation():
            if key:
                found.press(key)
            else:
                found.click()
        self.look()

    def look(self) -> None:
        """Look at the page with axe-core, once for each address in each state."""
        said = f"{self.page.url} {self.page.title()} {self.page.locator('h2').count()}"
        if self.uses_axe and said not in self._looked_at:
            self._looked_at.add(said)
            self.troubles += broken_rules(self.page)

    def write(self, label: str, words: str) -> None:
        """Write into the box with this label."""
        self.box(label).fill(words)

    def box(self, label: str) -> Locator:
        return self.main.get_by_role("textbox", name=label, exact=True)

    def choose(self, label: str | re.Pattern[str]) -> None:
        """Choose the radio with this label."""
        self.main.get_by_role("radio", name=label).check()

    def sees(self, *words: str) -> None:
        """Each of these stands on the page, as somebody reads it."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each, use_inner_text=True)

    def does_not_see(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        """The h1, on one line."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")

    @property
    def address(self) -> str:
        """The path and query of where they are."""
        return "/" + self.page.url.split("/", 3)[3]

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        element = "document.scrollingElement"
        width: int = self.page.evaluate(
            f"{element}.scrollWidth - {element}.clientWidth"
        )
        return width


def broken_rules(page: Page) -> list[str]:
    """The accessibility rules that a page breaks, with the elements that do."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return [
        f"{page.url} {fault['id']}: {fault['help']}: "
        + ", ".join(str(node["target"]) for node in fault["nodes"])
        for fault in found.response["violations"]
    ]
