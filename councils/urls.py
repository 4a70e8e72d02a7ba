"""Addresses of councils, change sets, problems, holds, and the council acted for."""

from django.urls import path

from councils.views import (
    accepting,
    account,
    audit,
    change_sets,
    councils,
    holds,
    people,
    reports,
    review,
)

app_name = "councils"

urlpatterns = [
    path("councils/", councils.council_list, name="council_list"),
    path("councils/<slug:slug>/", councils.council_detail, name="council_detail"),
    path(
        "councils/<slug:slug>/review/",
        councils.council_review,
        name="council_review",
    ),
    path("review/", review.review_list, name="review_list"),
    path("review/<uuid:proposal_id>/", review.proposal, name="proposal"),
    path("problems/", reports.problems, name="problems"),
    path("problems/<uuid:report_id>/answer/", reports.answer, name="problem_answer"),
    path("problems/<str:token>/", reports.problem, name="problem"),
    path("holds/", holds.hold_list, name="hold_list"),
    path("councils/<slug:slug>/people/", people.people_list, name="people"),
    path("councils/<slug:slug>/people/invite/", people.invite, name="invite"),
    path(
        "councils/<slug:slug>/people/invitations/<uuid:invitation_id>/send-again/",
        people.resend,
        name="resend_invitation",
    ),
    path(
        "councils/<slug:slug>/people/invitations/<uuid:invitation_id>/withdraw/",
        people.revoke,
        name="revoke_invitation",
    ),
    path(
        "councils/<slug:slug>/people/<uuid:handle>/",
        people.person_detail,
        name="person",
    ),
    path(
        "councils/<slug:slug>/people/<uuid:handle>/<slug:act_code>/",
        people.person_act,
        name="person_act",
    ),
    path("invitations/<str:token>/", accepting.accept, name="accept_invitation"),
    path("account/", account.my_account, name="my_account"),
    path("account/edit/", account.edit_account, name="edit_account"),
    path("account/sessions/end/", account.end_sessions_here, name="end_sessions"),
    path("account/data.json", account.my_data, name="my_data"),
    path("audit/", audit.audit_log, name="audit_log"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
    path("act-for/", councils.act_for, name="act_for"),
    path(
        "changes/<uuid:change_set_id>/",
        change_sets.change_set_detail,
        name="change_set",
    ),
]
