"""The review queue in the back office: several decided at once, through `decide`.

It is the queue of /review/; one by one is that page's business.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from councils.backoffice.moves import WhyForm, act_on_each
from councils.listing import pages_of
from councils.machines import Machine, decide
from councils.permissions import Action, require
from councils.proposing import PROPOSAL
from councils.publishing import PUBLISHING
from councils.readers import person
from councils.review import Waiting, queue_for, waiting_rows

BOTH = {"approve": "Approve", "return": "Send back"}
"""What may be decided on several at once, and its button."""


@dataclass(frozen=True)
class Chosen:
    """One row of the queue that was chosen, and what of it had been read."""

    row: Waiting
    version: str

    @property
    def subject(self) -> Any:
        return self.row.proposal or self.row.record

    @property
    def machine(self) -> Machine:
        return PROPOSAL if self.row.proposal else PUBLISHING

    def __str__(self) -> str:
        return f"{self.row.record}, {self.row.what.lower()}"


def code_of(row: Waiting) -> str:
    """What stands for one row in the form: the record's id and the proposal's."""
    return f"{row.record.pk}.{row.proposal.pk if row.proposal else ''}"


@require_http_methods(["GET", "HEAD", "POST"])
def review_queue(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What waits for this person; what is chosen is approved or sent back with why."""
    by = person(request)
    require(by, Action.APPROVE_RECORD)
    queue = queue_for(by)
    pages = pages_of(queue.count(), request.GET)
    rows = waiting_rows(list(queue[pages.start : pages.start + pages.size]), by)
    form = WhyForm(
        request.POST or None, needs_reason=request.POST.get("action") == "return"
    )
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and _decide_on_chosen(request, rows, form):
        return redirect(request.get_full_path())
    chosen = request.POST.getlist("chosen")
    context = {
        **site.each_context(request),
        "title": "Review queue",
        "rows": [_drawn(row, chosen) for row in rows],
        "pages": pages,
        "form": form,
        "both": BOTH,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/review.html", context, status=status)


def _drawn(row: Waiting, chosen: list[str]) -> dict[str, Any]:
    """A row with its code, the version that is shown, and whether it was ticked."""
    code = code_of(row)
    found = Chosen(row, "")
    version = found.machine.version_of(found.subject)
    return {"row": row, "code": code, "version": version, "is_chosen": code in chosen}


def _decide_on_chosen(request: HttpRequest, rows: list[Waiting], form: Any) -> int:
    """Make the same move for each chosen row; a row that refuses says why.

    Returns how many were moved.
    """
    reason = form.cleaned_data["reason"]
    action = request.POST.get("action", "")
    if action not in BOTH:
        raise PermissionDenied("Only approving and sending back are decided here.")
    chosen = [
        Chosen(row, request.POST.get(f"version-{code_of(row)}", "0"))
        for row in rows
        if code_of(row) in request.POST.getlist("chosen")
    ]
    if not chosen:
        messages.error(request, "Choose at least one row.")

    def act(one: Chosen) -> object:
        return decide(
            one.subject,
            one.machine,
            action,
            by=person(request),
            reason=reason,
            version=one.version,
        )

    return act_on_each(request, chosen, act, BOTH[action], form)
