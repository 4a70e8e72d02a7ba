"""Collections: making and ordering them, and what of them one reader is shown.

A resource in a collection is shown to whoever may see it, and to nobody else: neither
it nor a gap where it stands. The words of collections are public.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.http import Http404
from django.utils.text import slugify

from councils.kept import Kept
from councils.models.person import User
from councils.models.search import SearchCard, SearchEntry
from councils.permissions import Action, require
from councils.refusals import Refused
from councils.role_mailboxes import role_mailboxes
from councils.screening import screen
from resources.models import Collection, CollectionStep, Resource

STANDING = Kept(1)
"""Which collections each resource stands in."""


@dataclass(frozen=True)
class ShownStep:
    """One resource of a collection as its reader may see it."""

    pk: int
    key: str
    line: str
    card: dict[str, Any]


def collections_for(reader: Any) -> list[Collection]:
    """Every collection, with `shown_words`: how many resources a reader sees."""
    counted = (
        _seen_steps(reader)
        .order_by()
        .values("collection")
        .annotate(n=Count("pk"))
        .values_list("collection", "n")
    )
    counts = dict(counted)
    found = list(Collection.objects.all())
    for collection in found:
        count = counts.get(collection.pk, 0)
        collection.shown_words = f"{count} resource{'' if count == 1 else 's'}"
    return found


def collection_named(slug: str) -> Collection:
    """The collection at this address, or 404."""
    found = Collection.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such collection.")
    return found


def steps_for(collection: Collection, reader: Any) -> list[ShownStep]:
    """The resources of a collection that a reader may see, in order."""
    steps = list(_seen_steps(reader).filter(collection=collection))
    pks = [step.resource_id for step in steps]
    entries = SearchEntry.objects.visible_to(reader).filter(record__in=pks)
    seen = set(entries.values_list("record", "audiences"))
    cards = {
        pk: card
        for pk, audiences, card in SearchCard.objects.filter(
            record__in=pks
        ).values_list("record", "audiences", "card")
        if (pk, audiences) in seen
    }
    return [
        ShownStep(step.pk, step.resource.key, step.line, cards[step.resource_id])
        for step in steps
        if step.resource_id in cards
    ]


def collections_with(resource: Resource) -> list[Collection]:
    """The collections in which a resource stands, for its page.

    There are few, and who may read a resource may read all that it stands in: what
    stands where is read once in a generation.
    """
    return STANDING.get("by resource", _by_resource).get(resource.pk, [])


def _by_resource() -> dict[int, list[Collection]]:
    found: dict[int, list[Collection]] = defaultdict(list)
    steps = CollectionStep.objects.select_related("collection")
    for step in steps.order_by("collection__made_at", "collection"):
        found[step.resource_id].append(step.collection)
    return dict(found)


def _seen_steps(reader: Any) -> QuerySet[CollectionStep]:
    seen = SearchEntry.objects.visible_to(reader).filter(record=OuterRef("resource"))
    return CollectionStep.objects.filter(Exists(seen)).select_related("resource")


def refuse_sensitive_words(**texts: str) -> None:
    """Raise ValidationError by name where screening finds something in public words."""
    mailboxes = role_mailboxes()
    faults = {
        name: [
            f"“{found.masked}” ({found.kind.label}). {found.kind.what_to_do}"
            for found in screen(text, mailboxes)
        ]
        for name, text in texts.items()
    }
    if any(faults.values()):
        raise ValidationError({name: said for name, said in faults.items() if said})


def make_collection(*, title: str, intro: str, by: User) -> Collection:
    """Begin an empty collection. Raises PermissionDenied and ValidationError."""
    require(by, Action.MANAGE_COLLECTIONS)
    refuse_sensitive_words(title=title, intro=intro)
    made = Collection(slug=_free_slug(title), title=title, intro=intro, made_by=by)
    made.full_clean()
    made.save()
    return made


def _free_slug(title: str) -> str:
    """An address made of the title; "new" is the page that makes collections."""
    slug = slugify(title)[:50].strip("-") or "collection"
    taken = set(
        Collection.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    ) | {"new"}
    names = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def describe_collection(
    collection: Collection, *, title: str, intro: str, by: User
) -> None:
    """Change a collection's words; its address stays. Raises as `make_collection`."""
    require(by, Action.MANAGE_COLLECTIONS)
    refuse_sensitive_words(title=title, intro=intro)
    collection.title, collection.intro = title, intro
    collection.full_clean()
    collection.save(update_fields=["title", "intro"])


def add_step(
    collection: Collection, *, key: str, line: str, by: User
) -> CollectionStep:
    """Put a resource that `by` sees at the end of a collection.

    Raises PermissionDenied, and ValidationError by field name.
    """
    require(by, Action.MANAGE_COLLECTIONS)
    resource = Resource.objects.visible_to(by).filter(key=key.strip().upper()).first()
    if resource is None:
        raise ValidationError({"key": "There is no resource with this key."})
    refuse_sensitive_words(line=line)
    with transaction.atomic():
        locked = _locked(collection)
        if locked.steps.filter(resource=resource.pk).exists():
            raise ValidationError({"key": "It stands in this collection already."})
        last = locked.steps.aggregate(last=Max("position"))["last"] or 0
        return CollectionStep.objects.create(
            collection=locked, resource=resource, line=line, position=last + 1
        )


def move_step(collection: Collection, pk: int, *, up: bool, by: User) -> None:
    """Move a step past the next that `by` sees; raises PermissionDenied, Refused."""
    require(by, Action.MANAGE_COLLECTIONS)
    with transaction.atomic():
        order = list(_locked(collection).steps.all())
        seen = {step.pk for step in steps_for(collection, by)}
        here = _place(order, pk, seen)
        ahead = range(here - 1, -1, -1) if up else range(here + 1, len(order))
        there = next((n for n in ahead if order[n].pk in seen), None)
        if there is None:
            return
        order.insert(there, order.pop(here))
        for position, step in enumerate(order, 1):
            step.position = position
        CollectionStep.objects.bulk_update(order, ["position"])


def remove_step(collection: Collection, pk: int, *, by: User) -> None:
    """Take a resource out of a collection. Raises PermissionDenied and Refused."""
    require(by, Action.MANAGE_COLLECTIONS)
    with transaction.atomic():
        order = list(_locked(collection).steps.all())
        seen = {step.pk for step in steps_for(collection, by)}
        order[_place(order, pk, seen)].delete()


def _locked(collection: Collection) -> Collection:
    return Collection.objects.select_for_update().get(pk=collection.pk)


def _place(order: Sequence[CollectionStep], pk: int, seen: set[int]) -> int:
    for place, step in enumerate(order):
        if step.pk == pk and pk in seen:
            return place
    raise Refused("Somebody has taken this out of the collection already.")
