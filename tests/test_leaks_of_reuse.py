"""Copies, news, feedback and collections show no resource to who may not see it.

Every channel first shows the marker to an entitled reader, and without the door to a
neighbour too: no case here can be one that never fails.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from councils.machines import decide, machine_named
from councils.models import Sharing
from councils.models.record import RecordQuerySet
from councils.models.search import SearchEntryQuerySet
from resources.adapting import adapt_resource
from resources.collections import add_step, make_collection
from resources.feedback import say_useful
from resources.models import Resource
from tests.cast import Cast, make_cast
from tests.factories import edit, share
from tests.resources.shelf import make_resource

MARKER = "Zorblaxian"
AsUser = Callable[[Any], Client]


@dataclass(frozen=True)
class World:
    """A copy that Northford keeps to itself, made from what Westmere shows to all."""

    original: Resource
    copy: Resource
    later: Resource


def build_world(cast: Cast) -> World:
    original = make_resource(cast.neighbour, "Theirs", sharing=Sharing.PUBLIC)
    copy = adapt_resource(original, title=f"{MARKER} playbook", by=cast.lead)
    edit(copy, cast.lead, contact="ai-team@northford.example")
    share(Resource.objects.get(pk=copy.pk), cast.lead, Sharing.REGION)
    later = adapt_resource(
        Resource.objects.get(pk=copy.pk), title="Later", by=cast.neighbour
    )
    say_useful(copy, is_useful=True, sentence=f"{MARKER} helped", by=cast.contributor)
    made = make_collection(title="Starting", intro="First steps.", by=cast.moderator)
    for key, line in ((copy.key, "Read this"), (original.key, "Then this")):
        add_step(made, key=key, line=line, by=cast.moderator)
    decide(copy, machine_named("sharing"), "share_own", by=cast.lead)
    edit(original, cast.neighbour, body="Begin smaller.")
    return World(original, copy, later)


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


def page(url: str) -> Channel:
    def read(client: Client, world: World) -> str:
        answer = client.get(url.format(copy=world.copy, original=world.original))
        return answer.content.decode()

    return read


def count_of_copies(client: Client, world: World) -> str:
    text = client.get(world.original.get_absolute_url()).content.decode()
    return MARKER if "Adapted 1 time" in text else ""


def count_in_list(client: Client, world: World) -> str:
    text = client.get("/collections/").content.decode()
    return MARKER if "2 resources" in text else ""


def line_of_step(client: Client, world: World) -> str:
    text = client.get("/collections/starting/").content.decode()
    return MARKER if "Read this" in text else ""


def origin_of_later(client: Client, world: World) -> str:
    answer = client.get(world.later.get_absolute_url())
    return answer.content.decode()


CHANNELS: dict[str, Channel] = {
    "the copy": page("/resources/{copy.key}/"),
    "adapting the copy": page("/resources/{copy.key}/adapt/"),
    "saying it was useful": page("/resources/{copy.key}/useful/"),
    "the original": page("/resources/{original.key}/"),
    "how many copies": count_of_copies,
    "a collection": page("/collections/starting/"),
    "the line in a collection": line_of_step,
    "how many in a collection": count_in_list,
}
OWN = {
    "the news": page("/resources/{copy.key}/news/"),
    "the feedback": page("/resources/{copy.key}/feedback/"),
}
"""These also ask for a role, or for one's own council."""
FOR_STRANGERS = [
    "the copy",
    "the original",
    "a collection",
    "the line in a collection",
    "how many in a collection",
]


@pytest.mark.parametrize("channel", [*CHANNELS, *OWN])
def test_an_entitled_reader_finds_it(
    cast: Cast, world: World, as_user: AsUser, channel: str
) -> None:
    assert MARKER in {**CHANNELS, **OWN}[channel](as_user(cast.lead), world)


@pytest.mark.parametrize("channel", [*CHANNELS, *OWN])
@pytest.mark.parametrize("part", ["neighbour", "moderator"])
def test_others_do_not(
    cast: Cast, world: World, as_user: AsUser, channel: str, part: str
) -> None:
    found = {**CHANNELS, **OWN}[channel](as_user(cast.person(part)), world)
    assert MARKER not in found


@pytest.mark.parametrize("channel", FOR_STRANGERS)
def test_a_stranger_does_not(
    cast: Cast, world: World, as_user: AsUser, channel: str
) -> None:
    assert MARKER not in CHANNELS[channel](as_user(cast.stranger), world)


def test_a_copy_does_not_name_an_original_that_is_out_of_sight(
    cast: Cast, world: World, as_user: AsUser
) -> None:
    assert MARKER not in origin_of_later(as_user(cast.neighbour), world)


@pytest.mark.parametrize("channel", CHANNELS)
def test_without_the_door_the_case_would_go_red(
    cast: Cast,
    world: World,
    as_user: AsUser,
    monkeypatch: pytest.MonkeyPatch,
    channel: str,
) -> None:
    for rows in (SearchEntryQuerySet, RecordQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, reader: self)
    monkeypatch.setattr(
        "councils.readable_versions._readable", lambda record, reader: Q()
    )
    assert MARKER in CHANNELS[channel](as_user(cast.neighbour), world)
