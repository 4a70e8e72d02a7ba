"""What the pages of products and suppliers share: adding, moderating, going back.

Who may is `councils.permissions`'; the writes are `catalogue.actions`'.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from catalogue.actions import confirm_shared, merge_shared
from catalogue.forms import MergeForm
from catalogue.shared_records import similar_shared
from councils.kinds import Kind
from councils.machines import Refused
from councils.permissions import Action, require
from councils.readers import visible_record
from councils.settling import settled
from councils.views.records import add_faults, back_to, status_of

Write = Callable[[Any, Any], Any]


def add(request: HttpRequest, kind: Kind, form: Any, write: Write) -> HttpResponse:
    """Show the form, then those with a like name to choose instead, then write."""
    user: Any = request.user
    similar: list[Any] = []
    if request.method == "POST" and form.is_valid():
        similar = similar_shared(kind, form.cleaned_data["title"], user)
        if not similar or "anyway" in request.POST:
            try:
                made = write(form, user)
            except ValidationError as fault:
                add_faults(form, fault)
            else:
                messages.success(request, f"Added: {made.title}")
                return redirect(return_with(request, kind, made.key))
    context = {
        "form": form,
        "kind": kind,
        "similar": [
            {**card, "choose_url": return_with(request, kind, card["key"])}
            for card in similar
        ],
        "next": back_to(request, ""),
        "back": back_to(request, reverse(f"{kind.url_name}_list")),
    }
    status = status_of(form)
    return render(request, "catalogue/shared_create.html", context, status=status)


def moderate(request: HttpRequest, kind: Kind, key: str) -> HttpResponse:
    """Confirm a product or supplier, or merge it; the page offers both."""
    user: Any = request.user
    record = visible_record(kind.code, key, user)
    require(user, Action.MODERATE_PRODUCT, record)
    merging = request.method == "POST" and "merge" in request.POST
    form = MergeForm(request.POST if merging else None, record=record, reader=user)
    refused: tuple[str, ...] = ()
    status = status_of(form)
    if request.method == "POST" and (not merging or form.is_valid()):
        try:
            return _settled(request, record, form if merging else None)
        except Refused as fault:
            refused, status = fault.sentences, fault.status
    context = {
        "record": record,
        "kind": kind,
        "form": form,
        "refused": refused,
        "back": record.get_absolute_url(),
    }
    return render(request, "catalogue/shared_moderate.html", context, status=status)


def _settled(request: HttpRequest, record: Any, form: Any) -> HttpResponse:
    """Do what was pressed; raises Refused where it cannot be done now."""
    user: Any = request.user
    if form is None:
        with settled():
            confirm_shared(record, by=user)
        messages.success(request, f"Confirmed: {record.title}. Everyone may read it.")
        return redirect(record)
    kept = form.cleaned_data["into"]
    with settled(form):
        moved = merge_shared(record, kept, by=user, reason=form.cleaned_data["reason"])
    entries = "1 entry" if moved == 1 else f"{moved:,} entries"
    messages.success(request, f"Merged into {kept.title}: {entries} moved.")
    return redirect(kept)


def return_with(request: HttpRequest, kind: Kind, key: str) -> str:
    """The page one came from with the record chosen in it, else the record's own."""
    back = back_to(request, "")
    if not back:
        return reverse(f"{kind.url_name}_detail", args=[key])
    parts = urlsplit(back)
    query = QueryDict(parts.query, mutable=True)
    query[kind.code] = key
    return urlunsplit(parts._replace(query=query.urlencode()))
