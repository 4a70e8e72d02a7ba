"""Pages of adapting a resource, and of what is new in the original of a copy.

What may travel is `resources.adapting`'s, what news are `resources.upstream`'s.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.models.proposal import Proposal
from councils.permissions import Action, require
from councils.readers import acting_council, person, visible_record
from councils.record_links import address_of
from councils.refusals import Outdated, Refused
from councils.settling import settled
from councils.views.records import add_faults, sent, status_of
from resources.adapting import adapt_resource, missing_for_adapting
from resources.kinds import RESOURCE
from resources.models import Licence, Resource
from resources.news_page import news_page
from resources.reuse_forms import AdaptForm
from resources.upstream import decline_news, take_news, waiting_news

READ_AGAIN = "One of the two has changed since you opened this page. Look again."


@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: HttpRequest, key: str) -> HttpResponse:
    """Make a copy of a resource in the council that one acts for."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    council = acting_council(by)
    require(by, Action.CREATE_RECORD, council)
    must_ask = record.licence == Licence.ASK and record.lead_id != council.pk
    given = {"title": record.title}
    form = AdaptForm(sent(request), initial=given, must_ask=must_ask)
    refused: tuple[str, ...] = tuple(missing_for_adapting(record, council))
    if request.method == "POST" and form.is_valid() and not refused:
        try:
            made = adapt_resource(record, by=by, **form.cleaned_data)
        except Refused as fault:
            refused = fault.sentences
        except ValidationError as fault:
            add_faults(form, fault)
        else:
            messages.success(request, f"Yours to change, as a draft: {made.title}")
            return redirect(address_of(made, "tasks"))
    context = {"record": record, "council": council, "form": form, "refused": refused}
    status = 409 if refused and request.method == "POST" else status_of(form)
    return render(request, "resources/adapt.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest, key: str) -> HttpResponse:
    """What is new in the original of a copy: take it, or keep one's own as it is."""
    by = person(request)
    copy: Resource = visible_record(RESOURCE.code, key, by)
    require(by, Action.EDIT_RECORD, copy)
    found = waiting_news(copy)
    if found is None or not Proposal.objects.visible_to(by).filter(pk=found.pk):
        raise Http404("Nothing is new in the original of this resource.")
    page = news_page(copy, found, by, sent(request))
    if request.method == "POST" and page["form"].is_valid():
        try:
            words = _settled(request, found, page["form"].cleaned_data)
        except Outdated:
            page = {**news_page(copy, found, by, None), "refused": (READ_AGAIN,)}
        except Refused as fault:
            page["refused"] = fault.sentences
        else:
            messages.success(request, f"{copy.title}: {words}")
            return redirect(copy)
        return render(request, "resources/news.html", page, status=409)
    status = status_of(page["form"])
    return render(request, "resources/news.html", page, status=status)


def _settled(request: HttpRequest, found: Proposal, given: dict[str, Any]) -> str:
    """Take or decline, as the button says; returns what was done, in words."""
    by, version = person(request), given["version"]
    if request.POST.get("action") == "take":
        with settled():
            take_news(found, given["take"], by=by, version=version)
        return "what you chose was taken from the original"
    decline_news(found, by=by, version=version)
    return "yours stays as it is"
