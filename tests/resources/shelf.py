"""Makes resources and files for tests, through the actions that people use."""

from itertools import count
from typing import Any

from councils.models import Sharing, User
from resources.actions import create_resource
from resources.models import Resource
from tests.factories import share

_numbers = count(1)
ENOUGH = {
    "resource_type": "playbook",
    "summary": "How we began, in ten pages.",
    "contact": "ai-team@northford.example",
    "body": "Begin small.",
    "licence": "ogl",
}


def make_resource(
    by: User, title: str = "", *, sharing: Sharing | None = None, **values: Any
) -> Resource:
    """A draft with a text; published when `sharing` is given."""
    title = title or f"Playbook for a pilot, number {next(_numbers)}"
    made = create_resource({**ENOUGH, "title": title, **values}, by=by)
    if sharing is not None:
        share(made, by, sharing)
    return Resource.objects.get(pk=made.pk)
