"""Links between use cases and the resources they make use of, and what would fit.

Both ends are shown only to those who may see them: every list here is made of the
reader's own search rows.
"""

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from catalogue.overview import ShownCard, cards_of, visible_use_cases
from councils.facets import MaskFacet
from councils.models.person import User
from councils.models.search import SearchEntry
from councils.permissions import Action, require
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceUse

MOST_OFFERED = 5
MOST_SHOWN = 50


def visible_resources(reader: Any) -> Any:
    """The search rows of the resources that `reader` finds in the list."""
    rows = SearchEntry.objects.visible_to(reader).filter(kind=RESOURCE.number)
    return rows.filter(resource_type__gt=0)


def attach_resource(resource: Resource, use_case: UseCase, *, by: User) -> ResourceUse:
    """Say that a use case makes use of a resource; saying it twice changes nothing.

    It takes the right to edit the use case, and seeing the resource, which is the
    caller's business. Raises PermissionDenied.
    """
    require(by, Action(USE_CASE.edits), use_case)
    made, _ = ResourceUse.objects.get_or_create(
        resource=resource, use_case=use_case, ended_at=None, defaults={"added_by": by}
    )
    return made


def detach_resource(resource: Resource, use_case: UseCase, *, by: User) -> None:
    """Say that a use case no longer makes use of it. Raises PermissionDenied."""
    require(by, Action(USE_CASE.edits), use_case)
    open_uses = ResourceUse.objects.filter(
        resource=resource, use_case=use_case, ended_at=None
    )
    open_uses.update(ended_by=by, ended_at=timezone.now())


def documents_of(use_case: UseCase, reader: Any, most: int) -> list[ShownCard]:
    """The resources that a use case makes use of, as far as this reader sees them."""
    attached = ResourceUse.objects.filter(use_case=use_case, ended_at=None)
    rows = visible_resources(reader).filter(record__in=attached.values("resource"))
    return cards_of(rows.order_by("is_retired", "title"), most, RESOURCE)


def use_cases_with(resource: Resource, reader: Any) -> list[ShownCard]:
    """The use cases that make use of a resource, as far as this reader sees them."""
    uses = ResourceUse.objects.filter(resource=resource, ended_at=None)
    rows = visible_use_cases(reader).filter(record__in=uses.values("use_case"))
    return cards_of(rows.order_by("is_retired", "-stage", "title"), MOST_SHOWN)


def matching_resources(use_case: UseCase, reader: Any) -> list[ShownCard]:
    """Up to five resources on the same product, service areas or types of AI.

    What is held back of the use case from this reader matches nothing.
    """
    row = visible_use_cases(reader).filter(record=use_case.pk).first()
    if row is None:
        return []
    conditions = [(Q(products__contains=[row.product]), 4)] if row.product else []
    for column, worth in (("service_areas", 2), ("ai_types", 1)):
        bits = [bit for bit in range(63) if getattr(row, column) >> bit & 1]
        if bits:
            conditions.append((MaskFacet(column, column).condition(bits), worth))
    if not conditions:
        return []
    attached = ResourceUse.objects.filter(use_case=use_case, ended_at=None)
    rows = (
        visible_resources(reader)
        .filter(is_retired=False)
        .exclude(record__in=attached.values("resource"))
        .annotate(worth=sum((_worth(*c) for c in conditions), Value(0)))
        .filter(worth__gt=0)
    )
    return cards_of(rows.order_by("-worth", "-record"), MOST_OFFERED, RESOURCE)


def _worth(condition: Q, worth: int) -> Case:
    return Case(
        When(condition, then=Value(worth)),
        default=Value(0),
        output_field=IntegerField(),
    )
