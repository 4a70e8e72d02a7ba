"""While a file is on its way, the server holds that file and nothing else."""

import os
from collections.abc import Callable
from typing import Any
from wsgiref.util import FileWrapper

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory

from resources.models import Resource
from tests.cast import Cast
from tests.resources.shelf import shared_file
from tests.resources.test_downloads import CONTENT, address, body

AsUser = Callable[[Any], Client]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]


@pytest.fixture
def made(cast: Cast) -> Resource:
    return shared_file(cast.lead, content=CONTENT, name="Plan.txt")


def test_the_web_server_is_given_the_open_file_where_the_part_begins(
    made: Resource,
) -> None:
    environ = RequestFactory().get(address(made), HTTP_RANGE="bytes=5-9").environ
    environ["wsgi.file_wrapper"] = FileWrapper
    said: list[Any] = []
    handler = WSGIHandler()
    given: Any = handler(
        environ, lambda status, headers: said.append((status, headers))
    )
    assert isinstance(given, FileWrapper)
    number = given.filelike.fileno()  # type: ignore[attr-defined]
    assert os.read(number, 5) == CONTENT[5:10]
    given.close()  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(number)
    ((status, headers),) = said
    assert (status, dict(headers)["Content-Length"]) == ("206 Partial Content", "5")


def test_whoever_loads_slowly_holds_no_connection(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    answer = as_user(cast.neighbour).get(address(made))
    assert connection.connection is None
    assert body(answer) == CONTENT
