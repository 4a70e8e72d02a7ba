"""Addresses of councils, change sets, problems, and the council one acts for."""

from django.urls import path

from councils.views import audit, change_sets, councils, reports, review

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
    path("audit/", audit.audit_log, name="audit_log"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
    path("act-for/", councils.act_for, name="act_for"),
    path(
        "changes/<uuid:change_set_id>/",
        change_sets.change_set_detail,
        name="change_set",
    ),
]
