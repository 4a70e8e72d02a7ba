"""Headers that every answer carries beside those of Django and django-csp.

The Content-Security-Policy itself is in `portal.settings`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
