"""Addresses of the shelf."""

from django.urls import path

from councils.record_urls import record_paths
from resources.views import resources

app_name = "resources"

urlpatterns = [
    path("resources/<str:key>/", resources.resource_detail, name="resource_detail"),
    *record_paths("resource", "resources"),
]
