"""The page that an invitation leads to: who invites to what, and taking it up.

Everything that makes or refuses it is in `councils.invitations`.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from councils.invitations import accept_as_new, accept_invitation, has_left
from councils.machines import Refused
from councils.middleware import choose_council
from councils.models.invitation import Invitation
from councils.models.person import User
from councils.people_forms import NewAccountForm
from councils.permissions import allowed_to

GONE = {
    "unknown": "It may have been sent again since: use the newest mail.",
    "accepted": "It has been accepted before, and works once. Sign in instead.",
    "revoked": "The council has withdrawn it. Its admin can say why.",
    "run out": "It ran out after seven days. Ask the council’s admin to send it again.",
}


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation and take it up: with one's own account, or with a new one."""
    rows = Invitation.objects.with_token(token)
    invitation = rows.select_related("council", "invited_by").first()
    if invitation is None:
        return _gone(request, "unknown", 404)
    if not invitation.is_open:
        return _gone(request, _ending(invitation), 410)
    account = User.objects.filter(email=invitation.email).first()
    if isinstance(request.user, User):
        return _with_account(request, invitation, request.user)
    if account is not None and not has_left(account):
        return _page(request, invitation, "sign_in")
    return _with_new_account(request, invitation, account)


def _ending(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "accepted"
    return "revoked" if invitation.revoked_at else "run out"


def _with_account(
    request: HttpRequest, invitation: Invitation, user: User
) -> HttpResponse:
    """One button for the account that it is for; a word to anybody else."""
    if user.email.lower() != invitation.email:
        return _page(request, invitation, "somebody_else")
    refused = ""
    if request.method == "POST":
        try:
            accept_invitation(invitation, by=user)
        except Refused as fault:
            refused = str(fault)
        else:
            return _welcome(request, invitation)
    return _page(request, invitation, "join", refused=refused)


def _with_new_account(
    request: HttpRequest, invitation: Invitation, account: User | None
) -> HttpResponse:
    """A name and a password, and they are signed in: the mailbox is theirs."""
    initial = {"name": account.name if account else ""}
    form = NewAccountForm(request.POST or None, email=invitation.email, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_as_new(invitation, **form.cleaned_data)
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request, f"Welcome. You work for {invitation.council} here"
            )
            # They have just chosen it: the next step need not ask for it again.
            record_authentication(request, person, "password")
            signed_in: HttpResponse = perform_login(request, person)
            return signed_in
    return _page(request, invitation, "new", form=form)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    # Read anew: there is one membership more than when the request began.
    request.user = User.objects.get(email=invitation.email)
    choose_council(request, invitation.council)
    messages.success(request, f"You work for {invitation.council} here now")
    return redirect("/")


def _page(
    request: HttpRequest, invitation: Invitation, case: str, **more: Any
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "case": case,
        "allowed": [
            (label, allowed_to(role))
            for role, label in zip(
                invitation.roles, invitation.role_labels, strict=True
            )
        ],
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
        **more,
    }
    return render(request, "councils/accept.html", context)


def _gone(request: HttpRequest, ending: str, status: int) -> HttpResponse:
    context = {"words": GONE[ending]}
    return render(request, "councils/invitation_gone.html", context, status=status)
