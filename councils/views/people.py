"""A council's people, for those who manage them: the list, one person, inviting.

What is done with a person is said by `councils.person_acts`.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from councils.invitations import invite_person, resend_invitation, revoke_invitation
from councils.machines import Refused
from councils.models.council import Council, Membership
from councils.models.invitation import Invitation
from councils.models.person import User
from councils.people import records_kept_by
from councils.people_forms import InviteForm, PersonActForm, what_roles_allow
from councils.permissions import Action, require
from councils.person_acts import ACTS, PersonAct, Standing, offered
from councils.readers import person
from councils.second_factor import has_second_factor


def _council(request: HttpRequest, slug: str) -> Council:
    """The council, for somebody who manages its people; 404, else 403."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404("There is no council with this address.")
    require(person(request), Action.MANAGE_PEOPLE, council)
    return council


def _standing(request: HttpRequest, council: Council, handle: uuid.UUID) -> Standing:
    """One of the council's people, of today or of once; 404 for anybody else."""
    found = (
        User.objects.filter(handle=handle, memberships__council=council)
        .distinct()
        .first()
    )
    if found is None:
        raise Http404("There is no such person at this council.")
    held = Membership.objects.filter(user=found, council=council, ended_at=None)
    return Standing(found, council, list(held), person(request))


@require_safe
def people_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which roles, who was invited, and who has left."""
    council = _council(request, slug)
    here = Membership.objects.filter(council=council)
    held = here.filter(ended_at=None)
    people = (
        User.objects.filter(memberships__in=held)
        .distinct()
        .order_by("name", "email")
        .annotate(is_guarded=has_second_factor("pk"))
        .prefetch_related(Prefetch("memberships", held, to_attr="held"))
    )
    past = (
        User.objects.filter(memberships__in=here)
        .exclude(memberships__in=held)
        .distinct()
        .order_by("name", "email")
    )
    waiting = Invitation.objects.open().filter(council=council)
    context = {
        "council": council,
        "people": people,
        "past": past,
        "invitations": waiting.select_related("invited_by"),
        "back": reverse("councils:council_detail", args=[slug]),
        "back_words": council.short_name,
    }
    return render(request, "councils/people.html", context)


@require_safe
def person_detail(request: HttpRequest, slug: str, handle: uuid.UUID) -> HttpResponse:
    """One person: roles, what they keep, and the history of their roles here."""
    council = _council(request, slug)
    standing = _standing(request, council, handle)
    history: Any = Membership.history.filter(user=standing.person, council=council)
    context = {
        "standing": standing,
        "council": council,
        "someone": standing.person,
        "acts": offered(standing),
        "kept": records_kept_by(standing.person, council, standing.by),
        "history": history.select_related("history_user").order_by("-history_id"),
        "has_second_factor": standing.is_guarded,
        "back": reverse("councils:people", args=[slug]),
        "back_words": f"People of {council}",
    }
    return render(request, "councils/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_act(
    request: HttpRequest, slug: str, handle: uuid.UUID, act_code: str
) -> HttpResponse:
    """Do one act of the table with a person, and say why."""
    council = _council(request, slug)
    standing = _standing(request, council, handle)
    act = ACTS.get(act_code)
    if act is None or not act.is_offered(standing):
        raise Http404("There is nothing like that to do with this person now.")
    back = reverse("councils:person", args=[slug, handle])
    form = act.form(request.POST or None, roles=act.roles(standing))
    if request.method == "POST" and form.is_valid():
        try:
            act.do(standing, form.cleaned_data)
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{act.done}: {standing.person}")
            return redirect(back)
    context = {"form": form, "back": back, **_act_page(act, standing)}
    return render(request, "councils/why.html", context)


def _act_page(act: PersonAct, standing: Standing) -> dict[str, Any]:
    """The words of an act's page; before a parting, what the person keeps."""
    kept: Any = []
    if act.is_destructive:
        kept = records_kept_by(standing.person, standing.council, standing.by)
    return {
        "label": act.label,
        "caption": f"{standing.person}, {standing.council}",
        "someone": standing.person,
        "note": act.note,
        "is_destructive": act.is_destructive,
        "kept": kept,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by e-mail, to one or several roles."""
    council = _council(request, slug)
    form = InviteForm(request.POST or None, council=council)
    if request.method == "POST" and form.is_valid():
        try:
            invite_person(
                email=form.cleaned_data["email"],
                council=council,
                roles=form.cleaned_data["roles"],
                by=person(request),
            )
        except Refused as fault:
            form.add_error("email", str(fault))
        else:
            email = form.cleaned_data["email"]
            messages.success(request, f"An invitation is on its way to {email}")
            return redirect("councils:people", slug)
    context = {
        "form": form,
        "council": council,
        "allowed": what_roles_allow(council),
        "back": reverse("councils:people", args=[slug]),
        "back_words": f"People of {council}",
    }
    return render(request, "councils/invite.html", context)


@require_POST
def resend(request: HttpRequest, slug: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again; the mail sent before opens nothing any more."""
    invitation = _invitation(_council(request, slug), invitation_id)
    try:
        resend_invitation(invitation, by=person(request))
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"Sent again to {invitation.email}")
    return redirect("councils:people", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, slug: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Withdraw an invitation, and say why."""
    invitation = _invitation(_council(request, slug), invitation_id)
    back = reverse("councils:people", args=[slug])
    form = PersonActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_invitation(
                invitation, by=person(request), reason=form.cleaned_data["reason"]
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"Withdrawn: {invitation.email}")
            return redirect(back)
    context = {
        "form": form,
        "label": "Withdraw the invitation",
        "caption": invitation.email,
        "note": "The address in the mail opens nothing from then on.",
        "is_destructive": True,
        "back": back,
    }
    return render(request, "councils/why.html", context)


def _invitation(council: Council, invitation_id: uuid.UUID) -> Invitation:
    found = Invitation.objects.open().filter(council=council, pk=invitation_id).first()
    if found is None:
        raise Http404("There is no such invitation that waits.")
    return found
