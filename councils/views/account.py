"""My account: name and contact, roles, second factor, sessions, my data.

The password and second factors are changed on allauth's pages.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from councils.audit import record_event
from councils.form_words import PlainWords
from councils.models.audit import AuditEvent
from councils.models.person import User
from councils.own_data import own_data
from councils.permissions import allowed_to
from councils.readers import person
from councils.second_factor import needs_second_factor
from councils.sessions import end_session, end_sessions, sessions_of, words_of


class AccountForm(PlainWords, forms.ModelForm):
    """What people say of themselves; the address is changed by an admin."""

    class Meta:
        model = User
        fields = ("name", "job_title", "phone")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts = {
            "name": "As colleagues in other councils should read it.",
            "phone": "Your council’s admin sees it. Leave it empty if you like.",
        }
        error_messages = {"name": {"required": "Enter your name"}}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, where I am signed in."""
    me = person(request)
    context = {
        "councils": _roles_by_council(me),
        "needs_second_factor": needs_second_factor(me),
        "is_guarded": me.has_second_factor,
        "sessions": [
            {
                "row": session.pk,
                "words": words_of(session.user_agent),
                "address": session.ip,
                "since": session.created_at,
                "is_this": session.session_key == request.session.session_key,
            }
            for session in sessions_of(me)
        ],
    }
    return render(request, "councils/my_account.html", context)


def _roles_by_council(me: User) -> list[dict[str, Any]]:
    return [
        {
            "council": council,
            "roles": [
                {
                    "label": m.get_role_display(),
                    "since": m.started_at,
                    "allowed": allowed_to(m.role),
                }
                for m in me.active_memberships
                if m.council_id == council.pk
            ],
        }
        for council in me.councils
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def edit_account(request: HttpRequest) -> HttpResponse:
    """Change my name, job title and phone."""
    me = User.objects.get(pk=person(request).pk)
    form = AccountForm(request.POST or None, instance=me)
    if request.method == "POST" and form.is_valid():
        form.save()
        changed = ", ".join(form.changed_data)
        record_event(AuditEvent.ACCOUNT_CHANGED, by=me, subject=me, details=changed)
        messages.success(request, "Your details are kept")
        return redirect("councils:my_account")
    context = {"form": form, "back": reverse("councils:my_account")}
    return render(request, "councils/edit_account.html", context)


@require_POST
def end_sessions_here(request: HttpRequest) -> HttpResponse:
    """End one session of mine, or all but this one."""
    me = person(request)
    given = request.POST.get("session", "")
    if given == "others":
        count = end_sessions(me, but=request.session.session_key)
    else:
        is_number = given.isascii() and given.isdigit() and len(given) < 18
        count = int(is_number and end_session(me, int(given)))
    if count:
        record_event(
            AuditEvent.SESSIONS_ENDED, by=me, subject=me, details=f"{count} ended"
        )
    said = "Signed out there" if count else "There was nothing to sign out"
    messages.success(request, said)
    return redirect("councils:my_account")


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that the portal holds on me, as JSON; asking is written down."""
    me = person(request)
    record_event(AuditEvent.OWN_DATA, by=me, subject=me)
    response = JsonResponse(own_data(me), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
