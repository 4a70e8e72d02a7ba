"""Pages of use cases: the list in its three formats, one record, adding one.

Editing, deciding and history are the ground floor's (`councils.views.records`).
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import exports
from catalogue.actions import create_use_case
from catalogue.beginning import BeginUseCaseForm, product_first
from catalogue.choosing import UseCaseListPage, list_addresses
from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from catalogue.record_page import record_page
from catalogue.similar import similar_use_cases
from councils.audit import record_export
from councils.models.person import User
from councils.permissions import Action, can, require
from councils.readers import person, visible_record
from councils.views.records import add_faults, sent, status_of


def _listed(request: HttpRequest) -> UseCaseFilter:
    return UseCaseFilter(request.GET, kind_number=USE_CASE.number, reader=request.user)


@login_not_required
@require_safe
def use_case_list(request: HttpRequest) -> HttpResponse:
    """The list: filters, figures by stage, cards or a dense table."""
    listed, query = _listed(request), request.GET
    page = UseCaseListPage(listed, query)
    if query:
        _ = page.pages  # refuses a page that is none
    context = {
        "listed": listed,
        "page": page,
        # The whole list, which everybody opens first, is drawn once for an audience.
        "kept_as": None if query else ("use cases", listed.audience),
        "query": query,
        "may_add": can(request.user, Action.CREATE_RECORD),
        **list_addresses(query),
    }
    status = 400 if listed.faults else 200
    return render(request, "catalogue/use_case_list.html", context, status=status)


@login_not_required
@require_safe
def use_case_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as comma-separated values, all pages of it."""
    listed = _listed(request)
    if listed.faults:
        return HttpResponse(
            exports.faults_as_text(listed.faults), "text/plain", status=400
        )
    record_export(request, listed.total)
    response = StreamingHttpResponse(
        exports.csv_lines(listed, request), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="use-cases.csv"'
    return response


@login_not_required
@require_safe
def use_case_json(request: HttpRequest) -> HttpResponseBase:
    """The same list as JSON: {"count": ..., "results": [...]}, all pages of it."""
    listed = _listed(request)
    if listed.faults:
        return JsonResponse({"errors": listed.faults}, status=400)
    record_export(request, listed.total)
    parts: Iterator[str] = exports.json_parts(listed, request)
    return StreamingHttpResponse(parts, content_type="application/json")


def list_one_came_from(request: HttpRequest) -> str:
    """The list as it was, kept in the address of the record."""
    kept = request.GET.get("from", "")
    return reverse("catalogue:use_case_list") + (f"?{kept}" if kept else "")


@require_http_methods(["GET", "HEAD", "POST"])
def use_case_create(request: HttpRequest) -> HttpResponse:
    """Begin an entry with its title and stage; then the task list asks the rest.

    Entries like the title are shown first, so that nobody writes one twice.
    """
    by = person(request)
    require(by, Action.CREATE_RECORD, by.acting_for)
    if "add-product" in request.POST:
        return redirect(product_first(request.POST))
    form = BeginUseCaseForm(sent(request), initial=request.GET.dict(), reader=by)
    similar: list[Any] = []
    if request.method == "POST" and form.is_valid():
        similar = similar_use_cases(form.cleaned_data["title"], by)
        if not similar or "anyway" in request.POST:
            made = _begun(form, by)
            if made is not None:
                messages.success(request, f"Saved as a draft: {made.title}")
                return redirect("catalogue:use_case_tasks", made.key)
    context = {"form": form, "similar": similar, "council": by.acting_for}
    status = status_of(form)
    return render(request, "catalogue/use_case_create.html", context, status=status)


def _begun(form: BeginUseCaseForm, by: User) -> UseCase | None:
    """The new draft; None where the action named faults, which the form then shows."""
    try:
        return create_use_case(form.values(), by=by, stage=form.stage_chosen)
    except ValidationError as fault:
        add_faults(form, fault)
        return None


@login_not_required
@require_safe
def use_case_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One use case, as this reader may see it."""
    record = visible_record(USE_CASE.code, key, request.user)
    context = record_page(record, request.user)
    context["back"] = list_one_came_from(request)
    return render(request, "catalogue/use_case_detail.html", context)
