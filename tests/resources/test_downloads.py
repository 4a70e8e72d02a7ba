"""Files leave whole or in part, as attachments, to whoever may read them alone.

What the server holds while they leave is `test_downloads_under_way.py`'s.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client, override_settings

from councils.machines import decide, machine_named
from councils.models import Sharing
from resources.models import Download, Resource
from tests.cast import Cast, make_cast
from tests.resources import files
from tests.resources.shelf import make_resource, receive, shared_file, upload

AsUser = Callable[[Any], Client]
pytestmark = pytest.mark.usefixtures("demonstration")
CONTENT = bytes(range(32, 127)) * 2_000


def address(made: Resource, rest: str = "download/") -> str:
    return f"/resources/{made.key}/{rest}"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, Resource]:
    cast = make_cast()
    with override_settings(DEMONSTRATION=True):
        return cast, shared_file(cast.lead, content=CONTENT, name="Plan “ä”.txt")


@pytest.fixture
def cast(db: None, built: tuple[Cast, Resource]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def made(db: None, built: tuple[Cast, Resource]) -> Resource:
    return deepcopy(built[1])


def test_a_public_file_comes_whole_without_an_account(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    answer = as_user(cast.stranger).get(
        address(made), headers={"accept-encoding": "gzip"}
    )
    assert answer.status_code == 200
    assert body(answer) == CONTENT
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Plan%20%E2%80%9C%C3%A4%E2%80%9D.txt"
    )


def test_the_address_always_gives_the_current_version(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    upload(made, cast.lead, b"Newer words.")
    client = as_user(cast.stranger)
    assert body(client.get(address(made))) == b"Newer words."
    assert body(client.get(address(made, "files/1/"))) == CONTENT


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=100-", 100, len(CONTENT) - 1),
        ("bytes=-5", len(CONTENT) - 5, len(CONTENT) - 1),
        ("bytes=10-99999999", 10, len(CONTENT) - 1),
    ],
)
def test_a_part_is_sent(
    cast: Cast, as_user: AsUser, made: Resource, asked: str, first: int, last: int
) -> None:
    answer = as_user(cast.stranger).get(address(made), headers={"range": asked})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert body(answer) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_file_is_refused(
    cast: Cast, as_user: AsUser, made: Resource, asked: str
) -> None:
    answer = as_user(cast.stranger).get(address(made), headers={"range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2", "bytes=-"]
)
def test_what_is_no_single_range_is_answered_with_the_whole(
    cast: Cast, as_user: AsUser, made: Resource, asked: str
) -> None:
    answer = as_user(cast.stranger).get(address(made), headers={"range": asked})
    assert answer.status_code == 200
    assert len(body(answer)) == len(CONTENT)


def test_a_part_of_another_state_is_answered_with_the_whole(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    headers = {"range": "bytes=0-9", "if-range": '"of-before"'}
    answer = as_user(cast.stranger).get(address(made), headers=headers)
    assert answer.status_code == 200


def test_nothing_is_sent_again_that_has_not_changed(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    client = as_user(cast.stranger)
    tag = client.get(address(made))["ETag"]
    again = client.get(address(made), headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert Download.objects.count() == 1


def test_head_tells_without_sending_or_counting(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    answer = as_user(cast.stranger).head(address(made))
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer["Content-Length"] == str(len(CONTENT))
    assert not Download.objects.exists()


def test_a_version_that_was_never_current_for_others_stays_inside(
    cast: Cast, as_user: AsUser
) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead, b"First draft.")
    upload(made, cast.lead, b"Second draft.")
    from tests.factories import share

    share(made, cast.lead, Sharing.PUBLIC)
    stranger, own = as_user(cast.stranger), as_user(cast.lead)
    assert stranger.get(address(made, "files/2/")).status_code == 200
    assert stranger.get(address(made, "files/1/")).status_code == 404
    assert own.get(address(made, "files/1/")).status_code == 200
    assert "Version 1" not in stranger.get(address(made, "versions/")).content.decode()


def test_a_file_on_its_way_is_nobodys(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    receive(made, cast.lead)
    client = as_user(cast.lead)
    assert client.get(address(made)).status_code == 404
    assert client.get(address(made, "files/1/")).status_code == 404
    state = client.get(address(made, "versions/1/state/")).json()
    assert state["state"] == "received"
    assert (
        as_user(cast.reader).get(address(made, "versions/1/state/")).status_code == 404
    )


def test_a_withdrawn_file_is_nobodys_but_its_councils(
    cast: Cast, as_user: AsUser, made: Resource
) -> None:
    machine = machine_named("publishing")
    decide(made, machine, "withdraw", by=cast.lead, reason="Wrong file")
    assert as_user(cast.stranger).get(address(made)).status_code == 404
    assert as_user(cast.neighbour).get(address(made, "files/1/")).status_code == 404
    assert as_user(cast.reader).get(address(made)).status_code == 200


def test_page_one_of_a_pdf_is_a_picture(cast: Cast, as_user: AsUser) -> None:
    made = shared_file(cast.lead, content=files.pdf("One."), name="a.pdf")
    answer = as_user(cast.stranger).get(address(made, "files/1/picture/"))
    assert answer["Content-Type"] == "image/png"
    assert body(answer).startswith(b"\x89PNG")


def test_two_files_stand_side_by_side(cast: Cast, as_user: AsUser) -> None:
    made = shared_file(cast.lead, content=b"One.\nTwo.\n")
    upload(made, cast.lead, b"One.\nThree.\n")
    client = as_user(cast.stranger)
    chosen = client.get(address(made, "versions/compare/?first=1&second=2"))
    page = client.get(chosen["Location"]).content.decode()
    assert '<del class="portal-difference__gone">Two.</del>' in page
    assert '<ins class="portal-difference__new">Three.</ins>' in page
    assert client.get(address(made, "versions/compare/1...9/")).status_code == 404
