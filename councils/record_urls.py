"""The addresses that every kind of record has; a kind's app includes them by name.

The list, the record's own page and adding one are the kind's own business.
"""

from django.urls import URLPattern, path

from councils.views import records


def record_paths(kind_code: str, folder: str) -> list[URLPattern]:
    """Edit, decide, confirm, history and compare under /`folder`/<key>/."""
    given = {"kind_code": kind_code}
    base = f"{folder}/<str:key>"
    return [
        path(f"{base}/edit/", records.tasks, given, name=f"{kind_code}_tasks"),
        path(
            f"{base}/edit/<slug:section_code>/",
            records.edit,
            given,
            name=f"{kind_code}_edit",
        ),
        path(
            f"{base}/decide/<slug:machine_name>/<slug:action>/",
            records.decide_record,
            given,
            name=f"{kind_code}_decide",
        ),
        path(
            f"{base}/still-true/",
            records.still_true,
            given,
            name=f"{kind_code}_confirm",
        ),
        path(f"{base}/history/", records.history, given, name=f"{kind_code}_history"),
        path(
            f"{base}/compare/<str:first>...<str:second>/",
            records.compare,
            given,
            name=f"{kind_code}_compare",
        ),
    ]
