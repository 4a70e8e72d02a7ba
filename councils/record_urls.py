"""The addresses that every kind of record has; a kind's app includes them by name.

The list, the record's own page and adding one are the kind's own business.
"""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from councils.views import holds, moves, records, reports, review, screening

PAGES: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("edit/", records.tasks, "tasks"),
    ("edit/<slug:section_code>/", records.edit, "edit"),
    ("decide/<slug:machine_name>/<slug:action>/", moves.decide_record, "decide"),
    ("still-true/", moves.still_true, "confirm"),
    ("review/", review.record_review, "review"),
    ("screening/", screening.screening, "screening"),
    ("report/", reports.report, "report"),
    ("hold/<slug:section_code>/", holds.hold, "hold"),
    ("held/<slug:field_code>/", holds.held, "held"),
    ("history/", records.history, "history"),
    ("compare/<str:first>...<str:second>/", records.compare, "compare"),
)
"""(the rest of the address, its view, the last word of its name)."""


def record_paths(kind_code: str, folder: str) -> list[URLPattern]:
    """Edit, decide, review, history and the rest under /`folder`/<key>/."""
    given = {"kind_code": kind_code}
    return [
        path(f"{folder}/<str:key>/{rest}", view, given, name=f"{kind_code}_{name}")
        for rest, view, name in PAGES
    ]
