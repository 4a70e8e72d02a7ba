"""The page of one change set: everything that one act wrote, as far as one may see."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.history import change_set_entries, who_did
from councils.models.change_set import ChangeSet


@require_safe
def change_set_detail(request: HttpRequest, change_set_id: uuid.UUID) -> HttpResponse:
    """What was written, record by record; 404 where none of it may be seen."""
    found = ChangeSet.objects.select_related("by", "council").filter(pk=change_set_id)
    change_set = found.first()
    entries = change_set_entries(change_set, request.user) if change_set else []
    if change_set is None or not entries:
        raise Http404("There is no such change that you can see.")
    context = {
        "change_set": change_set,
        "who": who_did(change_set, request.user.is_authenticated),
        "entries": entries,
    }
    return render(request, "records/change_set.html", context)
