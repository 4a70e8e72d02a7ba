"""Addresses of the shelf: resources, their versions and files, share links."""

from django.urls import path

from councils.record_urls import record_paths
from resources.views import (
    adapting,
    collections,
    documents,
    downloads,
    feedback,
    lists,
    resources,
    share_links,
    versions,
)

app_name = "resources"

_one = "resources/<str:key>/"
_version = f"{_one}versions/<int:number>/"
_documents = "use-cases/<str:key>/documents/"

urlpatterns = [
    path("resources/", lists.resource_list, name="resource_list"),
    path("resources.csv", lists.resource_csv, name="resource_csv"),
    path("resources.json", lists.resource_json, name="resource_json"),
    path(_documents, documents.use_case_documents, name="use_case_documents"),
    path(f"{_documents}attach/", documents.document_attach, name="document_attach"),
    path(f"{_documents}detach/", documents.document_detach, name="document_detach"),
    path("resources/new/", resources.resource_create, name="resource_create"),
    path(_one, resources.resource_detail, name="resource_detail"),
    *record_paths("resource", "resources"),
    path(f"{_one}versions/", versions.versions, name="resource_versions"),
    path(f"{_one}versions/add/", versions.version_add, name="resource_version_add"),
    path(
        f"{_one}versions/compare/",
        versions.version_compare_chosen,
        name="resource_version_compare_chosen",
    ),
    path(
        f"{_one}versions/compare/<int:first>...<int:second>/",
        versions.version_compare,
        name="resource_version_compare",
    ),
    path(f"{_version}state/", versions.version_state, name="resource_version_state"),
    path(f"{_version}choose/", versions.version_choose, name="resource_version_choose"),
    path(f"{_version}strip/", versions.version_strip, name="resource_version_strip"),
    path(
        f"{_version}let-through/",
        versions.version_let_through,
        name="resource_version_let_through",
    ),
    path(f"{_one}download/", downloads.download, name="resource_download"),
    path(
        f"{_one}files/<int:number>/",
        downloads.version_file,
        name="resource_version_file",
    ),
    path(
        f"{_one}files/<int:number>/picture/",
        downloads.version_picture,
        name="resource_version_picture",
    ),
    path(f"{_one}links/", share_links.links, name="resource_links"),
    path(
        f"{_one}links/<uuid:link_id>/revoke/",
        share_links.link_revoke,
        name="resource_link_revoke",
    ),
    path(f"{_one}adapt/", adapting.adapt, name="resource_adapt"),
    path(f"{_one}news/", adapting.news, name="resource_news"),
    path(f"{_one}useful/", feedback.useful, name="resource_useful"),
    path(f"{_one}feedback/", feedback.feedback, name="resource_feedback"),
    path("collections/", collections.collection_list, name="collection_list"),
    path("collections/new/", collections.collection_create, name="collection_create"),
    path(
        "collections/<slug:slug>/",
        collections.collection_detail,
        name="collection_detail",
    ),
    path(
        "collections/<slug:slug>/edit/",
        collections.collection_edit,
        name="collection_edit",
    ),
    path("shared/<str:secret>/", downloads.shared, name="shared"),
    path("shared/<str:secret>/file/", downloads.shared_file, name="shared_file"),
]
