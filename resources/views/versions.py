"""Pages of a resource's files: all versions, adding one, what to do with one.

What is in them is `resources.versions_page`'s; sending one is `downloads`'.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from councils.forms import ReasonForm
from councils.permissions import Action, require
from councils.readers import person, visible_record
from councils.record_links import address_of
from councils.refusals import Refused
from councils.settling import settled
from councils.views.records import sent, status_of
from resources.actions import (
    add_version,
    choose_version,
    let_version_through,
    strip_version,
)
from resources.comparing import side_by_side
from resources.forms import AddVersionForm
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion
from resources.readable import listed_versions, readable_versions
from resources.versions_page import steps_of, versions_page
from resources.views.after_upload import go_on


@login_not_required
@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """All versions of the file that this reader may have, newest first."""
    record = visible_record(RESOURCE.code, key, request.user)
    context = versions_page(record, request.user)
    if context["may_edit"]:
        context["form"] = AddVersionForm()
    return render(request, "resources/versions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def version_add(request: HttpRequest, key: str) -> HttpResponse:
    """Add the next version; the worker then takes it on its way."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    require(by, Action(RESOURCE.edits), record)
    form = AddVersionForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, note = form.cleaned_data["file"][0], form.cleaned_data["note"]
        try:
            made = add_version(record, file, name=file.name, note=note, by=by)
        except Refused as fault:
            form.add_error("file", list(fault.sentences))
        else:
            messages.success(request, f"Received: {made.name}")
            return go_on(request, address_of(record, "versions"))
    context = {**versions_page(record, by), "form": form}
    page = "resources/version_add.html"
    return render(request, page, context, status=status_of(form))


@never_cache
@require_safe
def version_state(request: HttpRequest, key: str, number: int) -> JsonResponse:
    """How far a version has come, for the page to follow it: state, words, steps."""
    record = visible_record(RESOURCE.code, key, person(request))
    version = _listed(record, number, request.user)
    return JsonResponse(
        {
            "state": version.state,
            "words": version.get_state_display(),
            "is_settled": version.is_settled,
            "steps": steps_of(version),
        }
    )


@require_POST
def version_choose(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give readers this version."""
    return _act(
        request, key, number, choose_version, "Readers now get version {number}"
    )


@require_POST
def version_strip(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Add a copy without what names people as the next version."""
    return _act(request, key, number, strip_version, "A stripped copy was added")


def _act(
    request: HttpRequest, key: str, number: int, act: Any, done: str
) -> HttpResponse:
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    version = _listed(record, number, by)
    try:
        with settled():
            act(version, by=by)
    except Refused as fault:
        messages.error(request, " ".join(fault.sentences))
    else:
        messages.success(request, done.format(number=version.number))
    return redirect(address_of(record, "versions"))


@require_http_methods(["GET", "HEAD", "POST"])
def version_let_through(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Let stand what was found in a file, as an approver who says why."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    require(by, Action.OVERRIDE_SCREENING, record)
    version = _listed(record, number, by)
    form = ReasonForm(sent(request))
    back = address_of(record, "versions")
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            with settled(form):
                let_version_through(version, by=by, **form.cleaned_data)
        except Refused as fault:
            refused = fault.sentences
        else:
            messages.success(request, f"Let through: version {version.number}")
            return redirect(back)
    shown = versions_page(record, by)["versions"]
    row = next(row for row in shown if row.version.pk == version.pk)
    context = {"record": record, "row": row, "form": form, "back": back}
    context["refused"] = refused
    page = "resources/version_let_through.html"
    return render(request, page, context, status=409 if refused else status_of(form))


@login_not_required
@require_safe
def version_compare(
    request: HttpRequest, key: str, first: int, second: int
) -> HttpResponse:
    """What two files say, side by side."""
    record = visible_record(RESOURCE.code, key, request.user)
    rows = readable_versions(record, request.user).in_bulk
    found = {row.number: row for row in rows().values()}
    if first not in found or second not in found:
        raise Http404("There is no such version that you can see.")
    context = {
        "record": record,
        "before": found[first],
        "after": found[second],
        "pairs": side_by_side(found[first], found[second]),
        "back": address_of(record, "versions"),
    }
    return render(request, "resources/version_compare.html", context)


@login_not_required
@require_safe
def version_compare_chosen(request: HttpRequest, key: str) -> HttpResponse:
    """The page that compares the two versions that a form names."""
    record = visible_record(RESOURCE.code, key, request.user)
    chosen = [request.GET.get(name, "")[:9] for name in ("first", "second")]
    if not all(number.isascii() and number.isdigit() for number in chosen):
        raise Http404("There is no such version that you can see.")
    return redirect(address_of(record, "version_compare", *chosen))


def _listed(record: Resource, number: int, reader: Any) -> ResourceVersion:
    """The version with this number, or 404 for whoever is not shown it."""
    if number < 10**9:
        rows = listed_versions(record, reader).filter(number=number)
        version = rows.select_related("resource__lead").first()
        if version is not None:
            return version
    raise Http404("There is no such version that you can see.")
