"""What every request goes through: its files are received first, headers come last.

The Content-Security-Policy itself is in `portal.settings`; where files are received to,
in `resources.receiving`.
"""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, UnreadablePostError

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
OUT_OF_SEARCH = ("/accounts/", "/admin/", "/healthz")


class HeadersMiddleware:
    """Refuse device access, and keep sign-in and the back office out of search engines.

    A page shown to somebody signed in is kept by no shared cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path.startswith(OUT_OF_SEARCH):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class ReceivingMiddleware:
    """Read files that are sent before anything asks the database.

    Whoever sends slowly would else hold one of its few connections all the while, and
    a handful of them would stop the site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data":
            with suppress(UnreadablePostError):  # who sent it is gone
                _ = request.POST
        return self.get_response(request)
