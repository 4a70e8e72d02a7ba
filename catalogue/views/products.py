"""Pages of products: the list, one product and who uses it, adding and moderating one.

Editing and history are the ground floor's (`councils.views.records`).
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.actions import propose_product, propose_supplier
from catalogue.filters import ProductFilter
from catalogue.forms import NewProductForm
from catalogue.kinds import PRODUCT
from catalogue.models import Product, Supplier
from catalogue.shared_records import (
    listed_shared,
    merged_into,
    shared_page,
    use_of,
)
from catalogue.views.shared_records import add, moderate
from councils.editing import values_at
from councils.listing import chips
from councils.models.person import User
from councils.permissions import Action, can, require
from councils.present import present
from councils.readers import visible_record


@login_not_required
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """Products by name, each with how many use cases this reader may see of it."""
    listed = listed_shared(ProductFilter, PRODUCT, request.GET, request.user)
    pages, products = shared_page(listed, PRODUCT, request.GET, request.user)
    facets = listed.counted_facets
    context = {
        "listed": listed,
        "pages": pages,
        "items": products,
        "facets": facets,
        "chips": chips(facets, request.GET),
        "query": request.GET,
        "may_add": can(request.user, Action.PROPOSE_PRODUCT),
    }
    status = 400 if listed.faults else 200
    return render(request, "catalogue/product_list.html", context, status=status)


@login_not_required
@require_safe
def product_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One product: what it is, who uses it at which stage, who offers help."""
    record = visible_record(PRODUCT.code, key, request.user)
    kept = merged_into(record, request.user)
    if kept is not None:
        return redirect(kept)
    user: Any = request.user
    context = {
        "record": record,
        "kind": PRODUCT,
        "shown": present(PRODUCT, values_at(record, record.version), user),
        **use_of(PRODUCT, record, user),
        "may_add": can(user, Action.CREATE_RECORD),
        "may_moderate": can(user, Action.MODERATE_PRODUCT, record),
        "back": reverse("catalogue:product_list"),
        "back_words": "All products",
    }
    return render(request, "catalogue/product_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def product_create(request: HttpRequest) -> HttpResponse:
    """Add a product; ones with a like name are shown first, to choose instead."""
    user: Any = request.user
    require(user, Action.PROPOSE_PRODUCT)
    initial = {name: request.GET.get(name, "") for name in ("title", "supplier")}
    form = NewProductForm(request.POST or None, initial=initial, reader=user)
    return add(request, PRODUCT, form, _write)


def _write(form: NewProductForm, user: User) -> Product:
    """Write the product, and its supplier first where a new one was named."""
    values = form.values()
    name = form.cleaned_data["new_supplier"].strip()
    if name:
        rows: Any = Supplier.objects
        known = rows.visible_to(user).filter(title__iexact=name).first()
        supplier = known or propose_supplier({"title": name}, by=user)
        values["supplier"] = supplier.key
    return propose_product(values, by=user)


@require_http_methods(["GET", "HEAD", "POST"])
def product_moderate(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm a product, or merge it into the one that it repeats."""
    return moderate(request, PRODUCT, key)
