"""The list of resources in its three formats.

One resource is `resources.views.resources`'.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.exports import faults_as_text
from councils.audit import record_export
from councils.permissions import Action, can
from resources import exports
from resources.cards import ResourceListPage, list_addresses
from resources.filters import ResourceFilter


def _listed(request: HttpRequest) -> ResourceFilter:
    return ResourceFilter(request.GET, reader=request.user)


@login_not_required
@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    """The list: filters, and cards that say where in a file the words stand."""
    listed, query = _listed(request), request.GET
    page = ResourceListPage(listed, query, request.user)
    if query:
        _ = page.pages  # refuses a page that is none
    context = {
        "listed": listed,
        "page": page,
        # The whole list, which everybody opens first, is drawn once for an audience.
        "kept_as": None if query else ("resources", listed.audience),
        "query": query,
        "may_add": can(request.user, Action.CREATE_RECORD),
        **list_addresses(query),
    }
    status = 400 if listed.faults else 200
    return render(request, "resources/resource_list.html", context, status=status)


@login_not_required
@require_safe
def resource_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as comma-separated values, all pages of it."""
    listed = _listed(request)
    if listed.faults:
        return HttpResponse(faults_as_text(listed.faults), "text/plain", status=400)
    record_export(request, listed.total)
    response = StreamingHttpResponse(
        exports.csv_lines(listed, request), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="resources.csv"'
    return response


@login_not_required
@require_safe
def resource_json(request: HttpRequest) -> HttpResponseBase:
    """The same list as JSON: {"count": ..., "results": [...]}, all pages of it."""
    listed = _listed(request)
    if listed.faults:
        return JsonResponse({"errors": listed.faults}, status=400)
    record_export(request, listed.total)
    parts = exports.json_parts(listed, request)
    return StreamingHttpResponse(parts, content_type="application/json")
