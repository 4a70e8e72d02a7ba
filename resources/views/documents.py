"""The documents of a use case: what it makes use of, and what would fit.

The use case itself is the catalogue's; the links are `resources.uses`'.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalogue.kinds import USE_CASE
from councils.history import versions_for
from councils.listing import cards
from councils.permissions import Action, can
from councils.readers import person, visible_record
from councils.record_links import tabs_of
from resources.cards import drawn, drawn_shown
from resources.filters import ResourceWords
from resources.kinds import RESOURCE
from resources.uses import (
    MOST_SHOWN,
    attach_resource,
    detach_resource,
    documents_of,
    matching_resources,
)

MOST_FOUND = 10


@login_not_required
@require_safe
def use_case_documents(request: HttpRequest, key: str) -> HttpResponse:
    """What a use case makes use of; its editors also find and attach more."""
    reader: Any = request.user
    record = visible_record(USE_CASE.code, key, reader)
    may_edit = can(reader, Action(USE_CASE.edits), record)
    found = ResourceWords(request.GET, reader=reader)
    signed_in = reader.is_authenticated
    count = versions_for(record, reader).order_by().count() if signed_in else 0
    attached = documents_of(record, reader, MOST_SHOWN)
    searched = cards(found, 0, MOST_FOUND) if may_edit and found.text else []
    held = {card["key"] for card in attached}
    context = {
        "record": record,
        "documents": drawn_shown(attached, reader),
        "offered": matching_resources(record, reader) if may_edit else [],
        "found": drawn((c for c in searched if c.key not in held), reader),
        "listed": found,
        "may_edit": may_edit,
        "tabs": tabs_of(record, "documents", count) if signed_in else [],
    }
    return render(request, "resources/documents.html", context)


@require_POST
def document_attach(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a use case makes use of a resource that one sees."""
    by = person(request)
    use_case = visible_record(USE_CASE.code, key, by)
    resource = visible_record(RESOURCE.code, request.POST.get("resource", ""), by)
    attach_resource(resource, use_case, by=by)
    messages.success(request, f"Attached: {resource.title}")
    return redirect("resources:use_case_documents", key)


@require_POST
def document_detach(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a use case no longer makes use of a resource."""
    by = person(request)
    use_case = visible_record(USE_CASE.code, key, by)
    resource = visible_record(RESOURCE.code, request.POST.get("resource", ""), by)
    detach_resource(resource, use_case, by=by)
    messages.success(request, f"Taken off: {resource.title}")
    return redirect("resources:use_case_documents", key)
