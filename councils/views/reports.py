"""Pages on which a problem with a record is reported, followed and answered.

Who may read and answer a report is `councils.reports`'.
"""

import uuid
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from councils.kinds import kind_named
from councils.listing import pages_of
from councils.machines import Refused
from councils.models.record import Record
from councils.models.report import OPEN, Report, ReportState
from councils.readers import person, visible_record
from councils.report_forms import TRAP, AnswerForm, ReportForm
from councils.reports import answer_report, answerable_by, report_problem, take_up
from councils.views.records import sent, status_of

TOO_MANY = (
    "Too many reports came from where you are, or about this entry. Nothing was sent:"
    " try again in an hour, or write to the council’s mailbox"
)
TOO_MANY_OF_YOURS = (
    "You have sent 30 reports in the last hour. This one was not sent: what you wrote"
    " is still here, so try again in an hour, or write to the council’s mailbox"
)
LATELY = 10


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind_code: str, key: str) -> HttpResponse:
    """Say what is wrong with a record that one may read; no account is needed."""
    by: Any = request.user
    record = visible_record(kind_code, key, by)
    kind = kind_named(kind_code)
    is_stranger = not by.is_authenticated
    form = ReportForm(sent(request), kind=kind, is_stranger=is_stranger)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        if may_report_once_more(request, record):
            made = report_problem(record, by=by, **form.said())
            return redirect(made)
        form.add_error(None, TOO_MANY if is_stranger else TOO_MANY_OF_YOURS)
        status = 429
    context = {
        "record": record,
        "kind": kind,
        "form": form,
        "trap": TRAP,
        "back": record.get_absolute_url(),
    }
    return render(request, "councils/report.html", context, status=status)


def may_report_once_more(request: HttpRequest, record: Record) -> bool:
    """Whether this person, or strangers from here or about it, sent few enough."""
    as_member = "_as_member" if request.user.is_authenticated else ""
    action = f"report_problem{as_member}"
    return bool(ratelimit.consume(request, action=action, key=str(record.pk)))


@never_cache
@login_not_required
@require_safe
def problem(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a report, for whoever has its address."""
    found = (
        Report.objects.filter(token=token.replace("\x00", ""))
        .select_related("record__lead")
        .first()
    )
    if found is None:
        raise Http404("There is no report with this address.")
    seen = Record.objects.visible_to(request.user).filter(pk=found.record_id).exists()
    context = {"report": found, "record": found.record if seen else None}
    response = render(request, "councils/problem.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """The problems that one answers for, oldest first, and what was answered lately."""
    reports = answerable_by(person(request))
    waiting = reports.filter(state__in=OPEN)
    pages = pages_of(waiting.count(), request.GET)
    context = {
        "pages": pages,
        "waiting": waiting[pages.start : pages.start + pages.size],
        "answered": reports.exclude(state__in=OPEN).order_by("-answered_at")[:LATELY],
    }
    return render(request, "councils/problems.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Take a problem up, answer it, or close it with the reason."""
    by = person(request)
    found = answerable_by(by).filter(pk=report_id).first()
    if found is None:
        raise Http404("There is no such report that you answer for.")
    is_taking = "take" in request.POST
    form = AnswerForm(None if is_taking else sent(request))
    refused: tuple[str, ...] = ()
    if request.method == "POST" and (is_taking or form.is_valid()):
        try:
            if is_taking:
                take_up(found, by=by)
                return redirect("councils:problem_answer", found.pk)
            closes = "close" in request.POST
            state = ReportState.CLOSED if closes else ReportState.ANSWERED
            answer_report(found, by=by, state=state, **form.cleaned_data)
            messages.success(request, f"Answered: {found.record.title}")
            return redirect("councils:problems")
        except Refused as fault:
            refused = fault.sentences
    context = {"report": found, "form": form, "refused": refused}
    context["back"] = reverse("councils:problems")
    status = 409 if refused else status_of(form)
    return render(request, "councils/problem_answer.html", context, status=status)
