"""Addresses of the catalogue: use cases, products, suppliers and the board."""

from django.urls import path

from catalogue.views import board, products, suppliers, use_cases
from councils.record_urls import record_paths

app_name = "catalogue"

urlpatterns = [
    path("use-cases/", use_cases.use_case_list, name="use_case_list"),
    path("use-cases.csv", use_cases.use_case_csv, name="use_case_csv"),
    path("use-cases.json", use_cases.use_case_json, name="use_case_json"),
    path("use-cases/new/", use_cases.use_case_create, name="use_case_create"),
    path("use-cases/<str:key>/", use_cases.use_case_detail, name="use_case_detail"),
    *record_paths("use_case", "use-cases"),
    path("products/", products.product_list, name="product_list"),
    path("products/new/", products.product_create, name="product_create"),
    path("products/<str:key>/", products.product_detail, name="product_detail"),
    path(
        "products/<str:key>/moderate/",
        products.product_moderate,
        name="product_moderate",
    ),
    *record_paths("product", "products"),
    path("suppliers/", suppliers.supplier_list, name="supplier_list"),
    path("suppliers/new/", suppliers.supplier_create, name="supplier_create"),
    path("suppliers/<str:key>/", suppliers.supplier_detail, name="supplier_detail"),
    path(
        "suppliers/<str:key>/moderate/",
        suppliers.supplier_moderate,
        name="supplier_moderate",
    ),
    *record_paths("supplier", "suppliers"),
    path("board/", board.board, name="board"),
]
