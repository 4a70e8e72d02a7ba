"""The floor as a bare WSGI application: pages of about the same bytes as the portal's.

It stands under the same gunicorn as the portal; it is measured, never deployed. What
the pages say is `tests.bench.floor`'s and `floor_shelf`'s.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.bench import floor, floor_shelf
from tests.bench.floor import Query

FILLER = "<!-- about as many bytes as the portal's page has -->\n"


def parts_of(path: str, query: Query, member: int | None) -> list[str]:
    """What stands at one address."""
    match path.strip("/").split("/"):
        case ["resources"]:
            return floor_shelf.list_page(query, member)
        case ["resources", key]:
            return floor_shelf.resource_page(key, member)
        case ["use-cases"]:
            return floor.list_page(query, member)
        case ["use-cases", key]:
            return floor.record_page(key, member)
        case ["use-cases", key, "history"]:
            return floor.history_page(key, member)
        case ["board"]:
            return floor.board_page(member)
        case ["empty"]:
            return []
    raise ValueError(path)


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> list[bytes]:
    """Answer a page, filled up to the bytes that the load asks for."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    member = environ.get("HTTP_X_MEMBER")
    parts = parts_of(environ["PATH_INFO"], query, int(member) if member else None)
    body = "".join(["<!doctype html><html><body>", *parts, "</body></html>"]).encode()
    wanted = int(environ.get("HTTP_X_BYTES", 0))
    if len(body) < wanted:
        body += (FILLER * (1 + (wanted - len(body)) // len(FILLER))).encode()
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ],
    )
    return [body]
