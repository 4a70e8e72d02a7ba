"""The browser that the journeys need is there, with scripts and without."""

import pytest
from playwright.sync_api import Page

PROBE = "<p id=said>off</p><script>said.textContent = 'on'</script>"


@pytest.mark.django_db(transaction=True)
def test_a_page_reaches_the_live_server(page: Page) -> None:
    answer = page.goto("/healthz")
    assert answer is not None
    assert answer.json()["database"] == "ok"


def test_scripts_run_in_one_kind_of_page_only(page: Page, plain_page: Page) -> None:
    page.set_content(PROBE)
    plain_page.set_content(PROBE)
    assert page.locator("#said").inner_text() == "on"
    assert plain_page.locator("#said").inner_text() == "off"
