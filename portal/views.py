"""Pages of the site itself: home, search, the data standard, what is said of the site.

What they show is put together in `portal.home`, `search`, `data_standard` and `about`.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import search as searching
from portal.about import about_the_site, who_to_write_to
from portal.data_standard import data_standard as standard
from portal.home import latest_changes, my_council, newest_entries, region_figures


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To a stranger what this is; to a member what waits, changed and went stale."""
    user: Any = request.user
    context = region_figures(user)
    council = user.acting_for if user.is_authenticated else None
    if council is None:
        context["newest"] = newest_entries(user)
        return render(request, "portal/home_public.html", context)
    context.update(my_council(council, user))
    context["changes"] = latest_changes(user)
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def data_standard(request: HttpRequest) -> HttpResponse:
    """Every field of every kind of record, as the code declares it."""
    return render(request, "portal/data_standard.html", {"kinds": standard()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the accessibility regulations of 2018 ask for."""
    return render(request, "about/accessibility.html", about_the_site())


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people, why, how long, and what they can ask for."""
    return render(request, "about/privacy.html", about_the_site())


@login_not_required
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """How entries are looked at before others read them."""
    return render(request, "about/review.html")


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """The mailboxes of councils and of the region's team."""
    return render(request, "about/contact.html", who_to_write_to())


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One search over use cases, products and resources, and inside their files."""
    faults = searching.faults(request.GET, request.user)
    groups = [] if faults else searching.search(request.GET, request.user)
    context = {
        "text": request.GET.get("q", "").replace("\x00", "")[:200],
        "faults": faults,
        "groups": groups,
        "found": [group for group in groups if group.total],
        "missing": [group for group in groups if not group.total],
        "tips": searching.TIPS,
    }
    status = 400 if faults else 200
    return render(request, "portal/search.html", context, status=status)
