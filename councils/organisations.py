"""Loads organisations from data files beside what an admin has entered meanwhile.

Which organisations there are is said by those files; editing them is an admin's.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from councils.models.council import Belonging, Council

EMPTY: tuple[Any, ...] = (None, "", [])


@transaction.atomic
def load_organisations(
    rows: Iterable[Mapping[str, Any]], *, is_demonstration: bool = False
) -> int:
    """Create the organisations that are missing; returns how many were written.

    In rows that exist only empty fields are filled, so that an admin's words stay.
    """
    known = list(Council.objects.all())
    written = 0
    for row in rows:
        council = _found(row, known)
        if council is None:
            Council.objects.create(**row, is_demonstration=is_demonstration)
            written += 1
        elif _filled(council, row):
            council.save()
            written += 1
    return written


def _found(row: Mapping[str, Any], known: list[Council]) -> Council | None:
    """The organisation that a row speaks of, though its address or name was edited."""
    for council in known:
        same = council.slug == row["slug"] or council.name == row["name"]
        same |= bool(row.get("gss_code")) and council.gss_code == row["gss_code"]
        both_are_the_region = row["belonging"] == council.belonging == Belonging.REGION
        if same or both_are_the_region:
            return council
    return None


def _filled(council: Council, row: Mapping[str, Any]) -> bool:
    """Fill the empty fields of a council; whether there were any."""
    gaps = {
        name: value
        for name, value in row.items()
        if getattr(council, name) in EMPTY and value not in EMPTY
    }
    for name, value in gaps.items():
        setattr(council, name, value)
    return bool(gaps)


def organisations_by_slug(slugs: Iterable[str] = ()) -> dict[str, Council]:
    """The organisations with these short addresses, or all."""
    wanted = list(slugs)
    rows = Council.objects.filter(Q(slug__in=wanted) if wanted else Q())
    return {council.slug: council for council in rows}
