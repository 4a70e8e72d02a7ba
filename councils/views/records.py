"""Pages that every kind of record has: task list, edit, decide, history, compare.

A kind's own list and record page are in its app; `kind_code` comes from the address.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from councils.changes import change_set
from councils.difference import Conflict, Difference, apply
from councils.editing import (
    changes_from,
    clashes,
    completeness,
    task_rows,
    values_at,
)
from councils.findings import Sensitive, keep_overrides
from councils.forms import record_form
from councils.history import draw, entries
from councils.kinds import Section, Values, kind_named
from councils.listing import pages_of
from councils.models.person import User
from councils.models.record import Record
from councils.permissions import Action, can, require
from councils.proposing import edits_wait, open_edit, propose_edit, with_edit
from councils.readable_versions import version_named, versions_for
from councils.readers import person, visible_record
from councils.record_links import address_of, move_links, tabs_of
from councils.remarks import put_remarks, remarks_on
from councils.withholding import withheld_from


@require_safe
def tasks(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """The sections of a record as a task list, each with what it still needs."""
    by = person(request)
    record = visible_record(kind_code, key, by)
    kind = kind_named(kind_code)
    require(by, Action(kind.edits), record)
    values = values_at(record, record.version)
    unread = withheld_from(values, by)
    edit_open = open_edit(record, by)
    context = {
        "record": record,
        "kind": kind,
        "title": record.title,
        "tasks": task_rows(kind, record, values, unread),
        "completeness": completeness(kind, values, unread),
        "edit_base": request.path,
        "moves": [
            link
            for link in move_links(record, by, ["publishing"])
            if not link.move.is_destructive
        ],
        "shares": move_links(record, by, ["sharing"]),
        "remarks": remarks_on(record, edit_open),
        "edit_open": edit_open,
        "edits_wait": edits_wait(record),
        "back": record.get_absolute_url(),
    }
    return render(request, "records/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(
    request: HttpRequest, kind_code: str, key: str, section_code: str
) -> HttpResponse:
    """Edit one section; what was typed is kept whatever goes wrong."""
    by = person(request)
    record = visible_record(kind_code, key, by)
    kind = kind_named(kind_code)
    section = kind.section(section_code)
    values = values_at(record, record.version)
    if section is None or not (section.editable and section.is_of(values)):
        raise Http404("There is no such section.")
    require(by, Action(kind.edits), record)
    form, context = _begun(request, record, section)
    if request.method == "POST" and form.is_valid():
        return _save(request, record, context)
    return render(request, "records/edit.html", context, status=status_of(form))


def _begun(
    request: HttpRequest, record: Record, section: Section
) -> tuple[Any, dict[str, Any]]:
    """The form of a section, as it stands or with what one has sent for review."""
    kind, by = record.declared, person(request)
    edit_open = open_edit(record, by)
    values = with_edit(values_at(record, record.version), edit_open)
    unread = withheld_from(values, by)
    codes = tuple(c for c in offered_fields(section, record, by) if c not in unread)
    form = record_form(kind, codes)(
        sent(request), instance=record, initial=values, reader=by
    )
    remarks = remarks_on(record, edit_open)
    put_remarks(form, remarks)
    return form, {
        "record": record,
        "kind": kind,
        "section": section,
        "form": form,
        "base_version": _base_version(request, record.version),
        "title": record.title,
        "reason": request.POST.get("reason", ""),
        "remarks": remarks,
        "edits_wait": edits_wait(record),
        "back": back_to(request, record.get_absolute_url()),
    }


def _save(
    request: HttpRequest, record: Record, context: dict[str, Any]
) -> HttpResponse:
    """Apply what the form says changed, or show both sides where others were first."""
    kind, by = context["kind"], person(request)
    fresh = visible_record(kind.code, record.key, by)
    begun = version_named(fresh, str(context["base_version"]), by)
    base = values_at(fresh, begun.number) if begun else {}
    mine = [
        change
        for change in changes_from(base, context["form"].values())
        if request.POST.get(f"keep-{change.field}") != "theirs"
    ]
    try:
        done = _keep(request, fresh, mine, tuple(context["form"].fields))
    except Conflict as conflict:
        context.update(_both_sides(fresh, base, mine, conflict, by, context))
        return render(request, "records/edit.html", context, status=409)
    except ValidationError as fault:
        add_faults(context["form"], fault)
        context["may_override"] = may_override(fresh, fault, by)
        return render(request, "records/edit.html", context, status=422)
    messages.success(request, f"{done}: {context['section'].title.lower()}")
    return redirect(context["back"])


def _keep(
    request: HttpRequest, record: Record, mine: Difference, codes: tuple[str, ...]
) -> str:
    """Write the changes, or send them for review; returns what was done, in a word.

    An approver who says why may let through what screening found, in the same press.
    """
    by = person(request)
    reason = words_sent(request, "reason", 500)
    override = words_sent(request, "override_reason", 500)
    with change_set(by=by, reason=reason):
        try:
            with transaction.atomic():
                return _write(record, mine, codes, by, reason)
        except Sensitive as fault:
            if not override or fault.is_final:
                raise
            keep_overrides(record, fault.findings, by=by, reason=override)
            return _write(record, mine, codes, by, reason)


def _write(
    record: Record, mine: Difference, codes: tuple[str, ...], by: User, reason: str
) -> str:
    if edits_wait(record):
        propose_edit(record, mine, by=by, codes=codes, reason=reason)
        return "Sent for review"
    apply(record, mine, by, reason)
    return "Saved"


def may_override(record: Record, fault: ValidationError, by: User) -> bool:
    """Whether this person may let through what screening found in these words."""
    is_open = isinstance(fault, Sensitive) and not fault.is_final
    return is_open and can(by, Action.OVERRIDE_SCREENING, record)


def words_sent(request: HttpRequest, name: str, limit: int) -> str:
    """One line of text that was sent beside a form, without what no database keeps."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:limit]


def _both_sides(
    fresh: Record,
    base: Values,
    mine: Difference,
    conflict: Conflict,
    reader: User,
    context: dict[str, Any],
) -> dict[str, Any]:
    """What the page needs to show theirs and mine; the form then holds both merged."""
    now = values_at(fresh, fresh.version)
    codes = tuple(context["form"].fields)
    merged = {**now, **{change.field: change.after for change in mine}}
    data = {code: "" if merged[code] is None else merged[code] for code in codes}
    form = record_form(context["kind"], codes)(
        data, instance=fresh, initial=now, reader=reader
    )
    return {
        "clashes": clashes(context["kind"], base, mine, conflict, reader),
        "base_version": fresh.version,
        "form": form,
    }


def add_faults(form: Any, fault: ValidationError) -> None:
    """Put the faults of an action beside the fields of the form, the rest on top."""
    for name, errors in fault.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _base_version(request: HttpRequest, latest: int) -> int:
    """The version that this person began from; the latest when the form is new."""
    given = request.POST.get("base_version", "")
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) < 9 else latest
    )


def offered_fields(section: Section, record: Record, by: User) -> tuple[str, ...]:
    """The fields of a section that this person may change; partners need a lead."""
    may_share = can(by, Action.SHARE_RECORD, record)
    codes = (field.key for field in section.editable)
    return tuple(code for code in codes if may_share or code != "partners")


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None where the form is only being opened."""
    return request.POST if request.method == "POST" else None


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page that this one was opened from, if it is one of ours."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(given, {request.get_host()})
    is_address = given.startswith(
        ("/", "http:", "https:")
    )  # else it is taken for a view's name
    return given if allowed and is_address else otherwise


@require_safe
def history(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """Who changed what, newest first."""
    record = visible_record(kind_code, key, request.user)
    if "first" in request.GET and "second" in request.GET:
        chosen = [request.GET["first"][:9], request.GET["second"][:9]]
        if not all(name.isalnum() for name in chosen):
            raise Http404("There is no such version that you can see.")
        return redirect(address_of(record, "compare", *chosen))
    numbers = list(versions_for(record, request.user).values_list("number", flat=True))
    pages = pages_of(len(numbers), request.GET)
    shown = versions_for(record, request.user)[pages.start : pages.start + pages.size]
    context = {
        "record": record,
        "kind": kind_named(kind_code),
        "pages": pages,
        "numbers": numbers,
        "entries": entries(record, shown, request.user),
        "compare_action": request.path,
        "tabs": tabs_of(record, "history", len(numbers)),
    }
    return render(request, "records/history.html", context)


@require_safe
def compare(
    request: HttpRequest, kind_code: str, key: str, first: str, second: str
) -> HttpResponse:
    """Two versions of a record, field by field."""
    record = visible_record(kind_code, key, request.user)
    versions = [version_named(record, name, request.user) for name in (first, second)]
    before, after = versions
    if before is None or after is None:
        raise Http404("There is no such version that you can see.")
    kind = kind_named(kind_code)
    context = {
        "record": record,
        "kind": kind,
        "before": before,
        "after": after,
        "changes": draw(record, before.snapshot, after.snapshot, request.user),
        "before_title": f"Version {before.number}",
        "after_title": f"Version {after.number}",
        "back": address_of(record, "history"),
    }
    return render(request, "records/compare.html", context)


def status_of(form: Any) -> int:
    """422 for a form that was sent and is faulty, 200 otherwise."""
    return 422 if form.is_bound and form.errors else 200
