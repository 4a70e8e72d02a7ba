"""Pages of reviewing: the queue, one entry that waits, one edit that waits.

What waits is `councils.review`'s; every decision goes through `decide`.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from councils.listing import pages_of
from councils.machines import decide
from councils.models.person import User
from councils.models.proposal import Proposal, ProposalKind
from councils.models.record import Record, Sharing
from councils.permissions import Action, require
from councils.proposing import PROPOSAL
from councils.publishing import PUBLISHING
from councils.readers import person, visible_record
from councils.refusals import Outdated, Refused
from councils.review import queue_for, take_in_hand, waiting_rows
from councils.review_page import review_page
from councils.settling import settled
from councils.views.records import sent, status_of

READ_AGAIN = "This has changed since you opened it. Look at what differs, then decide."


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for one's decision, oldest first."""
    by = person(request)
    require(by, Action.APPROVE_RECORD)
    queue = queue_for(by)
    pages = pages_of(queue.count(), request.GET)
    rows = list(queue[pages.start : pages.start + pages.size])
    context = {"pages": pages, "waiting": waiting_rows(rows, by), "query": request.GET}
    return render(request, "review/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_review(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """An entry that waits: publish it or send it back."""
    by = person(request)
    record = visible_record(kind_code, key, by)
    require(by, Action.APPROVE_RECORD, record)
    return _reviewed(request, record, None, by)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """An edit that waits: what differs, what was decided, and what one may do."""
    by = person(request)
    rows = Proposal.objects.visible_to(by).filter(pk=proposal_id)
    found = rows.select_related("record__lead", "made_by", "council").first()
    if found is None or found.kind != ProposalKind.EDIT:
        raise Http404("There is no such edit that you can see.")
    return _reviewed(request, found.record, found, by)


def _reviewed(
    request: HttpRequest, record: Record, edit: Proposal | None, by: User
) -> HttpResponse:
    """Show what waits, or make the move that was pressed and go on."""
    page = review_page(record, edit, by, sent(request))
    form, action = page["form"], request.POST.get("action", "")
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, record, edit, form, action)
        except Outdated as fault:
            page = review_page(record, edit, by, request.POST, changes=fault.changes)
            page["refused"], status = (READ_AGAIN,), fault.status
        except Refused as fault:
            page["refused"], status = fault.sentences, fault.status
        return render(request, "review/review.html", page, status=status)
    return render(request, "review/review.html", page, status=status_of(form))


def _done(
    request: HttpRequest, record: Record, edit: Proposal | None, form: Any, action: str
) -> HttpResponse:
    """Make the move; raises Refused where it cannot be made."""
    by = person(request)
    if action == "take":
        take_in_hand(record, edit, by=by)
        messages.success(request, "This is yours: others see that you have it.")
        return redirect(request.path)
    machine = PROPOSAL if edit else PUBLISHING
    subject: Any = edit or record
    given = form.cleaned_data
    with settled(form):
        decide(
            subject,
            machine,
            action,
            by=by,
            reason=given["reason"],
            version=given["version"],
            override=given.get("override", False),
            remarks=form.remarks(),
        )
    messages.success(request, _told(record, machine, action))
    return redirect(after_decision(by, record, edit))


def _told(record: Record, machine: Any, action: str) -> str:
    """What was done, and that few read it where a published entry is its council's."""
    words = f"{record.title}: {machine_word(machine, action)}"
    is_published = machine is PUBLISHING and action == "approve"
    if is_published and record.sharing == Sharing.OWN:
        words += f" for {record.lead} and its partners. Share it wider on its page"
    return words


def machine_word(machine: Any, action: str) -> str:
    """What a move did, in words."""
    return next(str(row.done) for row in machine.moves if row.action == action)


def after_decision(by: User, record: Record, edit: Proposal | None) -> str:
    """The queue for who decides, the record for who wrote."""
    if edit is not None and edit.is_by(by):
        return str(record.get_absolute_url())
    return reverse("councils:review_list")
