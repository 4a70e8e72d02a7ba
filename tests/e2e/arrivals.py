"""Brings people to a browser: `visit(person)` is signed in, `visit()` is a stranger.

A plugin of the stories; what a visitor can do there is `tests.e2e.visitors`'.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.e2e.visitors import Visitor


@pytest.fixture(params=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether JavaScript is on: a story that asks for it is told both ways."""
    return bool(request.param == "with scripts")


@pytest.fixture
def visits(
    transactional_db: None,
    live_server: LiveServer,
    open_page: Callable[..., Page],
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, and says at the end what troubled any of them."""
    visitors = []

    def arrive(
        person: Any = None, *, scripts: bool = True, look: bool = True, **options: Any
    ) -> Visitor:
        page = open_page(java_script_enabled=scripts, **options)
        if person is not None:
            page.context.add_cookies([_session_of(person, live_server.url)])
        visitors.append(Visitor(page, has_scripts=scripts, uses_axe=scripts and look))
        return visitors[-1]

    yield arrive
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def visit(visits: Callable[..., Visitor], scripts: bool) -> Callable[..., Visitor]:
    """As `visits`, in a story that is told with scripts and without."""

    def arrive(person: Any = None, **options: Any) -> Visitor:
        return visits(person, scripts=scripts, **options)

    return arrive


def _session_of(person: Any, url: str) -> Any:
    """The cookie of a new session of this person."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
