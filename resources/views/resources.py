"""Pages of resources: one resource, adding one.

Files are `resources.views.versions`'; editing, deciding and history are the ground
floor's (`councils.views.records`).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from councils.models.person import User
from councils.permissions import Action, require
from councils.readers import person, visible_record
from councils.record_links import address_of
from councils.refusals import Refused
from councils.views.records import add_faults, sent, status_of
from resources import malware
from resources.actions import begin_resources
from resources.forms import BeginResourceForm
from resources.kinds import RESOURCE
from resources.models import Resource
from resources.record_page import record_page
from resources.views.after_upload import go_on


@require_http_methods(["GET", "HEAD", "POST"])
def resource_create(request: HttpRequest) -> HttpResponse:
    """Begin a resource with files, an address or a text; the tasks ask the rest."""
    by = person(request)
    require(by, Action.CREATE_RECORD, by.acting_for)
    form = BeginResourceForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _begun(form, by)
        if made:
            messages.success(request, _words_for(made))
            page = "versions" if form.cleaned_data["uploads"] else "tasks"
            return go_on(request, address_of(made[0], page))
    context = {
        "form": form,
        "council": by.acting_for,
        "scanner_missing": not malware.is_configured(),
    }
    status = status_of(form)
    return render(request, "resources/resource_create.html", context, status=status)


def _begun(form: BeginResourceForm, by: User) -> list[Resource]:
    """The new drafts; none where the action named faults, which the form then shows."""
    try:
        with transaction.atomic():
            return begin_resources(form.values(), form.cleaned_data["uploads"], by=by)
    except ValidationError as fault:
        add_faults(form, fault)
    except Refused as fault:
        form.add_error("uploads", list(fault.sentences))
    return []


def _words_for(made: list[Resource]) -> str:
    if len(made) == 1:
        return f"Saved as a draft: {made[0].title}"
    titles = ", ".join(row.title for row in made)
    return f"Saved as {len(made)} drafts, all in the list of resources: {titles}"


@login_not_required
@require_safe
def resource_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One resource, as this reader may see it."""
    record = visible_record(RESOURCE.code, key, request.user)
    context = record_page(record, request.user)
    return render(request, "resources/resource_detail.html", context)
