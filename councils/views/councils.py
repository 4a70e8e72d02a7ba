"""Pages of councils, and choosing the council that one acts for.

What a council does with AI is drawn by the floors above, through template tags.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from councils.forms import CouncilReviewForm
from councils.middleware import choose_council
from councils.models.council import Belonging, Council
from councils.permissions import Action, can, require
from councils.readers import person
from councils.refusals import Refused
from councils.review_choices import choose_review
from councils.views.records import back_to, sent, status_of

GROUPS = (
    (Belonging.MEMBER, "Members"),
    (Belonging.ASSOCIATE, "Associates"),
    (Belonging.REGION, "The region's own team"),
)


@login_not_required
@require_safe
def council_list(request: HttpRequest) -> HttpResponse:
    """Every council and body of the region, by how it belongs."""
    councils = list(Council.objects.current())
    context = {
        "councils": councils,
        "groups": [(belonging.value, title) for belonging, title in GROUPS],
    }
    return render(request, "councils/council_list.html", context)


@login_not_required
@require_safe
def council_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One council: what it does with AI by stage, and who to talk to."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404("There is no council with this address.")
    context = {
        "council": council,
        "may_choose_review": can(request.user, Action.CHOOSE_REVIEW, council),
        "may_manage_people": can(request.user, Action.MANAGE_PEOPLE, council),
        "back": reverse("councils:council_list"),
        "back_words": "All councils",
    }
    return render(request, "councils/council_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def council_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose who publishes for a council, and whether edits wait."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404("There is no council with this address.")
    require(person(request), Action.CHOOSE_REVIEW, council)
    form = CouncilReviewForm(sent(request), instance=council)
    if request.method == "POST" and form.is_valid():
        try:
            choose_review(council, by=person(request), **form.cleaned_data)
        except Refused as fault:
            form.add_error("publisher", str(fault))
        else:
            messages.success(request, f"Saved: how entries of {council} are reviewed")
            return redirect("councils:council_detail", slug)
    context = {
        "council": council,
        "form": form,
        "back": reverse("councils:council_detail", args=[slug]),
    }
    status = status_of(form)
    return render(request, "councils/council_review.html", context, status=status)


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another of one's councils from now on; 403 for somebody else's."""
    user: Any = request.user
    asked = request.POST.get("council", "")
    council = next((c for c in user.councils if c.slug == asked), None)
    if council is None:
        raise PermissionDenied("You can act only for a council that you belong to.")
    choose_council(request, council)
    return redirect(back_to(request, "/"))
