"""What a resource's page and card say of its reuse: where from, who adapted, how often.

Copies and originals are named and counted only for those who may see them. Figures are
for signed-in readers: strangers' pages are kept, so that they show none that grows.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from councils.models.person import User
from councils.permissions import Action, can
from resources.adapting import missing_for_adapting
from resources.collections import collections_with
from resources.feedback import Useful, reads_feedback, useful_counts
from resources.models import Adaptation, Download, Feedback, Resource
from resources.upstream import waiting_news

NONE_ASKED = Useful(0, 0)


@dataclass(frozen=True)
class Figures:
    """How often one resource was fetched, adapted and found useful."""

    downloads: int
    adaptations: int
    useful: Useful


def figures_for(pks: list[int], reader: Any) -> dict[int, Figures]:
    """{resource id: figures} for cards and pages: three statements, however many.

    Adaptations are counted where `reader` may see the copy.
    """
    fetched = dict(
        Download.objects.filter(version__resource__in=pks)
        .order_by()
        .values("version__resource")
        .annotate(n=Count("pk"))
        .values_list("version__resource", "n")
    )
    seen = Resource.objects.visible_to(reader).values("pk")
    adapted = Counter(
        Adaptation.objects.filter(original__in=pks, copy__in=seen).values_list(
            "original", flat=True
        )
    )
    useful = useful_counts(pks)
    return {
        pk: Figures(fetched.get(pk, 0), adapted[pk], useful.get(pk, NONE_ASKED))
        for pk in pks
    }


def reuse_of(record: Resource, reader: Any) -> dict[str, Any]:
    """The context of the parts of a resource's page that are about its reuse."""
    found: dict[str, Any] = {
        "adapted_from": _original(record, reader),
        "copies": _copies(record, reader),
        "in_collections": list(collections_with(record)),
    }
    if not isinstance(reader, User):
        return found
    acting = reader.acting_for
    found["figures"] = figures_for([record.pk], reader)[record.pk]
    found["may_adapt"] = (
        acting is not None
        and can(reader, Action.CREATE_RECORD, acting)
        and not missing_for_adapting(record, acting)
    )
    found["may_say"] = acting is not None and reader.pk not in (
        record.steward_id,
        record.deputy_id,
    )
    found["said"] = Feedback.objects.filter(resource=record.pk, by=reader).first()
    found["reads_feedback"] = reads_feedback(record, reader)
    if can(reader, Action.EDIT_RECORD, record) and record.lead_id in reader.council_ids:
        found["news"] = waiting_news(record)
    return found


def _original(record: Resource, reader: Any) -> Adaptation | None:
    """Where a resource is from, for those who may see that original."""
    seen = Resource.objects.visible_to(reader).values("pk")
    rows = Adaptation.objects.filter(copy=record.pk, original__in=seen)
    return rows.select_related("original__lead").first()


def _copies(record: Resource, reader: Any) -> list[Resource]:
    """What was made from a resource, as far as a reader may see it."""
    rows = Resource.objects.visible_to(reader).filter(adapted__original=record.pk)
    return list(rows.select_related("lead").order_by("lead__name", "pk"))
