"""Who a request acts for, and the change set that everything it writes belongs to.

What a change set does is in `councils.changes`.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councils.changes import change_set
from councils.findings import Sensitive
from councils.models.change_set import Channel
from councils.models.council import Council
from councils.second_factor import lacks_second_factor

ACTING_FOR = "acting_for"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ROWS_LATER = "Lists show the new words for {:,} entries within a few minutes."
Answer = Callable[[HttpRequest], HttpResponse]


class ActingCouncilMiddleware:
    """Let a signed-in person act for the council that they chose in this session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            chosen = request.session.get(ACTING_FOR)
            council = next((c for c in user.councils if c.slug == chosen), None)
            if council is not None:
                user.act_for(council)
        return self.get_response(request)


def choose_council(request: HttpRequest, council: Council) -> None:
    """Act for `council` from now on in this session; PermissionError if not one's."""
    person: Any = request.user
    person.act_for(council)
    request.session[ACTING_FOR] = council.slug


class SecondFactorMiddleware:
    """Lead whoever needs a second factor and has none to set one up, and nowhere else.

    Somebody who has one was asked for it at sign-in. This asks the database nothing:
    what it looks at came with the memberships.
    """

    OPEN = frozenset(
        {
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "account_logout",
            "account_reauthenticate",
            "accessibility",
            "contact",
            "healthz",
            "privacy",
            "review_explained",
        }
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user: Any = request.user
        match = request.resolver_match
        if not user.is_authenticated or (match and match.view_name in self.OPEN):
            return None
        return redirect("mfa_index") if lacks_second_factor(user) else None


class ChangeSetMiddleware:
    """Run a view that may write inside one change set, rolled back if it raises.

    It stands last, so that sign-in and cross-site checks have been made before.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in SAFE:
            return None
        in_office = request.path.startswith("/admin/")
        channel = Channel.ADMIN if in_office else Channel.WEB
        by: Any = request.user
        try:
            with change_set(by=by, channel=channel) as opened:
                response: HttpResponse = view(request, *args, **kwargs)
        except Sensitive as fault:
            # Whatever the view said that it had done was not done.
            told: Any = request
            told._messages = default_storage(request)
            context = {"sentences": fault.messages, "back": request.path}
            return render(request, "records/sensitive.html", context, status=422)
        if opened.rows_later:
            messages.info(request, ROWS_LATER.format(opened.rows_later))
        return response
