"""What a resource's page says of its reuse: where from, who adapted, how often.

Copies and originals are named and counted only for those who may see them. Figures are
for signed-in readers: strangers' pages are kept, so that they show none that grows.
"""

from typing import Any

from councils.models.person import User
from councils.permissions import Action, can
from resources.adapting import missing_for_adapting
from resources.collections import collections_with
from resources.feedback import reads_feedback
from resources.figures import figures_for
from resources.models import Adaptation, Feedback, Resource
from resources.upstream import waiting_news


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
    found["figures"] = figures_for([record.key], reader)[record.key]
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
