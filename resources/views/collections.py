"""Pages of collections: all of them, one, making one and putting it in order.

Who is shown which of its resources is `resources.collections`'.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.models.person import User
from councils.permissions import Action, can, require
from councils.readers import person
from councils.refusals import Refused
from councils.views.records import add_faults, sent, status_of
from resources.collections import (
    add_step,
    collection_named,
    collections_for,
    describe_collection,
    make_collection,
    move_step,
    remove_step,
    steps_for,
)
from resources.models import Collection
from resources.reuse_forms import AddStepForm, CollectionForm


def _may_manage(user: Any) -> bool:
    return can(user, Action.MANAGE_COLLECTIONS)


@login_not_required
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """Every collection, with how many of its resources one may see."""
    context = {
        "collections": collections_for(request.user),
        "may_manage": _may_manage(request.user),
    }
    return render(request, "resources/collection_list.html", context)


@login_not_required
@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection: its resources in order, each with what to do with it."""
    collection = collection_named(slug)
    context = {
        "collection": collection,
        "steps": steps_for(collection, request.user),
        "may_manage": _may_manage(request.user),
    }
    return render(request, "resources/collection_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_create(request: HttpRequest) -> HttpResponse:
    """Begin a collection; what stands in it is chosen on the next page."""
    by = person(request)
    require(by, Action.MANAGE_COLLECTIONS)
    form = CollectionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = make_collection(**form.cleaned_data, by=by)
        except ValidationError as fault:
            add_faults(form, fault)
        else:
            messages.success(request, f"Made: {made.title}. Add its resources.")
            return redirect("resources:collection_edit", made.slug)
    context = {"form": form}
    status = status_of(form)
    return render(request, "resources/collection_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a collection's words, add resources, put them in order, take them out."""
    by = person(request)
    require(by, Action.MANAGE_COLLECTIONS)
    collection = collection_named(slug)
    action = request.POST.get("action", "")
    words = {"title": collection.title, "intro": collection.intro}
    form = CollectionForm(request.POST if action == "describe" else None, initial=words)
    adding = AddStepForm(request.POST if action == "add" else None)
    context: dict[str, Any] = {"collection": collection, "form": form, "adding": adding}
    if request.method == "POST":
        try:
            done = _changed(request, collection, form, adding, by)
        except Refused as fault:
            context["refused"] = fault.sentences
        else:
            if done:
                messages.success(request, done)
                return redirect("resources:collection_edit", collection.slug)
    context["steps"] = steps_for(collection, by)
    context["faulty"] = adding if adding.errors else form
    status = 409 if "refused" in context else status_of(context["faulty"])
    page = "resources/collection_edit.html"
    return render(request, page, context, status=status)


def _changed(
    request: HttpRequest,
    collection: Collection,
    form: CollectionForm,
    adding: AddStepForm,
    by: User,
) -> str:
    """Do what the button says; returns what was done, or "" where a form faults."""
    action = request.POST.get("action", "")
    if action == "describe":
        return _tried(form, lambda g: describe_collection(collection, **g, by=by))
    if action == "add":
        return _tried(adding, lambda given: add_step(collection, **given, by=by))
    step = request.POST.get("step", "")
    pk = int(step) if step.isascii() and step.isdigit() and len(step) < 10 else 0
    if action in ("up", "down"):
        move_step(collection, pk, up=action == "up", by=by)
        return "Moved"
    if action == "remove":
        remove_step(collection, pk, by=by)
        return "Taken out of the collection"
    raise Refused("Press one of the buttons.")


def _tried(form: Any, write: Callable[[dict[str, Any]], object]) -> str:
    if not form.is_valid():
        return ""
    try:
        write(form.cleaned_data)
    except ValidationError as fault:
        add_faults(form, fault)
        return ""
    return "Saved"
