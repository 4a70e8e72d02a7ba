"""Pages that move a record's states: one move with its reason, and “still true”.

Which moves there are, and who may make them, is said by the machines.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from councils.actions import confirm_record
from councils.findings import standing_in
from councils.forms import DecisionForm
from councils.machines import Machine, Move, decide, machine_named
from councils.models.person import User
from councils.models.record import Record
from councils.permissions import Action, can, require
from councils.proposing import ask_to_share
from councils.publishing import PUBLISHING, missing_for_publishing
from councils.readers import person, visible_record
from councils.refusals import Refused
from councils.settling import settled
from councils.views.records import back_to, sent, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def decide_record(
    request: HttpRequest, kind_code: str, key: str, machine_name: str, action: str
) -> HttpResponse:
    """Ask for the reason of one move, then make it, or send it for review."""
    by = person(request)
    record = visible_record(kind_code, key, by)
    machine, move = move_named(record, machine_name, action)
    require(by, move.needs, record)
    form = _asked(request, record, move)
    back = back_to(request, record.get_absolute_url())
    waits = bool(move.waits and move.waits(record))
    refused: tuple[str, ...] = tuple(move.gate(record)) if move.gate else ()
    status = 409
    if request.method == "POST" and form.is_valid() and not refused:
        try:
            words = _made(record, machine, move, form, request)
        except Refused as fault:
            refused, status = fault.sentences, fault.status
        else:
            messages.success(request, f"{record.title}: {words}")
            return redirect(back)
    context = {"record": record, "move": move, "form": form, "refused": refused}
    findings = standing_in(record) if refused else []
    context.update(waits=waits, findings=findings, back=back)
    context["may_fill_in"] = refused and _may_fill_in(record, machine, by)
    if not (refused and request.method == "POST"):
        status = status_of(form)
    return render(request, "records/decide.html", context, status=status)


def _asked(request: HttpRequest, record: Record, move: Move) -> DecisionForm:
    """The form of one move: its reason, and its day where it may lie in the past."""
    return DecisionForm(
        sent(request),
        initial={"version": record.version},
        needs_reason=move.needs_reason,
        is_dated=move.is_dated,
    )


def _may_fill_in(record: Record, machine: Machine, by: User) -> bool:
    """Whether what stands in the way is empty fields that this person can fill in."""
    may_edit = can(by, Action(record.declared.edits), record)
    return may_edit and machine is PUBLISHING and bool(missing_for_publishing(record))


def _made(
    record: Record,
    machine: Machine,
    move: Move,
    form: DecisionForm,
    request: HttpRequest,
) -> str:
    """Make the move, or send it for review; returns what was done, in words."""
    by = person(request)
    with settled(form):
        if move.waits and move.waits(record):
            reason = form.cleaned_data["reason"]
            ask_to_share(record, move.action, by=by, reason=reason)
            return "sent for review"
        decide(record, machine, move.action, by=by, **form.cleaned_data)
    return move.done


def move_named(record: Record, machine_name: str, action: str) -> tuple[Machine, Move]:
    """The machine and row asked for, from the record's state where there is one.

    404 for names that no machine has, and for decisions that have a page of their own.
    """
    try:
        machine = machine_named(machine_name)
    except KeyError:
        raise Http404("There is no such decision.") from None
    rows = [
        row
        for row in machine.moves
        if row.action == action and row.is_offered and not row.by_another
    ]
    if not rows or not machine.applies_to(record):
        raise Http404("There is no such decision.")
    state = machine.state_of(record)
    return machine, next((r for r in rows if state in r.from_states), rows[0])


@require_POST
def still_true(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """Confirm in one press that a record is still true."""
    record = visible_record(kind_code, key, request.user)
    confirm_record(record, by=person(request))
    messages.success(request, f"Confirmed today: {record.title}")
    return redirect(back_to(request, record.get_absolute_url()))
