"""Pages of resources: one resource, adding one.

Files are `resources.views.versions`'; editing, deciding and history are the ground
floor's (`councils.views.records`).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.readers import visible_record
from resources.kinds import RESOURCE
from resources.record_page import record_page


@login_not_required
@require_safe
def resource_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One resource, as this reader may see it."""
    record = visible_record(RESOURCE.code, key, request.user)
    context = record_page(record, request.user)
    return render(request, "resources/resource_detail.html", context)
