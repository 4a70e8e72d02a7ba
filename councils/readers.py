"""Fetching for a view: one record or one list, through `visible_to` and nothing else.

404 if one may not know that it exists; 403 is `require`'s.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from councils.kinds import kind_named
from councils.models.council import Council
from councils.models.person import User

Person = User | AnonymousUser


def person(request: HttpRequest) -> User:
    """Whoever is signed in; PermissionDenied for a stranger where one got this far."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("Sign in first.")
    return user


def acting_council(by: User) -> Council:
    """The council that somebody acts for; PermissionDenied for who acts for none."""
    if by.acting_for is None:
        raise PermissionDenied("You do not act for a council yet.")
    return by.acting_for


def visible_record(kind_code: str, key: str, reader: Person) -> Any:
    """The record of this kind with this key, or 404 for whoever may not see it."""
    kind = kind_named(kind_code)
    rows: Any = kind.model.objects
    record = (
        rows.visible_to(reader)
        .filter(key=key)
        .select_related("lead", "steward")
        .first()
        if "\x00" not in key
        else None
    )
    if record is None:
        raise Http404(f"There is no {kind.noun} {key} that you can see.")
    return record
