"""Gives members again the page that they were given, while nothing has changed.

Whoever goes from a list to an entry and back asks for the same pages over and over.
They are kept for one person, never for two. Strangers' are `portal.conditional`'s.
"""

import re
import secrets
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token

from councils.generation import Generation, held
from councils.models.person import User
from portal.conditional import wants_afresh
from portal.kept_pages import LARGEST, Kept, Shelf, today

READER_PAGES = frozenset(
    {
        "councils:council_list",
        "councils:council_detail",
        "catalogue:board",
        "catalogue:use_case_list",
        "catalogue:use_case_detail",
        "catalogue:product_list",
        "catalogue:product_detail",
        "catalogue:supplier_list",
        "catalogue:supplier_detail",
        "resources:collection_list",
        "resources:collection_detail",
        "resources:resource_list",
        "resources:resource_detail",
        "resources:use_case_documents",
    }
)
"""Pages drawn from tables that mark the generation, the reader and the day alone."""

BYTES = 6 * 1024 * 1024
LONGEST_QUERY = 500  # characters
LEADS_BACK = frozenset({"from"})
"""What may stand in a query: an entry's way back. Lists that are narrowed or searched
are many, and would each cost the statement that asks for the generation."""
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[0-9A-Za-z]{64}(")')
PLACE = secrets.token_hex(32).encode()
"""Stands for the token in what is kept; nobody can write it into an entry."""

_shelf = Shelf(BYTES)

Answer = Callable[[HttpRequest], HttpResponseBase]


class ReaderPagesMiddleware:
    """Answer a member from what was kept for them, or keep what the view gives.

    It stands after every middleware that may refuse them, so that all are asked first.
    """

    def __init__(self, get_response: Answer) -> None:
        if settings.DEBUG:  # templates change there while the process runs
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        is_one = match is not None and match.view_name in READER_PAGES
        if not is_one or not may_be_kept(request):
            return None
        with held() as generation:
            asked, tag = asked_by(request), tag_of(generation)
            kept = _shelf.get(asked)
            if kept is not None and kept.tag == tag and not wants_afresh(request):
                return given_again(kept, request)
            response: HttpResponseBase = view(request, *args, **kwargs)
        if is_whole(response) and may_be_kept(request):
            keep(asked, tag, response)
        return response


def may_be_kept(request: HttpRequest) -> bool:
    """Whether a member reads a plain page, with no message waiting or just shown."""
    if request.method != "GET" or not isinstance(request.user, User):
        return False
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or not set(request.GET) <= LEADS_BACK:
        return False
    told: Any = get_messages(request)
    return not (told.used or len(told) or request.session.modified)


def asked_by(request: HttpRequest) -> Hashable:
    """Who asks, with all that is shown of them and decided by, and for what."""
    user: Any = request.user
    memberships = user.active_memberships
    acting = user.acting_for
    return (
        user.pk,
        (user.name, user.email, user.is_staff, user.has_second_factor),
        tuple(sorted((m.council_id, m.role) for m in memberships)),
        acting.pk if acting else None,
        settings.DEMONSTRATION,
        f"{request.scheme}://{request.get_host()}{request.path}",
        request.META.get("QUERY_STRING", ""),
    )


def tag_of(generation: Generation) -> str:
    """What holds while a kept page does: nothing was written, the day is the same."""
    return f"{generation.members} {today()}"


def is_whole(response: HttpResponseBase) -> bool:
    """Whether an answer is a page that sets nothing, and small enough."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return False
    return not response.cookies and len(response.content) <= LARGEST


def keep(asked: Hashable, tag: str, response: Any) -> None:
    """Keep a page with a place for the token that each answer has anew."""
    body = TOKEN.sub(rb"\g<1>" + PLACE + rb"\g<2>", response.content)
    if body.count(b"csrfmiddlewaretoken") == body.count(PLACE):
        _shelf.put(asked, Kept(tag, dict(response.items()), body))


def given_again(kept: Kept, request: HttpRequest) -> HttpResponse:
    """The page as it was made, with a token for this answer."""
    body = kept.body
    if PLACE in body:
        body = body.replace(PLACE, get_token(request).encode())
    return HttpResponse(body, headers=kept.headers)
