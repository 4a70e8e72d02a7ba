"""The pages by which files come in: one form with or without JavaScript."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from councils.machines import decide, machine_named
from councils.models import Sharing
from resources import receiving
from resources.adapting import adapt_resource
from resources.models import Resource, ResourceVersion, VersionState
from tests.cast import Cast
from tests.factories import submit
from tests.resources import files
from tests.resources.shelf import make_resource, shared_file, upload, worked_on

AsUser = Callable[[Any], Client]
NINO = "QQ123456C".replace("QQ", "AB")


def file(name: str = "playbook.txt", content: bytes = b"Begin small.") -> Any:
    return SimpleUploadedFile(name, content)


def begin(client: Client, **given: Any) -> Any:
    data = {"title": "Playbook", "resource_type": "playbook", **given}
    return client.post("/resources/new/", data)


def test_a_file_begins_a_resource(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.contributor)
    assert client.get("/resources/new/").status_code == 200
    answer = begin(client, uploads=[file()])
    made = Resource.objects.get()
    assert answer["Location"] == f"/resources/{made.key}/versions/"
    page = client.get(answer["Location"]).content.decode()
    assert "data-follow" in page
    assert "Look again" in page
    worked_on(ResourceVersion.objects.get())
    assert "Current" in client.get(answer["Location"]).content.decode()


def test_several_files_begin_several(cast: Cast, as_user: AsUser) -> None:
    begin(as_user(cast.lead), uploads=[file("a.txt"), file("Job role.txt")])
    titles = set(Resource.objects.values_list("title", flat=True))
    assert titles == {"Playbook", "Job role"}
    assert ResourceVersion.objects.count() == 2


def test_a_script_is_told_where_to_go_and_the_page_says_what_was_saved(
    cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.lead)
    client.defaults["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
    answer = begin(client, uploads=[file("a.txt")])
    page = client.get(answer.json()["address"]).content.decode()
    assert "Saved as a draft: Playbook" in page
    client.get(answer.json()["address"])
    key = Resource.objects.get().key
    given = {"file": file("b.txt")}
    answer = client.post(f"/resources/{key}/versions/add/", given)
    page = client.get(answer.json()["address"]).content.decode()
    assert "Received: b.txt" in page


def test_a_text_or_an_address_needs_no_file(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lead)
    answer = begin(client, body="Say *please*.\r\nAlways.", resource_type="prompt")
    made = Resource.objects.get()
    assert made.body == "Say *please*.\nAlways."
    assert answer["Location"] == f"/resources/{made.key}/edit/"
    assert begin(client, url="https://example.org/policy").status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or enter an address or a text"),
        ({"uploads": [file("run.exe")]}, "Programs are never taken"),
        ({"uploads": [file("a.txt"), file("b.txt", b"")]}, "It is empty"),
        ({"title": "", "body": "x"}, "Enter a title"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_kept(
    cast: Cast, as_user: AsUser, given: dict[str, Any], words: str
) -> None:
    answer = begin(as_user(cast.lead), **given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page, page[page.find("error-summary") :][:900]
    assert "There is a problem" in page
    assert not Resource.objects.exists()


def test_a_version_is_added_with_what_changed(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    client = as_user(cast.contributor)
    url = f"/resources/{made.key}/versions/add/"
    answer = client.post(url, {"file": file(), "note": "With measures"})
    assert answer.status_code == 302
    version = ResourceVersion.objects.get()
    assert (version.note, version.uploaded_by) == ("With measures", cast.contributor)
    assert client.post(url, {"note": "none"}).status_code == 422


def test_a_refused_file_is_shown_with_its_reason(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead, b"%PDF-1.7 nothing", "a.pdf")
    page = as_user(cast.lead).get(f"/resources/{made.key}/versions/").content.decode()
    assert "Refused" in page
    assert "damaged" in page


def test_without_a_scanner_every_upload_says_so(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lead)
    made = make_resource(cast.lead)
    upload(made, cast.lead)
    for url in ("/resources/new/", f"/resources/{made.key}/versions/"):
        assert "No malware scanner is connected" in client.get(url).content.decode()


@pytest.mark.usefixtures("demonstration")
def test_what_was_found_is_shown_to_its_keepers_alone(
    cast: Cast, as_user: AsUser
) -> None:
    made = shared_file(cast.lead)
    upload(made, cast.lead, f"Born here.\nHer number is {NINO}.".encode())
    url = f"/resources/{made.key}/versions/"
    page = as_user(cast.lead).get(url).content.decode()
    assert "Text, line 2" in page
    assert "National Insurance number" in page
    assert NINO not in page
    assert "Insurance" not in as_user(cast.neighbour).get(url).content.decode()
    through = f"{url}2/let-through/"
    lead = as_user(cast.lead)
    assert lead.post(through, {"reason": ""}).status_code == 422
    assert lead.post(through, {"reason": "A made-up one"}).status_code == 302
    assert Resource.objects.get(pk=made.pk).current_version == 2


@pytest.mark.usefixtures("demonstration")
def test_making_current_what_was_flagged_is_refused(
    cast: Cast, as_user: AsUser
) -> None:
    made = shared_file(cast.lead)
    upload(made, cast.lead, f"Her number is {NINO}.".encode())
    url = f"/resources/{made.key}/versions/2/choose/"
    answer = as_user(cast.lead).post(url, follow=True)
    assert answer.redirect_chain == [(f"/resources/{made.key}/versions/", 302)]
    (told,) = [str(message) for message in answer.context["messages"]]
    assert "National Insurance" in told
    assert Resource.objects.get(pk=made.pk).current_version == 1


def test_names_are_stripped_by_a_press(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead, files.pdf("One.", author="Ann Example"), "a.pdf")
    client = as_user(cast.lead)
    page = client.get(f"/resources/{made.key}/versions/").content.decode()
    assert "its author or organisation" in page
    client.post(f"/resources/{made.key}/versions/1/strip/")
    stripped = worked_on(ResourceVersion.objects.get(number=2))
    assert stripped.state == VersionState.READY
    again = client.post(f"/resources/{made.key}/versions/2/strip/", follow=True)
    assert "nothing to strip" in again.content.decode()


def test_the_same_file_elsewhere_is_told(cast: Cast, as_user: AsUser) -> None:
    first = make_resource(cast.lead, "The first playbook")
    upload(first, cast.lead)
    hidden = make_resource(cast.neighbour, "Westmere’s secret playbook")
    upload(hidden, cast.neighbour)
    second = make_resource(cast.lead)
    upload(second, cast.lead)
    page = as_user(cast.lead).get(f"/resources/{second.key}/versions/").content.decode()
    assert "The first playbook" in page
    assert "secret playbook" not in page


@pytest.mark.usefixtures("demonstration")
def test_a_copy_is_not_told_that_it_is_like_its_original(
    cast: Cast, as_user: AsUser, demonstration: None
) -> None:
    text = b"Begin with one team and one task that it does every week, and measure."
    original = shared_file(cast.neighbour, content=text)
    copy = adapt_resource(original, title="Our own", by=cast.lead)
    other = shared_file(cast.neighbour, content=text, title="Another playbook")
    page = as_user(cast.lead).get(f"/resources/{copy.key}/versions/")
    said = page.content.decode()
    assert other.title in said
    assert original.title not in said


def test_a_reviewer_is_given_the_file(
    cast: Cast, as_user: AsUser, demonstration: None
) -> None:
    made = make_resource(cast.contributor)
    upload(made, cast.contributor, files.pdf("Begin small.", author="Ann"), "Plan.pdf")
    decide(made, machine_named("sharing"), "share_region", by=cast.lead)
    submit(Resource.objects.get(pk=made.pk), cast.contributor)
    client = as_user(cast.moderator)
    page = client.get(f"/resources/{made.key}/review/").content.decode()
    assert "Plan.pdf" in page
    assert "its author or organisation" in page
    assert client.get(f"/resources/{made.key}/files/1/").status_code == 200


def test_a_reader_of_an_old_resource_is_warned(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead, sharing=Sharing.PUBLIC, review_on="2026-01-31")
    page = as_user(cast.stranger).get(made.get_absolute_url()).content.decode()
    assert "Out of date." in page
    assert "31 January 2026" in page


def handler(session: bool = True, most: int = 10) -> receiving.CappedHandler:
    request = RequestFactory().post("/")
    if session:
        request.COOKIES["sessionid"] = "x"
    return receiving.CappedHandler(request)


def test_a_file_that_is_too_long_is_cut_and_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiving, "MAX_BYTES", 10)
    receiver = handler()
    receiver.new_file("file", "a.txt", "text/plain", None)
    for start in range(0, 40, 8):
        receiver.receive_data_chunk(b"8 bytes.", start)
    received = receiver.file_complete(40)
    assert isinstance(received, TemporaryUploadedFile)
    assert received.is_too_large  # type: ignore[attr-defined]
    assert len(received.read()) == 8


def test_a_file_of_nobody_is_passed_over() -> None:
    with pytest.raises(receiving.SkipFile):
        handler(session=False).new_file("file", "a.txt", "text/plain", None)


def test_too_much_at_once_is_refused(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lead)
    client.raise_request_exception = False
    answer = client.post("/resources/new/", {"title": "x"}, CONTENT_LENGTH=str(10**9))
    assert answer.status_code in (400, 413)
    assert not Resource.objects.exists()


class Sent(BytesIO):
    """What a browser sends; notes whether a connection is held while it is read."""

    held: bool | None = None

    def read(self, size: int | None = -1) -> bytes:
        self.held = self.held or connection.connection is not None
        return super().read(size)


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_slowly_holds_no_connection(cast: Cast, as_user: AsUser) -> None:
    made = make_resource(cast.lead)
    client = as_user(cast.lead)
    whole = encode_multipart(BOUNDARY, {"file": file(content=b"Begin small." * 9_000)})
    connection.close()
    sent = Sent(whole)
    head = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(len(whole))}
    address = f"/resources/{made.key}/versions/add/"
    answer = client.generic("POST", address, **head, **{"wsgi.input": sent})
    assert answer.status_code == 302
    assert ResourceVersion.objects.get().size_bytes == 108_000
    assert sent.held is False
