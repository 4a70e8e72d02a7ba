"""Answers strangers from what was kept, or that nothing has changed.

The one middleware that may answer before sessions and views. It does so only for a
request that is certainly a stranger's, at an address of `PUBLIC_PAGES`. What is kept,
and under which tag, is `portal.kept_pages`.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from councils.generation import held
from portal.kept_pages import (
    LARGEST,
    Address,
    Kept,
    Shelf,
    address_of,
    shelf_for,
    tag_now,
)

PUBLIC_PAGES = frozenset(
    {
        "home",
        "data_standard",
        "review_explained",
        "accessibility",
        "privacy",
        "contact",
        "search",
        "councils:council_list",
        "councils:council_detail",
        "catalogue:use_case_list",
        "catalogue:use_case_csv",
        "catalogue:use_case_json",
        "catalogue:use_case_detail",
        "catalogue:product_list",
        "catalogue:product_detail",
        "catalogue:supplier_list",
        "catalogue:supplier_detail",
        "resources:resource_detail",
        "resources:resource_list",
        "resources:resource_csv",
        "resources:resource_json",
        "resources:use_case_documents",
        "resources:collection_list",
        "resources:collection_detail",
    }
)
"""Pages that show a stranger no form but a search, and say the same to each."""


class PublicPagesMiddleware:
    """Give strangers an entity tag, 304 where it still holds, or the answer as kept.

    It stands outside compression, so that compressed bytes are kept, and outside
    every middleware that sets a header of its own, so that those are kept too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.DEBUG:  # templates change there while the process runs
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_strangers(request):
            return self.get_response(request)
        address, shelf = address_of(request), shelf_for(request)
        kept = None if shelf is None else shelf.get(address)
        if kept is None and not is_public(request.path_info):
            return self.get_response(request)
        # The tag comes first: what is read after it is never older than it says.
        with held():
            tag = tag_now(address)
            answer = unchanged(request, tag)
            if answer is not None:
                return answer
            if kept is not None and kept.tag == tag and not wants_afresh(request):
                return kept.answer()
            return self._made(request, tag, address, shelf)

    def _made(
        self, request: HttpRequest, tag: str, address: Address, shelf: Shelf | None
    ) -> HttpResponseBase:
        """The view's answer, tagged, and kept where it may be."""
        response = self.get_response(request)
        if response.status_code != 200 or response.cookies:
            return response
        mark(response, tag)
        is_whole = request.method == "GET" and not response.streaming
        if shelf is not None and is_whole and len(response.content) <= LARGEST:
            headers = dict(response.items())
            shelf.put(address, Kept(tag, headers, bytes(response.content)))
        return response


def is_strangers(request: HttpRequest) -> bool:
    """Whether whoever asks has no session and no message waiting: for certain."""
    waiting = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    is_reading = request.method in ("GET", "HEAD")
    return is_reading and not any(name in request.COOKIES for name in waiting)


def is_public(path: str) -> bool:
    """Whether this is the address of a page that says the same to all strangers."""
    try:
        return resolve(path).view_name in PUBLIC_PAGES
    except Resolver404:
        return False


def unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """304 for whoever has the answer with this tag; None for everybody else.

    `*` asks whether the page exists at all, which only its view knows.
    """
    if request.META.get("HTTP_IF_NONE_MATCH", "*").strip() == "*":
        return None
    answer: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if answer is not None:
        mark(answer, tag)
    return answer


def mark(response: HttpResponseBase, tag: str) -> None:
    """Say which answer this is, and that it must be asked for again each time."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie"])


def wants_afresh(request: HttpRequest) -> bool:
    """Whether the page was reloaded with nothing taken from a cache."""
    return "no-cache" in request.META.get("HTTP_CACHE_CONTROL", "")
