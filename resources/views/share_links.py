"""The page of a resource's share links: making one, seeing their use, closing one.

What a link gives is `resources.views.downloads`'.
"""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from councils.permissions import Action, require
from councils.readers import person, visible_record
from councils.record_links import address_of
from councils.refusals import Refused
from councils.views.records import sent, status_of
from resources.forms import ShareLinkForm
from resources.kinds import RESOURCE
from resources.models import ShareLink
from resources.share_links import make_link, revoke_link, why_no_file


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, key: str) -> HttpResponse:
    """The links of a resource; a new one's address is shown this once."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    require(by, Action.SHARE_RECORD, record)
    form = ShareLinkForm(sent(request))
    address = ""
    if request.method == "POST" and form.is_valid():
        whom, days = form.cleaned_data["whom"], form.cleaned_data["days"]
        try:
            secret, _ = make_link(record, whom=whom, days=days, by=by)
        except Refused as fault:
            form.add_error(None, list(fault.sentences))
        else:
            path = reverse("resources:shared", args=[secret])
            address = request.build_absolute_uri(path)
            form = ShareLinkForm()
    rows = ShareLink.objects.filter(resource=record.pk).select_related("made_by")
    context = {
        "record": record,
        "form": form,
        "address": address,
        "links": rows.annotate(use_count=Count("uses")),
        "missing": why_no_file(record),
        "back": address_of(record, "versions"),
    }
    return render(request, "resources/links.html", context, status=status_of(form))


@require_POST
def link_revoke(request: HttpRequest, key: str, link_id: UUID) -> HttpResponse:
    """Close a link now."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    require(by, Action.SHARE_RECORD, record)
    rows = ShareLink.objects.filter(resource=record.pk, pk=link_id)
    link = rows.select_related("resource__lead").first()
    if link is None:
        raise Http404("There is no such link.")
    revoke_link(link, by=by)
    messages.success(request, f"Closed: the link for {link.whom}")
    return redirect(address_of(record, "links"))
