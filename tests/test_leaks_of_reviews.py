"""What waits for review leaks nowhere: not an edit, not an entry, not a mail.

As in `test_leaks`, each channel first carries the marker to somebody entitled.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import UseCase
from councils.difference import Change
from councils.machines import decide
from councils.models import Notice, Proposal, Sharing
from councils.models.proposal import ProposalQuerySet
from councils.models.record import RecordQuerySet
from councils.models.search import SearchEntryQuerySet
from councils.proposing import PROPOSAL, propose_edit
from councils.publishing import PUBLISHING
from tests.cast import Cast, make_cast
from tests.factories import make_use_case, make_waiting
from tests.test_leaks import MARKER, WORD, text_of


@dataclass(frozen=True)
class World:
    """A public entry with an edit that waits, and an entry that waits itself."""

    public: UseCase
    edit: Proposal
    waiting: UseCase


def build_world(cast: Cast) -> World:
    public = make_use_case(cast.lead, "Minutes drafted", sharing=Sharing.PUBLIC)
    changes = [Change("result", "", f"{MARKER} result")]
    edit = propose_edit(public, changes, by=cast.contributor, reason=f"{MARKER} reason")
    assert edit is not None
    waiting = make_waiting(cast.lead, Sharing.PUBLIC, title=f"{MARKER} committees")
    return World(public, edit, waiting)


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, World]:
    """Everything that the tests of this module start from."""
    cast = make_cast()
    return cast, build_world(cast)


@pytest.fixture
def cast(db: None, built: tuple[Cast, World]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def world(built: tuple[Cast, World]) -> World:
    return deepcopy(built[1])


Channel = Callable[[Client, World], str]
EVERYWHERE = [
    "/",
    "/use-cases/",
    "/use-cases/?view=table&column=result",
    "/use-cases.csv",
    "/use-cases.json",
    "/use-cases/?q=committees",
    f"/use-cases/?q={WORD[:-1]}x",
    "/councils/northford/",
    "/board/",
]


def pages(record: UseCase) -> list[str]:
    base = record.get_absolute_url()
    return [base, f"{base}history/", f"{base}compare/1...latest/", f"{base}report/"]


def review_pages(world: World) -> list[str]:
    return [
        "/review/",
        reverse("councils:proposal", args=[world.edit.pk]),
        f"{world.waiting.get_absolute_url()}review/",
        f"{world.waiting.get_absolute_url()}screening/",
    ]


def seen_by(client: Client, urls: list[str]) -> set[str]:
    return {url for url in urls if MARKER in text_of(client, url)}


def test_its_council_and_its_reviewers_read_it(
    cast: Cast, world: World, as_user: Callable[[Any], Client]
) -> None:
    listed = set(EVERYWHERE) - {"/board/", "/"} - {EVERYWHERE[6]}
    assert seen_by(as_user(cast.lead), EVERYWHERE) >= listed - {"/councils/northford/"}
    assert seen_by(as_user(cast.moderator), EVERYWHERE) >= {"/use-cases.csv"}
    moderator = as_user(cast.moderator)
    assert seen_by(moderator, review_pages(world)) == set(review_pages(world))
    assert seen_by(as_user(cast.reader), review_pages(world)[1:2])


@pytest.mark.parametrize("part", ["neighbour", "associate", "stranger"])
def test_nobody_else_does(
    cast: Cast, world: World, as_user: Callable[[Any], Client], part: str
) -> None:
    urls = [
        *EVERYWHERE,
        *pages(world.public),
        *pages(world.waiting),
        *review_pages(world),
    ]
    assert seen_by(as_user(cast.person(part)), urls) == set()


def test_those_who_read_the_public_entry_read_what_was_published(
    cast: Cast, world: World, as_user: Callable[[Any], Client]
) -> None:
    for part in ("lead", "contributor", "moderator", "neighbour"):
        client = as_user(cast.person(part))
        assert seen_by(client, pages(world.public)) == set()


def test_without_the_doors_the_cases_would_go_red(
    cast: Cast,
    world: World,
    as_user: Callable[[Any], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for rows in (SearchEntryQuerySet, RecordQuerySet, ProposalQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, reader: self)
    client = as_user(cast.neighbour)
    assert seen_by(client, review_pages(world)[1:2])
    assert seen_by(client, ["/use-cases.csv", world.waiting.get_absolute_url()])


def test_mails_go_to_those_who_may_read_what_they_say(cast: Cast, world: World) -> None:
    decide(world.edit, PROPOSAL, "return", by=cast.moderator, reason=f"{MARKER} no")
    decide(
        world.waiting,
        PUBLISHING,
        "return",
        by=cast.moderator,
        reason="Not yet",
        remarks={"summary": f"{MARKER} remark"},
    )
    said = [
        n for n in Notice.objects.all() if MARKER in f"{n.subject} {n.body} {n.why}"
    ]
    told = {notice.person for notice in said}
    assert told == {cast.contributor, cast.lead, cast.moderator, cast.region_admin}
    asked = {n.person for n in said if n.cause.endswith((".send", ".submit"))}
    assert asked == {cast.moderator, cast.region_admin}
