"""A card says at a glance whether a resource is current, and who makes use of it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Sharing
from resources.adapting import adapt_resource
from resources.feedback import say_useful
from resources.figures import Figures, Useful, figures_for
from resources.models import Download, Resource
from resources.uses import attach_resource
from tests.cast import Cast, make_cast
from tests.factories import edit, make_use_case, share
from tests.resources.filed import filed
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]


def text(client: Client, url: str = "/resources/") -> str:
    return " ".join(client.get(url).content.decode().split())


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, Resource]:
    """Fetched twice, adapted by Westmere for all to see and by Eastmoor as a draft."""
    cast = make_cast()
    made = filed(
        cast.lead, "Playbook", {"page 1": "Begin small."}, sharing=Sharing.PUBLIC
    )
    for _ in range(2):
        Download.objects.create(version=made.files.get(), by=cast.neighbour)
    theirs = adapt_resource(made, title="Ours", by=cast.neighbour)
    edit(theirs, cast.neighbour, contact="ai-team@westmere.example")
    share(Resource.objects.get(pk=theirs.pk), cast.neighbour, Sharing.PUBLIC)
    adapt_resource(made, title="A draft of it", by=cast.associate)
    return cast, made


@pytest.fixture
def cast(db: None, built: tuple[Cast, Resource]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def playbook(db: None, built: tuple[Cast, Resource]) -> Resource:
    return deepcopy(built[1])


def test_a_card_counts_what_its_reader_may_see(
    cast: Cast, playbook: Resource, as_user: AsUser
) -> None:
    told = {
        part: figures_for([playbook.key], cast.person(part))[playbook.key]
        for part in ("lead", "associate")
    }
    none = Useful(0, 0)
    assert told["lead"] == Figures(2, 1, none, ["Westmere"])
    assert told["associate"] == Figures(2, 2, none, ["Eastmoor", "Westmere"])
    page = text(as_user(cast.lead))
    assert "Fetched 2 times, adapted 1 time" in page
    assert "<dt>Used by</dt><dd>Westmere</dd>" in page
    assert "Fetched 2 times, adapted 2 times" in text(as_user(cast.associate))


def test_its_own_people_and_its_reviewers_do_not_count_as_fetching_it(
    cast: Cast, playbook: Resource
) -> None:
    version = playbook.files.get()
    for part in ("reader", "lead", "moderator", "region_admin"):
        Download.objects.create(version=version, by=cast.person(part))
    assert figures_for([playbook.key], cast.lead)[playbook.key].downloads == 2
    Download.objects.create(version=version, by=cast.associate)
    Download.objects.create(version=version, by=None)  # through a link
    assert figures_for([playbook.key], cast.lead)[playbook.key].downloads == 4


def test_a_stranger_is_shown_no_figure_that_grows_by_reading(
    cast: Cast, playbook: Resource, as_user: AsUser
) -> None:
    page = text(as_user(cast.stranger))
    assert "Playbook" in page
    assert "Fetched" not in page


def test_councils_whose_use_cases_name_it_make_use_of_it(
    cast: Cast, playbook: Resource
) -> None:
    shown = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    hidden = make_use_case(cast.associate)
    for use_case, by in ((shown, cast.lead), (hidden, cast.associate)):
        attach_resource(playbook, use_case, by=by)
    said = {
        part: figures_for([playbook.key], cast.person(part))[playbook.key].councils
        for part in ("reader", "associate")
    }
    assert said["reader"] == ["Northford", "Westmere"]
    assert said["associate"] == ["Eastmoor", "Northford", "Westmere"]


def test_many_councils_are_named_in_part() -> None:
    figures = Figures(0, 6, Useful(0, 0), ["A", "B", "C", "D", "E", "F"])
    assert figures.used_by == "A, B, C, D and 2 more"


@pytest.mark.parametrize(
    ("days", "words"),
    [(30, "In date until"), (0, "Out of date since"), (None, "No review date")],
)
def test_a_card_says_whether_it_is_current(
    cast: Cast, as_user: AsUser, days: int | None, words: str
) -> None:
    day = timezone.localdate() + timedelta(days=days or 0)
    review_on = None if days is None else day.isoformat()
    make_resource(cast.lead, sharing=Sharing.PUBLIC, review_on=review_on)
    for where in ("/resources/", "/search/?q=playbook"):
        assert words in text(as_user(cast.stranger), where).split("portal-cards")[1]


@pytest.mark.parametrize(("part", "most"), [("lead", 9), ("stranger", 6)])
def test_the_list_stays_within_its_statements(
    cast: Cast, playbook: Resource, as_user: AsUser, part: str, most: int
) -> None:
    client = as_user(cast.person(part))
    client.get("/resources/")
    make_resource(cast.lead, sharing=Sharing.PUBLIC)
    with CaptureQueriesContext(connection) as captured:
        client.get("/resources/")
    assert len(captured) <= most


def test_a_list_that_was_kept_counts_what_came_since(
    cast: Cast, playbook: Resource, as_user: AsUser
) -> None:
    client = as_user(cast.reader)
    assert "Fetched 2 times" in text(client)
    with CaptureQueriesContext(connection) as captured:
        text(client)
    assert len(captured) == 4, "session, person, roles, generation"
    Download.objects.create(version=playbook.files.get(), by=cast.neighbour)
    assert "Fetched 3 times" in text(client)
    say_useful(playbook, by=cast.neighbour, is_useful=True)
    assert "found useful by 1 of 1" in text(client)
    say_useful(playbook, by=cast.neighbour, is_useful=False)
    assert "found useful by 0 of 1" in text(client)
