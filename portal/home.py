"""What the home page shows: the region's figures, and to members what needs them.

Drawing it is the template's; counting over entries is the catalogue's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from catalogue.council_work import (
    drafts_of,
    emptiest_entries,
    entries_of,
    stale_entries,
)
from catalogue.kinds import PRODUCT, USE_CASE
from catalogue.models import Product, Supplier
from catalogue.overview import (
    StageCounts,
    cards_of,
    count_stages,
    count_stages_by,
    list_url,
    stage_figures,
    visible_use_cases,
)
from councils.history import draw_many, sentence, who_did
from councils.models.change_set import RecordVersion
from councils.models.council import Council
from councils.models.record import Publishing
from councils.models.search import SearchEntry
from councils.permissions import Action, can
from councils.readable_versions import SUBMITTED, is_readable
from councils.review import queue_for
from resources.upstream import news_for

NEWEST = 6
CHANGES = 8
LOOKED_THROUGH = 40
"""Of how many entries the latest changes are put together."""


@dataclass(frozen=True)
class LatestChange:
    """The latest change of one entry, as a sentence."""

    title: str
    url: str
    lead: str
    sentence: str
    reason: str
    at: datetime
    others_url: str
    """What else the same change wrote; empty where it wrote this entry alone."""


def region_figures(reader: Any) -> dict[str, Any]:
    """Entries by stage, councils with entries, and products, as this reader sees them.

    Two statements, whatever the number of rows.
    """
    by_lead = count_stages_by(visible_use_cases(reader), "lead")
    counts = sum(by_lead.values(), start=StageCounts())
    products = SearchEntry.objects.visible_to(reader).filter(
        kind=PRODUCT.number, is_retired=False
    )
    return {
        "figures": stage_figures(counts),
        "total": counts.total(),
        "council_count": len(by_lead),
        "product_count": products.count(),
        "list_url": list_url(),
    }


def newest_entries(reader: Any) -> list[Any]:
    """The cards of the newest entries that this reader may see."""
    rows = visible_use_cases(reader).filter(is_retired=False)
    return cards_of(rows.order_by("-record"), NEWEST)


def my_council(council: Council, reader: Any) -> dict[str, Any]:
    """A member's own council: its entries, what is stale, what is missing."""
    counts = count_stages(entries_of(council, reader))
    may_add = can(reader, Action.CREATE_RECORD, council)
    return {
        "council": council,
        "own_figures": stage_figures(counts, council=council.slug),
        "own_total": counts.total(),
        "own_url": list_url(council=council.slug),
        "drafts": drafts_of(council, reader),
        "stale": stale_entries(council, reader),
        "gaps": emptiest_entries(council, reader),
        "may_add": may_add,
        "may_confirm": can(reader, Action.CONFIRM_RECORD, council),
        "to_moderate": to_moderate(reader),
        "to_review": to_review(reader),
        "news": news_for(council, reader) if may_add else [],
    }


def to_review(reader: Any) -> int:
    """How many entries and edits wait for this person's decision."""
    if not can(reader, Action.APPROVE_RECORD):
        return 0
    return queue_for(reader).count()


def to_moderate(reader: Any) -> list[Any]:
    """Products and suppliers that wait for a moderator, oldest first."""
    if not can(reader, Action.MODERATE_PRODUCT):
        return []
    waiting: list[Any] = []
    for model in (Product, Supplier):
        rows: Any = model.objects
        proposed = rows.visible_to(reader).filter(
            confirmed_on=None, publishing=Publishing.PUBLISHED
        )
        waiting += proposed.order_by("pk")[:CHANGES]
    return waiting


def latest_changes(reader: Any) -> list[LatestChange]:
    """What changed last, each change of several entries once; four statements."""
    groups = _latest_versions(reader)
    chosen = [group[0] for group in groups]
    pairs = [(v.record_id, n) for v in chosen for n in (v.number, v.number - 1)]
    states = {(state.record_id, state.number): state for state in _versions_at(pairs)}
    before = [_readable_before(version, states, reader) for version in chosen]
    after = [states[version.record_id, version.number] for version in chosen]
    drawn = draw_many(
        USE_CASE,
        [
            (version.record, b.snapshot if b else {}, a.snapshot)
            for version, b, a in zip(chosen, before, after, strict=True)
        ],
        reader,
    )
    return [
        _as_change(group, previous, changes)
        for group, previous, changes in zip(groups, before, drawn, strict=True)
    ]


def _latest_versions(reader: Any) -> list[list[RecordVersion]]:
    """The current versions that came last, without their snapshots, by change set.

    A record's current version is what its search row serves, so whoever may see the
    record may be told of it.
    """
    seen = visible_use_cases(reader).filter(record=OuterRef("record"))
    versions = (
        RecordVersion.objects.filter(Exists(seen), number=F("record__version"))
        .defer("snapshot")
        .select_related("record__lead", "change_set__by", "change_set__council")
        .prefetch_related("record__partners")
        .order_by("-at", "-pk")
    )
    groups: dict[Any, list[RecordVersion]] = {}
    for version in versions[:LOOKED_THROUGH]:
        groups.setdefault(version.change_set_id, []).append(version)
    return list(groups.values())[:CHANGES]


def _versions_at(pairs: list[tuple[int, int]]) -> Any:
    wanted = Q(pk__in=[])
    for record, number in pairs:
        wanted |= Q(record=record, number=number)
    return RecordVersion.objects.filter(wanted).annotate(submitted=SUBMITTED).order_by()


def _readable_before(version: RecordVersion, states: Any, reader: Any) -> Any:
    previous = states.get((version.record_id, version.number - 1))
    if previous is None:
        return None
    previous.record = version.record
    return previous if is_readable(previous, reader) else None


def _as_change(group: list[RecordVersion], previous: Any, changes: Any) -> LatestChange:
    version = group[0]
    record = version.record
    who = who_did(version.change_set, with_names=True)
    return LatestChange(
        title=record.title,
        url=record.get_absolute_url(),
        lead=str(record.lead),
        sentence=sentence(USE_CASE, who, version, previous, changes),
        reason=version.change_set.reason,
        at=version.at,
        others_url=reverse("councils:change_set", args=[version.change_set_id])
        if len(group) > 1
        else "",
    )
