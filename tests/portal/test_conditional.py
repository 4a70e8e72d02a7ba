"""Strangers are answered from what was kept, and never with what is no longer true."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.models import ServiceArea, UseCase
from councils.machines import decide, machine_named
from councils.models import Council, Sharing
from portal import conditional, kept_pages
from portal.conditional import PUBLIC_PAGES, is_public
from tests.cast import PASSWORD, Cast
from tests.factories import edit, make_use_case
from tests.test_access import PUBLIC, TABLE

TITLE = "Minutes drafted for committees"


@pytest.fixture
def entry(cast: Cast) -> UseCase:
    service = ServiceArea.objects.create(code="planning", label="Planning")
    return make_use_case(
        cast.lead, TITLE, sharing=Sharing.PUBLIC, service_areas=[service.code]
    )


def text_of(answer: Any) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return str(answer.content.decode())


def pages_of(entry: UseCase) -> list[str]:
    return [
        "/",
        "/use-cases/",
        "/use-cases/?stage=scan",
        "/use-cases.csv",
        "/use-cases.json",
        entry.get_absolute_url(),
        "/councils/",
        "/councils/northford/",
    ]


def asked_again(url: str, etag: str, client: Client | None = None) -> Any:
    headers = {"If-None-Match": etag}
    return (client or Client()).get(url, headers=headers)


def statements(url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(url, headers=headers)
        text_of(answer) if answer.status_code == 200 else None
    return len(captured)


def test_an_unchanged_page_is_not_sent_again(entry: UseCase) -> None:
    for url in pages_of(entry):
        first = Client().get(url)
        assert first.headers["Cache-Control"] == "no-cache"
        assert "Cookie" in first.headers["Vary"]
        etag = first.headers["ETag"]
        again = asked_again(url, etag)
        assert again.status_code == 304, url
        assert again.content == b""
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == "no-cache"
        assert "Cookie" in again.headers["Vary"]
        assert statements(url, **{"If-None-Match": etag}) == 1
        strong = etag.removeprefix("W/")
        assert asked_again(url, f'"other", {strong}').status_code == 304


def test_a_page_made_once_is_given_whole_for_one_statement(entry: UseCase) -> None:
    for url in pages_of(entry):
        made = Client().get(url)
        if made.streaming:
            continue
        assert statements(url) == 1, url
        kept = Client().get(url)
        assert kept.content == made.content
        assert dict(kept.items()) == dict(made.items())
        assert "Content-Security-Policy" in kept.headers
        is_kept_in_part = url == "/use-cases/"
        afresh = statements(url, **{"Cache-Control": "no-cache"})
        assert afresh > 1 or is_kept_in_part


def test_compressed_and_plain_answers_are_kept_apart(entry: UseCase) -> None:
    url = entry.get_absolute_url()
    for _ in range(2):
        packed = Client().get(url, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.content[:2] == b"\x1f\x8b"
        plain = Client().get(url)
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["ETag"] == packed.headers["ETag"]
    assert TITLE in text_of(plain)


def test_head_is_answered_as_get_is(entry: UseCase) -> None:
    url = entry.get_absolute_url()
    for _ in range(2):
        head = Client().head(url)
        assert head.status_code == 200
        assert head.content == b""
        etag = head.headers["ETag"]
        again = Client().head(url, headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert Client().get(url).headers["ETag"] == etag
        assert TITLE in text_of(Client().get(url))


CHANGES: dict[str, Callable[[UseCase, Cast], Any]] = {
    "edited": lambda entry, cast: edit(entry, cast.lead, title="Other words"),
    "retired": lambda entry, cast: decide(
        entry, machine_named("publishing"), "retire", by=cast.lead, reason="Over"
    ),
    "no longer shared": lambda entry, cast: decide(
        entry, machine_named("sharing"), "share_region", by=cast.lead
    ),
    "a list of words": lambda entry, cast: ServiceArea.objects.update(label="Places"),
    "a council": lambda entry, cast: Council.objects.filter(slug="northford").update(
        short_name="Northern Ford"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_nothing_old_is_given(
    cast: Cast, entry: UseCase, change: str
) -> None:
    urls = pages_of(entry)
    before = {url: Client().get(url) for url in urls}
    CHANGES[change](entry, cast)
    for url in urls:
        again = asked_again(url, before[url].headers["ETag"])
        assert again.status_code in (200, 404), url
        given = text_of(Client().get(url))
        afresh = Client().get(url, headers={"Cache-Control": "no-cache"})
        assert given == text_of(afresh), url


def test_what_is_no_longer_public_is_gone_at_once(cast: Cast, entry: UseCase) -> None:
    url = entry.get_absolute_url()
    etag = Client().get(url).headers["ETag"]
    CHANGES["no longer shared"](entry, cast)
    assert asked_again(url, etag).status_code == 404
    assert asked_again(url, "*").status_code == 404
    assert TITLE not in text_of(Client().get("/use-cases/"))


def test_a_new_day_makes_new_pages(
    entry: UseCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = Client().get("/").headers["ETag"]
    monkeypatch.setattr(kept_pages.timezone, "localdate", lambda: "tomorrow")
    assert asked_again("/", etag).status_code == 200


def test_the_demonstration_makes_other_pages(entry: UseCase, settings: Any) -> None:
    etag = Client().get("/").headers["ETag"]
    settings.DEMONSTRATION = True
    again = asked_again("/", etag)
    assert again.status_code == 200
    assert "Demonstration" in text_of(again)


def test_members_get_their_own_pages_untagged(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    url = entry.get_absolute_url()
    etag = Client().get(url).headers["ETag"]
    for _ in range(2):
        own = asked_again(url, etag, as_user(cast.lead))
        assert own.status_code == 200
        assert "ETag" not in own.headers
        assert "private" in own.headers["Cache-Control"]
        assert "Keep it true" in text_of(own)
        assert "Keep it true" not in text_of(Client().get(url))


def test_after_signing_in_the_kept_page_is_not_given(cast: Cast) -> None:
    client = Client()
    etag = client.get("/").headers["ETag"]
    client.post("/accounts/login/", {"login": cast.lead.email, "password": PASSWORD})
    home = asked_again("/", etag, client)
    assert home.status_code == 200
    assert "Sign out" in text_of(home)
    client.post("/accounts/logout/")
    assert "Sign in" in text_of(client.get("/"))


def test_a_message_that_waits_is_shown_and_not_kept(cast: Cast) -> None:
    etag = Client().get("/").headers["ETag"]
    client = Client()
    client.cookies["messages"] = "waiting"
    assert asked_again("/", etag, client).status_code == 200
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    assert asked_again("/", etag, client).status_code == 200


@pytest.mark.parametrize(
    "url", ["/accounts/login/", "/healthz", "/nowhere/", "/board/"]
)
def test_other_addresses_are_never_kept(cast: Cast, url: str) -> None:
    answer = Client().get(url)
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("url", ["/use-cases/?stage=banana", "/use-cases/NE-9999/"])
def test_errors_are_never_kept(cast: Cast, url: str) -> None:
    kept = len(kept_pages._plain), len(kept_pages._with_query)
    answer = Client().get(url)
    assert answer.status_code in (400, 404)
    assert "ETag" not in answer.headers
    assert (len(kept_pages._plain), len(kept_pages._with_query)) == kept


def test_an_answer_with_a_cookie_is_not_kept(
    entry: UseCase, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(request: Any) -> HttpResponse:
        answer = HttpResponse("A form with a token")
        answer.set_cookie("csrftoken", "secret")
        return answer

    monkeypatch.setattr(kept_pages, "_plain", kept_pages.Shelf(1_000))
    answer = conditional.PublicPagesMiddleware(view)(rf.get("/"))
    assert "ETag" not in answer.headers
    assert len(kept_pages._plain) == 0


def test_what_was_overtaken_while_it_was_made_is_not_given(
    cast: Cast, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def view(request: Any) -> HttpResponse:
        made.append("read")
        if len(made) == 1:  # somebody commits after this page was read
            Council.objects.update(source="Newer")
        return HttpResponse("What was read")

    monkeypatch.setattr(kept_pages, "_plain", kept_pages.Shelf(1_000))
    answers = [conditional.PublicPagesMiddleware(view)(rf.get("/")) for _ in "123"]
    assert made == ["read", "read"]
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]
    assert answers[1].headers["ETag"] == answers[2].headers["ETag"]


def test_the_public_pages_are_those_that_strangers_read() -> None:
    read = {row.name for row in TABLE if row.answers is PUBLIC and row.method == "get"}
    details = {f"catalogue:{kind}_detail" for kind in ("product", "supplier")}
    with_a_form = {"catalogue:use_case_report", "resources:resource_report"}
    made_each_time = {"resources:resource_versions"}
    of_one_reader = {"councils:problem"}
    others = {"healthz"} | with_a_form | of_one_reader | made_each_time
    assert (read | details) - others == PUBLIC_PAGES
    assert is_public(reverse("home"))
    assert not is_public(reverse("account_login"))


def test_a_shelf_holds_no_more_than_its_bytes() -> None:
    shelf = kept_pages.Shelf(100)
    for number in range(10):
        address = ("http://here", f"/{number}", "", False)
        shelf.put(address, kept_pages.Kept("tag", {}, b"x" * 30))
        shelf.put(address, kept_pages.Kept("newer", {}, b"x" * 30))
        shelf.get(("http://here", "/0", "", False))
    assert shelf.size == 90
    assert len(shelf) == 3
    assert shelf.get(("http://here", "/0", "", False)), "asked for again and again"
    assert shelf.get(("http://here", "/5", "", False)) is None


def test_addresses_with_queries_do_not_push_out_plain_ones(rf: Any) -> None:
    assert kept_pages.shelf_for(rf.get("/use-cases/")) is kept_pages._plain
    short = kept_pages.shelf_for(rf.get("/use-cases/?stage=scan"))
    assert short is kept_pages._with_query
    assert kept_pages.shelf_for(rf.get("/use-cases/?a=1&b=2&c=3&d=4")) is None
    assert kept_pages.shelf_for(rf.get("/use-cases/?q=" + "a" * 300)) is None


def test_the_release_is_the_code_that_runs() -> None:
    assert len(kept_pages.release()) == 64
    assert kept_pages.release() == kept_pages.release.__wrapped__()


def test_while_templates_are_written_nothing_is_kept(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(conditional.MiddlewareNotUsed):
        conditional.PublicPagesMiddleware(lambda request: HttpResponse())
