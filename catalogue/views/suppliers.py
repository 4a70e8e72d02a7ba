"""Pages of suppliers: the list, one supplier and its products, adding and moderating.

Editing and history are the ground floor's (`councils.views.records`).
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.actions import propose_supplier
from catalogue.filters import SupplierFilter
from catalogue.forms import NewSupplierForm
from catalogue.kinds import SUPPLIER_KIND
from catalogue.models import Supplier
from catalogue.shared_records import (
    listed_shared,
    merged_into,
    products_of_supplier,
    shared_page,
    use_of,
)
from catalogue.views.shared_records import add, moderate
from councils.editing import values_at
from councils.models.person import User
from councils.permissions import Action, can, require
from councils.present import present
from councils.readers import visible_record


@login_not_required
@require_safe
def supplier_list(request: HttpRequest) -> HttpResponse:
    """Suppliers by name, each with its products and the use cases one may see."""
    listed = listed_shared(SupplierFilter, SUPPLIER_KIND, request.GET, request.user)
    pages, suppliers = shared_page(listed, SUPPLIER_KIND, request.GET, request.user)
    context = {
        "listed": listed,
        "pages": pages,
        "items": suppliers,
        "query": request.GET,
        "may_add": can(request.user, Action.PROPOSE_PRODUCT),
    }
    status = 400 if listed.faults else 200
    return render(request, "catalogue/supplier_list.html", context, status=status)


@login_not_required
@require_safe
def supplier_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One supplier: who they are, their products, who uses them at which stage."""
    record = visible_record(SUPPLIER_KIND.code, key, request.user)
    kept = merged_into(record, request.user)
    if kept is not None:
        return redirect(kept)
    user: Any = request.user
    context = {
        "record": record,
        "kind": SUPPLIER_KIND,
        "shown": present(SUPPLIER_KIND, values_at(record, record.version), user),
        "products": products_of_supplier(record, user),
        **use_of(SUPPLIER_KIND, record, user),
        "may_add": can(user, Action.PROPOSE_PRODUCT),
        "may_moderate": can(user, Action.MODERATE_PRODUCT, record),
        "back": reverse("catalogue:supplier_list"),
        "back_words": "All suppliers",
    }
    return render(request, "catalogue/supplier_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def supplier_create(request: HttpRequest) -> HttpResponse:
    """Add a supplier; ones with a like name are shown first, to choose instead."""
    user: Any = request.user
    require(user, Action.PROPOSE_PRODUCT)
    initial = {"title": request.GET.get("title", "")}
    form = NewSupplierForm(request.POST or None, initial=initial, reader=user)
    return add(request, SUPPLIER_KIND, form, _write)


def _write(form: NewSupplierForm, user: User) -> Supplier:
    return propose_supplier(form.values(), by=user)


@require_http_methods(["GET", "HEAD", "POST"])
def supplier_moderate(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm a supplier, or merge it into the one that it repeats."""
    return moderate(request, SUPPLIER_KIND, key)
