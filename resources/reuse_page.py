"""What a resource's page says of its reuse: where from, who adapted, how often.

Copies and originals are named and counted only for those who may see them. Figures are
for signed-in readers: strangers' pages are kept, so that they show none that grows.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from councils.models.council import Council
from councils.models.person import User
from councils.permissions import Action, can
from resources.adapting import missing_for_adapting
from resources.collections import collections_with
from resources.feedback import reads_feedback
from resources.figures import figures_for
from resources.models import Adaptation, Resource


def reuse_of(record: Resource, reader: Any) -> dict[str, Any]:
    """The context of the parts of a resource's page that are about its reuse."""
    found: dict[str, Any] = {
        **_kin(record, reader),
        "in_collections": list(collections_with(record)),
    }
    if not isinstance(reader, User):
        return found
    acting = reader.acting_for
    found["figures"] = figures_for([record.key], reader)[record.key]
    found["may_adapt"] = acting is not None and _may_adapt(record, reader, acting)
    keepers = (record.steward_id, record.deputy_id)
    found["may_say"] = acting is not None and reader.pk not in keepers
    found["reads_feedback"] = reads_feedback(record, reader)
    return found


def _may_adapt(record: Resource, reader: User, acting: Council) -> bool:
    """Whether the council that `reader` acts for may have a copy.

    Whoever works for that one alone sees the resource as it does: not asked again.
    """
    if not can(reader, Action.CREATE_RECORD, acting):
        return False
    works_for_it_alone = reader.council_ids == {acting.pk}
    sees = works_for_it_alone and not reader.reviews_for_region
    return not missing_for_adapting(record, acting, sees=sees)


def _kin(record: Resource, reader: Any) -> dict[str, Any]:
    """Where a resource is from and what was made of it, as far as a reader sees it."""
    seen = Resource.objects.visible_to(reader)
    from_one_seen = Q(Exists(seen.filter(pk=OuterRef("original"))), copy=record.pk)
    copy_seen = Q(Exists(seen.filter(pk=OuterRef("copy"))), original=record.pk)
    rows = Adaptation.objects.filter(from_one_seen | copy_seen)
    found = rows.select_related("original__lead", "copy__lead")
    found = found.order_by("copy__lead__name", "copy")
    return {
        "adapted_from": next((a for a in found if a.copy_id == record.pk), None),
        "copies": [a.copy for a in found if a.original_id == record.pk],
    }
