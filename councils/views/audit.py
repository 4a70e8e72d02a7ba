"""The audit log as a page and as csv, for a council's admin and for the region.

What is written in it, and for how long, is `councils.audit`'s.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.audit import record_export
from councils.listing import address, pages_of
from councils.models.audit import KEPT_YEARS, AuditEntry, AuditEvent
from councils.permissions import Action, require
from councils.readers import person
from councils.spreadsheets import csv_lines

COLUMNS = ("when", "what", "by", "about", "council", "page", "details", "from")
DATE = forms.DateInput(attrs={"type": "date"})


class AuditFilter(django_filters.FilterSet):
    """The entries that a reader may see, narrowed; invalid input means no rows."""

    event = django_filters.ChoiceFilter(label="What", choices=AuditEvent.choices)
    who = django_filters.CharFilter(label="Person", method="named", max_length=100)
    since = django_filters.DateFilter("at", "date__gte", label="From", widget=DATE)
    until = django_filters.DateFilter("at", "date__lte", label="To", widget=DATE)

    class Meta:
        model = AuditEntry
        fields = ()

    def named(self, rows: Any, name: str, value: str) -> Any:
        """Entries by or about somebody whose name or address has these letters."""
        people = [
            Q(**{f"{side}__{field}__icontains": value})
            for side in ("by", "subject")
            for field in ("name", "email")
        ]
        return rows.filter(people[0] | people[1] | people[2] | people[3])

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the address: {parameter: sentences}."""
        return {name: list(told) for name, told in self.form.errors.items()}

    @property
    def rows(self) -> Any:
        """The entries, newest first; none where the address has a fault."""
        found = self.queryset.none() if self.faults else self.qs
        return found.select_related("by", "subject", "council")


def _listed(request: HttpRequest) -> AuditFilter:
    reader = person(request)
    require(reader, Action.READ_AUDIT_LOG)
    return AuditFilter(request.GET, queryset=AuditEntry.objects.visible_to(reader))


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what with accounts, roles and lists, newest first."""
    listed = _listed(request)
    pages = pages_of(listed.rows.count(), request.GET)
    context = {
        "listed": listed,
        "faults": listed.faults,
        "entries": listed.rows[pages.start : pages.start + pages.size],
        "pages": pages,
        "events": AuditEvent.choices,
        "query": request.GET,
        "export_query": address(request.GET, page=None),
        "kept_years": KEPT_YEARS,
        "council": person(request).acting_for,
    }
    status = 400 if listed.faults else 200
    return render(request, "councils/audit_log.html", context, status=status)


@require_safe
def audit_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as comma-separated values; taking it is written down too."""
    listed = _listed(request)
    if listed.faults:
        told = "".join(f"{n}: {t}\n" for n, told in listed.faults.items() for t in told)
        return HttpResponse(told, "text/plain", status=400)
    record_export(request, listed.rows.count())
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, _rows(listed)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


def _rows(listed: AuditFilter) -> Iterator[list[str]]:
    for entry in listed.rows.iterator(chunk_size=1_000):
        yield [
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            entry.get_event_display(),
            entry.by.email if entry.by else "",
            entry.subject.email if entry.subject else "",
            entry.council.short_name if entry.council else "",
            entry.path,
            entry.details,
            entry.address or "",
        ]
