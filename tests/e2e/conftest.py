"""A real Chromium against a real server: `page` runs scripts, `plain_page` does not.

`page.goto("/use-cases/")` reaches the live server; `sign_in(page, email, password)`
signs in through the form. The accessibility rules are `tests.e2e.visitors`' business.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import ARGUMENTS, chromium, environment

# Playwright keeps a loop in this thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    with sync_playwright() as playwright:
        path = chromium()
        started = playwright.chromium.launch(
            executable_path=path, args=list(ARGUMENTS), env=environment(path)
        )
        yield started
        started.close()


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer
) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own; takes Playwright's context options."""
    contexts = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url, reduced_motion="reduce", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page as most people see it."""
    return open_page()


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    """A page where JavaScript is off."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in() -> Callable[[Page, str, str], None]:
    """A function that signs a person in through the page for it."""

    def sign(page: Page, email: str, password: str) -> None:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return sign
