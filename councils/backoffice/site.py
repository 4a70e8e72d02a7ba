"""The site at /admin/: who gets in, and which of Django's own pages it leaves out.

What a table's pages do is in `councils.backoffice.bases` and those built on it.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from councils.backoffice.bases import OfficeAdmin
from councils.permissions import Action, can, require

NUL = "\x00"


class BackOffice(admin.AdminSite):
    """Staff whose role allows the back office; everybody else is refused.

    A stranger is sent to the site's one sign-in page. Somebody signed in without the
    right gets 403. Tables that other packages register have no rule of ours and stay
    out: unknown means refuse.
    """

    site_header = "Back office"
    site_title = "Back office"
    index_title = "What the portal keeps"
    enable_nav_sidebar = False  # wide tables need the room

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self, model_or_iterable: Any, admin_class: Any = None, **options: Any
    ) -> None:
        """Take only pages built on our own base, which ask `can`."""
        if admin_class is not None and issubclass(admin_class, OfficeAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person is staff and acts in a role that opens the office."""
        is_staff = bool(getattr(request.user, "is_staff", False))
        return is_staff and can(request.user, Action.USE_BACK_OFFICE)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Django's own check, with 403 in place of a second sign-in form."""
        inner: Callable[..., Any] = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            self._refuse_unless_allowed(request)
            _refuse_nul(request)
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def _refuse_unless_allowed(self, request: HttpRequest) -> None:
        require(request.user, Action.USE_BACK_OFFICE)
        if not self.has_permission(request):
            raise PermissionDenied("The back office is open to staff accounts only.")

    def get_urls(self) -> list[Any]:
        """All but "view on site", which would tell the key of a hidden record.

        Strangers are sent to the site's sign-in page at once, not by way of ours.
        """
        patterns = [
            pattern
            for pattern in super().get_urls()
            if getattr(pattern, "name", None) != "view_on_site"
        ]
        for pattern in patterns:
            vars(getattr(pattern, "callback", None) or self).pop("login_url", None)
        queue = path("review/", self.admin_view(self.review), name="review")
        return [queue, *patterns]

    def review(self, request: HttpRequest) -> HttpResponse:
        """What waits for review, several decided at once."""
        from councils.backoffice.review import review_queue

        return review_queue(request, self)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send a stranger to the site's own sign-in page, others on or away."""
        index = reverse("admin:index", current_app=self.name)
        onward = request.GET.get("next") or index
        allowed = url_has_allowed_host_and_scheme(onward, {request.get_host()})
        if not allowed or not onward.startswith(("/", "http:", "https:")):
            onward = index
        if not request.user.is_authenticated:
            return redirect_to_login(onward, settings.LOGIN_URL)
        self._refuse_unless_allowed(request)
        return redirect(onward)

    def logout(  # type: ignore[override]  # ours answers without a template
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out as everywhere else on the site."""
        response: HttpResponse = account.logout(request)
        return response

    def password_change(  # type: ignore[override]  # and so does this
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Change one's password where everybody does."""
        return redirect("account_change_password")


def _refuse_nul(request: HttpRequest) -> None:
    """PostgreSQL keeps no NUL; asking for one is a plain 400, not a fault."""
    given = [request.path, *(v for vs in request.GET.lists() for v in vs[1])]
    if any(NUL in text for text in [*given, *request.GET]):
        raise SuspiciousOperation("The address holds a NUL character.")
