"""Moves made from a list: a page that asks why, then one act for each chosen row.

Which moves there are is said by the machines; `councils.machines.decide` makes them.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from councils.form_words import PlainForm
from councils.machines import Machine, Move, Refused, all_machines, decide
from councils.permissions import can
from councils.readers import person
from councils.settling import settled

MOST_AT_ONCE = 100
Act = Callable[[Any, dict[str, Any]], object]


class WhyForm(PlainForm):
    """The reason of a move, which others read beside it."""

    reason = forms.CharField(
        label="Reason",
        help_text="Stands in the history, where others read it.",
        widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": "Say why: it stands in the history"},
    )

    def __init__(
        self,
        *args: Any,
        needs_reason: bool = True,
        limit: int = 1_000,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = needs_reason
        reason.validators.append(MaxLengthValidator(limit))
        reason.widget.attrs["maxlength"] = str(limit)


def ask_and_act(
    office: admin.ModelAdmin,
    request: HttpRequest,
    chosen: models.QuerySet[Any],
    *,
    name: str,
    title: str,
    form: forms.Form,
    act: Act,
) -> TemplateResponse | None:
    """Ask for what `form` needs; once it is given, `act` on each chosen row.

    A row that refuses is named with the reason, and the others go on. None sends the
    person back to the list; where nothing was done, what was typed stays.
    """
    rows = list(chosen[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"Choose {MOST_AT_ONCE} rows at most.")
        return None
    if "asked" in request.POST and form.is_valid():
        given = dict(form.cleaned_data)
        if act_on_each(request, rows, lambda row: act(row, given), title, form):
            return None
    context = {
        **office.admin_site.each_context(request),
        "title": title,
        "opts": office.model._meta,
        "rows": rows,
        "form": form,
        "name": name,
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "media": office.media,
    }
    return TemplateResponse(request, "admin/why.html", context)


def act_on_each(
    request: HttpRequest,
    rows: list[Any],
    act: Callable[[Any], object],
    title: str,
    form: Any = None,
) -> int:
    """Act on each row, each whole or not at all, and say how it went.

    Returns how many were done.
    """
    done = 0
    for row in rows:
        try:
            with settled(form):
                act(row)
        except Refused as fault:
            messages.error(request, f"{row}: {fault}")
        except PermissionDenied as fault:
            messages.error(request, f"{row}: {fault}")
        else:
            done += 1
    if done:
        messages.success(request, f"{title}: {done} done")
    return done


def bound(form: Any, request: HttpRequest, **kwargs: Any) -> Any:
    """The form with what was sent, once the page between has been shown."""
    return form(request.POST if "asked" in request.POST else None, **kwargs)


def moves_for(request: HttpRequest, kind_code: str) -> dict[str, Any]:
    """Every move of every machine that this person's role allows, as list actions."""
    return {
        f"{machine.name}.{move.action}": (
            _as_action(machine, move),
            f"{machine.name}.{move.action}",
            f"{move.label} …",
        )
        for machine in all_machines()
        if machine.is_of_records and (not machine.kinds or kind_code in machine.kinds)
        for move in machine.moves
        if can(request.user, move.needs)
    }


def _as_action(machine: Machine, move: Move) -> Callable[..., Any]:
    def ask(
        office: admin.ModelAdmin, request: HttpRequest, chosen: models.QuerySet[Any]
    ) -> TemplateResponse | None:
        def act(record: Any, given: dict[str, Any]) -> object:
            return decide(
                record,
                machine,
                move.action,
                by=person(request),
                reason=given["reason"],
                version=_version_read(request, record),
            )

        return ask_and_act(
            office,
            request,
            chosen,
            name=f"{machine.name}.{move.action}",
            title=move.label,
            form=bound(WhyForm, request, needs_reason=move.needs_reason),
            act=act,
        )

    return ask


def _version_read(request: HttpRequest, record: Any) -> int:
    """The version that the page between showed; 0, which none is, when it is unsaid."""
    given = request.POST.get(f"version-{record.pk}", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
