"""Pages that hold a field of a record back and show it again, and the list of them.

The writes are `councils.holds`'; what a reader then sees is `councils.present`'s.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.hold_forms import HoldForm, LiftForm, NewHoldForm
from councils.holds import change_hold, hold_field, holds_of, lift_hold
from councils.kinds import Section, kind_named
from councils.models.record import Record
from councils.permissions import Action, can, require
from councils.readers import acting_council, person, visible_record
from councils.record_links import address_of
from councils.refusals import Refused
from councils.settling import settled
from councils.views.records import sent, status_of


@require_safe
def hold_list(request: HttpRequest) -> HttpResponse:
    """What one's own council holds back, soonest review first."""
    by = person(request)
    council = acting_council(by)
    today = timezone.localdate()
    holds = holds_of(council)
    context = {
        "council": council,
        "rows": [
            {
                "hold": hold,
                "label": kind_named(hold.record.kind).label(hold.field),
                "url": hold.record.get_absolute_url(),
                "change_url": address_of(hold.record, "held", hold.field),
                "is_due": hold.review_on <= today,
            }
            for hold in holds
        ],
        "due_count": sum(hold.review_on <= today for hold in holds),
        "may_change": can(by, Action.HOLD_FIELD, council),
    }
    return render(request, "records/hold_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(
    request: HttpRequest, kind_code: str, key: str, section_code: str
) -> HttpResponse:
    """Hold back one field of a section."""
    record, section = _section(request, kind_code, key, section_code)
    held = {row.field for row in record.holds.all()}
    offered = [field for field in section.holdable if field.key not in held]
    back = [
        (record.declared.label(field.key), address_of(record, "held", field.key))
        for field in section.holdable
        if field.key in held
    ]
    form = NewHoldForm(sent(request), kind=record.declared, offered=offered)
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        code = given.pop("field")
        refused = _refusal(
            lambda: hold_field(record, code, by=person(request), **given)
        )
        if not refused:
            label = record.declared.label(code)
            messages.success(request, f"Held back: {label[0].lower()}{label[1:]}")
            return redirect(f"{record.get_absolute_url()}#{section.code}")
    context = {"record": record, "section": section, "form": form, "refused": refused}
    context.update(offered=offered, held=back, back=record.get_absolute_url())
    status = 409 if refused else status_of(form)
    return render(request, "records/hold.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def held(
    request: HttpRequest, kind_code: str, key: str, field_code: str
) -> HttpResponse:
    """Change how a field is held back, or show it again."""
    record = _record(request, kind_code, key)
    found = record.holds.filter(field=field_code).first()
    if found is None:
        raise Http404("This is not held back.")
    lifting = request.method == "POST" and "lift" in request.POST
    changing = request.method == "POST" and not lifting
    initial = {n: getattr(found, n) for n in ("audience", "ground", "review_on")}
    form = HoldForm(request.POST if changing else None, initial=initial)
    lift_form = LiftForm(request.POST if lifting else None, prefix="lift")
    label = record.declared.label(field_code)
    used: HoldForm | LiftForm = lift_form if lifting else form
    refused: tuple[str, ...] = ()
    if request.method == "POST" and used.is_valid():
        write = lift_hold if lifting else change_hold
        given = {"by": person(request), **used.cleaned_data}
        refused = _refusal(lambda: write(record, field_code, **given))
        if not refused:
            done = "Shown again" if lifting else "Saved"
            messages.success(request, f"{done}: {label[0].lower()}{label[1:]}")
            return redirect(record)
    context = {"record": record, "label": label, "hold": found, "refused": refused}
    context.update(form=form, lift_form=lift_form, used=used)
    context["back"] = record.get_absolute_url()
    status = 409 if refused else status_of(used)
    return render(request, "records/held.html", context, status=status)


def _record(request: HttpRequest, kind_code: str, key: str) -> Any:
    """The record, for somebody who may hold its fields back."""
    record = visible_record(kind_code, key, person(request))
    require(request.user, Action.HOLD_FIELD, record)
    return record


def _section(
    request: HttpRequest, kind_code: str, key: str, section_code: str
) -> tuple[Record, Section]:
    section = kind_named(kind_code).section(section_code)
    record = visible_record(kind_code, key, person(request))
    if section is None or not section.holdable:
        raise Http404("There is no such section.")
    require(request.user, Action.HOLD_FIELD, record)
    return record, section


def _refusal(write: Callable[[], object]) -> tuple[str, ...]:
    """Do it; the sentences that say why it cannot be done now, if so."""
    try:
        with settled():
            write()
    except Refused as fault:
        return fault.sentences
    return ()
