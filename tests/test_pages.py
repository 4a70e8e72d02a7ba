"""Every page has a title, one h1, a label for each input, and a bounded cost."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.actions import confirm_shared
from councils.changes import change_set
from councils.models import Sharing, Wrong
from councils.reports import report_problem
from tests.cast import Cast, make_cast
from tests.factories import edit, hold, make_product, make_use_case
from tests.resources.filled import MODERATOR_PAGES, SHELF_PAGES, fill_shelf

PAGES = {
    "home": "/",
    "use cases": "/use-cases/",
    "use cases as a table": "/use-cases/?view=table",
    "narrowed use cases": "/use-cases/?q=notes&stage=scan&council=northford",
    "nothing found": "/use-cases/?q=xylophone",
    "a wrong address": "/use-cases/?stage=banana",
    "one use case": "/use-cases/{key}/",
    "its task list": "/use-cases/{key}/edit/",
    "editing it": "/use-cases/{key}/edit/about/",
    "deciding on it": "/use-cases/{key}/decide/stage/to_pilot/",
    "reporting a problem with it": "/use-cases/{key}/report/",
    "reported problems": "/problems/",
    "answering one": "/problems/{problem}/answer/",
    "what became of one": "/problems/{token}/",
    "holding a part of it back": "/use-cases/{key}/hold/cost/",
    "what the council holds back": "/holds/",
    "a part that is held back": "/use-cases/{key}/held/running_cost/",
    "its history": "/use-cases/{key}/history/",
    "two versions of it": "/use-cases/{key}/compare/1...latest/",
    "adding a use case": "/use-cases/new/",
    "products": "/products/",
    "one product": "/products/{product}/",
    "adding a product": "/products/new/",
    "suppliers": "/suppliers/",
    "the board": "/board/",
    "councils": "/councils/",
    "one council": "/councils/northford/",
    "the data standard": "/data-standard/",
    "how entries are reviewed": "/how-entries-are-reviewed/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "contact": "/contact/",
    "sign in": "/accounts/login/",
    "my account": "/account/",
    "changing my details": "/account/edit/",
    "my second factor": "/accounts/second-factor/",
}
ADMIN_PAGES = {
    "people": "/councils/northford/people/",
    "inviting": "/councils/northford/people/invite/",
    "one person": "/councils/northford/people/{handle}/",
    "giving a role": "/councils/northford/people/{handle}/give-role/",
    "removing somebody": "/councils/northford/people/{handle}/remove/",
    "the audit log": "/audit/",
}
"""What a council's admin opens beside the pages of everybody."""


class Outline(HTMLParser):
    """The parts of a page that this module asks about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.h1 = 0
        self.title = ""
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self._in_title = False
        self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.h1 += tag == "h1"
        self._in_title = tag == "title" or (self._in_title and tag != "head")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label":
            self._in_label = True
            self.labelled.add(str(given.get("for")))
        if tag in ("input", "select", "textarea") and given.get("type") not in (
            "hidden",
            "submit",
        ):
            self.inputs.append({**given, "in_label": "yes" if self._in_label else ""})

    def handle_data(self, data: str) -> None:
        if self._in_title and not self.title:
            self.title = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "label":
            self._in_label = False

    def unlabelled(self) -> list[dict[str, str | None]]:
        return [
            given
            for given in self.inputs
            if not given["in_label"]
            and given.get("id") not in self.labelled
            and not given.get("aria-label")
        ]


def fill(cast: Cast, count: int) -> dict[str, str]:
    """Northford with this many entries, each edited and reported once; their keys."""
    product = make_product(cast.lead)
    with change_set(by=cast.lead):
        entries = [
            make_use_case(cast.lead, sharing=Sharing.REGION, product=product.key)
            for _ in range(count)
        ]
    with change_set(by=cast.lead):
        for number, entry in enumerate(entries):
            edit(entry, cast.lead, result=f"Result {number}")
            hold(entry, cast.lead, "running_cost")
    problems = [
        report_problem(entry, wrong=Wrong.OLD, words="It ended.", by=cast.reader)
        for entry in entries
    ]
    return {
        "key": entries[-1].key,
        "product": product.key,
        "problem": str(problems[-1].pk),
        "token": problems[-1].token,
    }


@dataclass(frozen=True)
class World:
    """Three entries of Northford, and what each page cost with them and with thirty."""

    keys: dict[str, str]
    few: dict[str, int]
    many: dict[str, int]


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, World]:
    """Everything that the tests of this module start from."""
    cast = make_cast()
    keys = fill(cast, 3)
    client = Client()
    client.force_login(cast.lead)
    few = {page: statements(client, url.format(**keys)) for page, url in PAGES.items()}
    before = transaction.savepoint()
    more = fill(cast, 27)
    many = {page: statements(client, url.format(**more)) for page, url in PAGES.items()}
    transaction.savepoint_rollback(before)
    return cast, World(keys, few, many)


@pytest.fixture
def cast(db: None, built: tuple[Cast, World]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def world(db: None, built: tuple[Cast, World]) -> World:
    return built[1]


def assert_whole(answer: Any, status: int = 200) -> None:
    """One h1, a title, a label for each input, and no id twice."""
    assert answer.status_code == status
    outline = Outline(answer.content.decode())
    assert outline.h1 == 1
    assert len(outline.title) > 10
    assert not outline.unlabelled()
    assert not {i for i in outline.ids if outline.ids.count(i) > 1}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(
    cast: Cast, world: World, as_user: Callable[[Any], Client], page: str
) -> None:
    client = as_user(cast.stranger if page == "sign in" else cast.lead)
    answer = client.get(PAGES[page].format(**world.keys))
    assert_whole(answer, 400 if page == "a wrong address" else 200)


def test_every_page_of_the_shelf_is_whole(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    keys = fill_shelf(cast, 3)
    lead, moderator = as_user(cast.lead), as_user(cast.moderator)
    for address in SHELF_PAGES.values():
        assert_whole(lead.get(address.format(**keys)))
    for address in MODERATOR_PAGES.values():
        assert_whole(moderator.get(address.format(**keys)))


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_a_page_of_an_admin_is_whole(
    cast: Cast, as_user: Callable[[Any], Client], page: str
) -> None:
    url = ADMIN_PAGES[page].format(handle=cast.reader.handle)
    assert_whole(as_user(cast.admin).get(url))


def statements(client: Client, url: str) -> int:
    """How many a page costs that is made afresh, whatever is kept of it."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url, headers={"cache-control": "no-cache"})
    assert answer.status_code in (200, 302, 400)
    return len(captured)


BOUNDS = {
    "use cases": 9,
    "use cases as a table": 9,
    "narrowed use cases": 9,
    "one use case": 12,
}


@pytest.mark.parametrize("page", [p for p in PAGES if p != "sign in"])
def test_a_page_costs_the_same_with_three_rows_as_with_thirty(
    world: World, page: str
) -> None:
    assert world.few[page] == world.many[page]
    assert world.many[page] <= BOUNDS.get(page, 30)


def test_the_shelf_costs_the_same_with_three_rows_as_with_thirty(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    lead, moderator = as_user(cast.lead), as_user(cast.moderator)
    pages = [(lead, address) for address in SHELF_PAGES.values()]
    pages += [(moderator, address) for address in MODERATOR_PAGES.values()]
    costs = []
    for count in (3, 27):
        keys = fill_shelf(cast, count)
        costs.append(
            {url: statements(client, url.format(**keys)) for client, url in pages}
        )
    few, many = costs
    assert few == many
    assert max(many.values()) <= 30
    assert many[SHELF_PAGES["one resource"]] <= 12
    assert many[SHELF_PAGES["a copy"]] <= 12
    assert many[SHELF_PAGES["resources found by words in their files"]] <= 9


@pytest.mark.parametrize(
    "query", ["", "?q=notes", "?q=notes&stage=scan&council=northford"]
)
def test_a_list_costs_a_stranger_six_statements_at_most(
    cast: Cast, as_user: Callable[[Any], Client], query: str
) -> None:
    product = confirm_shared(make_product(cast.lead), by=cast.moderator)
    for _ in range(3):
        make_use_case(cast.lead, sharing=Sharing.PUBLIC, product=product.key)
    assert statements(as_user(cast.stranger), f"/use-cases/{query}") <= 6


NONSENSE = [
    "?page=1000000000000",
    "?page=-1",
    "?page=banana",
    "?q=%00",
    "?stage=%00",
    "?product=%00",
    "?council=nowhere&stage=banana&sort=sideways",
    "?q=" + "a" * 7_000,
    "?q=%27%3B+DROP+TABLE+councils_record%3B--",
    "?q=%25%5F%5C",
    "?q=a+%26+%7C+%21+%28",
    "?q=%22unclosed",
    "?q=%F0%9F%A6%84",
    "?q[]=x&unknown=1",
    "?view=sideways&column=nothing",
    "?stage=scan&stage=scan&stage=scan",
]


@pytest.mark.parametrize("where", ["/use-cases/", "/use-cases.csv", "/use-cases.json"])
@pytest.mark.parametrize("query", NONSENSE, ids=lambda q: re.sub(r"\W+", " ", q)[:40])
def test_nonsense_in_the_address_is_answered_plainly(
    cast: Cast, as_user: Callable[[Any], Client], where: str, query: str
) -> None:
    make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    answer = as_user(cast.stranger).get(where + query)
    assert answer.status_code in (200, 400, 404)
    if answer.streaming:
        b"".join(answer.streaming_content)
