"""Addresses of councils, change sets, and the council a person acts for."""

from django.urls import path

from councils.views import change_sets, councils, review

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
    path("act-for/", councils.act_for, name="act_for"),
    path(
        "changes/<uuid:change_set_id>/",
        change_sets.change_set_detail,
        name="change_set",
    ),
]
