"""Moderators put resources in order for a task; each reader sees those they may."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from councils.machines import decide, machine_named
from councils.models import Sharing
from councils.refusals import Refused
from resources.collections import (
    add_step,
    collections_for,
    make_collection,
    move_step,
    remove_step,
    steps_for,
)
from resources.models import Collection, Resource
from tests.cast import Cast, make_cast
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, list[Resource]]:
    cast = make_cast()
    papers = [
        make_resource(cast.lead, title, sharing=Sharing.PUBLIC)
        for title in ("First", "Second", "Third")
    ]
    return cast, papers


@pytest.fixture
def cast(db: None, built: tuple[Cast, list[Resource]]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def papers(db: None, built: tuple[Cast, list[Resource]]) -> list[Resource]:
    return deepcopy(built[1])


@pytest.fixture
def made(cast: Cast, papers: list[Resource]) -> Collection:
    found = make_collection(title="Buying AI", intro="Before.", by=cast.moderator)
    for paper in papers:
        add_step(found, key=paper.key, line="Read it", by=cast.moderator)
    return found


def titles(collection: Collection, reader: Any) -> list[str]:
    return [step.card["title"] for step in steps_for(collection, reader)]


def pk_of(collection: Collection, paper: Resource) -> int:
    return collection.steps.get(resource=paper).pk


def test_its_resources_stand_in_order_and_move(
    cast: Cast, made: Collection, papers: list[Resource]
) -> None:
    assert titles(made, cast.stranger) == ["First", "Second", "Third"]
    move_step(made, pk_of(made, papers[2]), up=True, by=cast.moderator)
    assert titles(made, cast.stranger) == ["First", "Third", "Second"]
    move_step(made, pk_of(made, papers[0]), up=True, by=cast.moderator)
    move_step(made, pk_of(made, papers[0]), up=False, by=cast.moderator)
    assert titles(made, cast.stranger) == ["Third", "First", "Second"]
    remove_step(made, pk_of(made, papers[0]), by=cast.moderator)
    assert titles(made, cast.stranger) == ["Third", "Second"]


def test_a_resource_that_is_hidden_leaves_no_gap_and_comes_back(
    cast: Cast, made: Collection, papers: list[Resource]
) -> None:
    decide(papers[1], machine_named("sharing"), "share_own", by=cast.lead)
    assert titles(made, cast.stranger) == ["First", "Third"]
    assert titles(made, cast.reader) == ["First", "Second", "Third"]
    (found,) = collections_for(cast.stranger)
    assert found.shown_words == "2 resources"
    move_step(made, pk_of(made, papers[2]), up=True, by=cast.moderator)
    assert titles(made, cast.moderator) == ["Third", "First"]
    with pytest.raises(Refused):
        remove_step(made, pk_of(made, papers[1]), by=cast.moderator)


def test_only_moderators_write_collections(
    cast: Cast, made: Collection, papers: list[Resource]
) -> None:
    for person in (cast.lead, cast.neighbour, cast.admin):
        with pytest.raises(PermissionDenied):
            make_collection(title="Mine", intro="Me.", by=person)
        with pytest.raises(PermissionDenied):
            add_step(made, key=papers[0].key, line="Again", by=person)


def test_nothing_stands_in_a_collection_twice_or_unseen(
    cast: Cast, made: Collection, papers: list[Resource]
) -> None:
    draft = make_resource(cast.lead)
    for key in (papers[0].key, draft.key, "RES-9999"):
        with pytest.raises(ValidationError):
            add_step(made, key=key, line="Read it", by=cast.moderator)


def test_its_public_words_are_screened(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        make_collection(
            title="Buying AI", intro="Ring 0191 498 0123.", by=cast.moderator
        )
    assert set(caught.value.error_dict) == {"intro"}


def test_two_collections_of_like_names_have_addresses_of_their_own(cast: Cast) -> None:
    slugs = [
        make_collection(title=title, intro="Words.", by=cast.moderator).slug
        for title in ("New", "Buying AI", "Buying: AI")
    ]
    assert slugs == ["new-2", "buying-ai", "buying-ai-2"]


def test_the_edit_page_adds_moves_and_takes_out_without_scripts(
    cast: Cast, made: Collection, papers: list[Resource], as_user: AsUser
) -> None:
    client = as_user(cast.moderator)
    url = f"/collections/{made.slug}/edit/"
    step = str(pk_of(made, papers[2]))
    assert client.post(url, {"action": "up", "step": step}).status_code == 302
    assert client.post(url, {"action": "remove", "step": step}).status_code == 302
    assert titles(made, cast.stranger) == ["First", "Second"]
    assert client.post(url, {"action": "remove", "step": step}).status_code == 409
    fourth = make_resource(cast.lead, "Fourth", sharing=Sharing.PUBLIC)
    given = {"action": "add", "key": fourth.key.lower(), "line": "Then this"}
    assert client.post(url, given).status_code == 302
    again = client.post(url, given)
    assert again.status_code == 422
    assert "stands in this collection already" in again.content.decode()
    assert client.post(url, {"action": "add"}).status_code == 422
    words = {"action": "describe", "title": "Buying well", "intro": "Read on."}
    assert client.post(url, words).status_code == 302
    page = as_user(cast.stranger).get(f"/collections/{made.slug}/").content.decode()
    assert "Buying well" in page
    assert "Then this" in page
