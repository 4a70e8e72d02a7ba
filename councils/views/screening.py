"""The page of what screening finds in a record, and letting it through as an approver.

Finding is `councils.screening`'s, what follows from it `councils.findings`'.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.findings import PATTERNS_ONLY, FieldFinding, let_through, standing_in
from councils.forms import ReasonForm
from councils.kinds import kind_named
from councils.models.hold import RecordHold
from councils.models.person import User
from councils.models.record import Record
from councils.models.screening import ScreeningOverride
from councils.permissions import Action, can, require
from councils.readers import person, visible_record
from councils.record_links import address_of
from councils.refusals import Refused
from councils.views.records import back_to, sent, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """What was found where and what to do; an approver may let it through."""
    by = person(request)
    record = visible_record(kind_code, key, by)
    may_override = can(by, Action.OVERRIDE_SCREENING, record)
    if not may_override:
        require(by, Action(kind_named(kind_code).edits), record)
    form = ReasonForm(sent(request))
    back = back_to(request, record.get_absolute_url())
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            kept = let_through(record, by=by, reason=form.cleaned_data["reason"])
        except Refused as fault:
            refused = fault.sentences
        else:
            messages.success(request, f"Let through: {len(kept)} of {record.title}")
            return redirect(back)
    context = {**_found(record, by), "may_override": may_override, "form": form}
    context.update(refused=refused, back=back)
    status = 409 if refused else status_of(form)
    return render(request, "records/screening.html", context, status=status)


def _found(record: Record, by: User) -> dict[str, Any]:
    """The findings with the page that mends each, and what was let through before."""
    findings = standing_in(record)
    held = RecordHold.objects.against(by).filter(record=record.pk).values("field")
    overrides = ScreeningOverride.objects.filter(record=record.pk)
    overrides = overrides.exclude(field__in=held)
    return {
        "record": record,
        "findings": [(f, _where_to_mend(record, f)) for f in findings],
        "is_final": any(f.found.is_refused for f in findings),
        "overrides": overrides.select_related("by"),
        "patterns_only": PATTERNS_ONLY,
    }


def _where_to_mend(record: Record, finding: FieldFinding) -> str:
    """Where the field of a finding is edited, or what it refers to is exchanged."""
    if finding.page:
        return address_of(record, finding.page)
    sections = record.declared.sections
    section = next(s for s in sections if finding.code in {f.key for f in s.fields})
    return address_of(record, "edit", section.code)
