"""Makes resources and files for tests, through the actions that people use."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.test import TestCase

from councils.models import Sharing, User
from resources.actions import add_version, create_resource
from resources.adapting import adapt_resource
from resources.models import Resource, ResourceVersion
from resources.uploads import advance
from tests.cast import Cast
from tests.factories import edit, share

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


def receive(
    resource: Resource,
    by: User,
    content: bytes = b"Begin small.",
    name: str = "playbook.txt",
    note: str = "",
) -> ResourceVersion:
    """A file that has just come in; the worker has not touched it."""
    file = ContentFile(content, name=name)
    return add_version(resource, file, name=name, note=note, by=by)


def upload(
    resource: Resource,
    by: User,
    content: bytes = b"Begin small.",
    name: str = "playbook.txt",
    note: str = "",
) -> ResourceVersion:
    """A file that has gone all its way."""
    return worked_on(receive(resource, by, content, name, note))


def worked_on(version: ResourceVersion) -> ResourceVersion:
    """A version after the worker had it, with what is done after each commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return advance(version.pk)


def shared_file(
    by: User,
    sharing: Sharing = Sharing.PUBLIC,
    content: bytes = b"Begin small.",
    name: str = "playbook.txt",
    **values: Any,
) -> Resource:
    """A published resource with a file; the test runs as a demonstration or scanned."""
    made = make_resource(by, **values)
    upload(made, by, content, name)
    share(made, by, sharing)
    return Resource.objects.get(pk=made.pk)


def copy_with_news(cast: Cast, title: str = "Ours", **said: Any) -> Resource:
    """A draft of Northford made from a resource of Westmere, which then changed so."""
    original = make_resource(cast.neighbour, "Theirs", sharing=Sharing.PUBLIC)
    made = adapt_resource(original, title=title, by=cast.lead)
    edit(original, cast.neighbour, **(said or {"body": "Begin smaller."}))
    return made
