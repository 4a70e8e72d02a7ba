"""A resource is a record like every other, with sections of its type alone."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from councils.editing import completeness, task_rows, values_at
from councils.models import Sharing
from resources.kinds import RESOURCE
from tests.cast import Cast
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]


def test_a_published_resource_is_read_by_everyone(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead, sharing=Sharing.PUBLIC, tags=["pilot"])
    assert made.key.startswith("RES-")
    page = as_user(cast.stranger).get(made.get_absolute_url())
    assert page.status_code == 200
    assert "Begin small." in page.content.decode()


def test_a_draft_is_not(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    assert as_user(cast.neighbour).get(made.get_absolute_url()).status_code == 404
    assert as_user(cast.reader).get(made.get_absolute_url()).status_code == 200


def test_only_a_lesson_has_the_sections_of_a_lesson(
    cast: Cast, as_user: AsUser
) -> None:
    def titles(made: Any) -> set[str]:
        rows = task_rows(RESOURCE, made, values_at(made, made.version))
        return {row["title"] for row in rows}

    playbook = make_resource(cast.lead)
    lesson = make_resource(cast.lead, resource_type="lesson")
    assert titles(lesson) - titles(playbook) == {"The procurement"}
    needed = [
        completeness(RESOURCE, values_at(r, 1)).needed for r in (playbook, lesson)
    ]
    assert needed[1] > needed[0]
    client = as_user(cast.lead)
    url = "/resources/{}/edit/lesson/"
    assert client.get(url.format(playbook.key)).status_code == 404
    assert client.get(url.format(lesson.key)).status_code == 200
