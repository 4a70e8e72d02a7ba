"""What one council does with AI, and what its own people should look at next.

The council's page and the home page are made of these; all of it is counted over
what the reader may see.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q, SmallIntegerField
from django.utils import timezone

from catalogue.kinds import USE_CASE
from catalogue.models import Stage, UseCase
from catalogue.overview import (
    ShownCard,
    StageCounts,
    cards_by_stage,
    count_stages_by,
    visible_use_cases,
)
from councils.editing import Completeness, completeness
from councils.models.change_set import RecordVersion
from councils.models.council import Council
from councils.models.hold import RecordHold
from councils.models.record import (
    DUE_AFTER,
    OVERDUE_AFTER,
    Freshness,
    Publishing,
    Record,
    freshness_of,
)
from councils.models.search import SearchCard
from councils.snapshots import completed
from councils.withholding import withheld_from

StageGroups = list[tuple[Stage, list[ShownCard]]]

CARDS_A_STAGE = 4
MOST_CONTACTS = 6
LOOKED_THROUGH = 100
"""How many of a council's latest entries are read for mailboxes and empty fields."""


@dataclass(frozen=True)
class Waiting:
    """An entry that nobody has confirmed for long."""

    key: str
    title: str
    verified_on: date
    freshness: Freshness

    @property
    def is_overdue(self) -> bool:
        return self.freshness == Freshness.OVERDUE


@dataclass(frozen=True)
class Stale:
    """The entries of a council to confirm: how many, and the oldest ones."""

    due_count: int
    overdue_count: int
    oldest: list[Waiting]

    @property
    def rest(self) -> int:
        """How many there are besides the oldest."""
        return self.due_count + self.overdue_count - len(self.oldest)


@dataclass(frozen=True)
class Gap:
    """An entry with empty fields that it needs, emptiest first."""

    key: str
    title: str
    completeness: Completeness


@dataclass(frozen=True)
class Draft:
    """An entry of any kind that is not published; a reviewer may have sent it back."""

    title: str
    url: str
    noun: str
    is_sent_back: bool


@dataclass(frozen=True)
class Drafts:
    """What a council has begun and not published: how many, what is sent back first."""

    count: int
    latest: list[Draft]

    @property
    def sent_back(self) -> list[Draft]:
        return [draft for draft in self.latest if draft.is_sent_back]


def entries_of(council: Council, reader: Any) -> Any:
    """The search rows of use cases that a council leads or takes part in."""
    return visible_use_cases(reader).filter(councils__contains=[council.pk])


def newest_by_stage(council: Council, reader: Any) -> StageGroups:
    """A few cards of every stage, furthest stage first."""
    found = cards_by_stage(entries_of(council, reader), CARDS_A_STAGE)
    return list(found.items())


def contacts_of(council: Council, reader: Any) -> list[str]:
    """The mailboxes that the council's latest entries give, once each, by name."""
    rows = visible_use_cases(reader).filter(lead=council.pk, is_retired=False)
    places = list(
        rows.order_by("-record").values_list("record_id", "audiences")[:LOOKED_THROUGH]
    )
    found = SearchCard.objects.filter(record__in=[pk for pk, _ in places])
    given = found.values_list("record_id", "audiences", "card__contact")
    seen = set(places)
    mailboxes = {contact for pk, mask, contact in given if (pk, mask) in seen}
    return sorted(filter(None, mailboxes))[:MOST_CONTACTS]


def stages_by_council(reader: Any) -> dict[int, StageCounts]:
    """{council: {stage: how many}} of the entries that each leads or takes part in."""
    each = Func(F("councils"), function="unnest", output_field=SmallIntegerField())
    return count_stages_by(visible_use_cases(reader).annotate(council=each), "council")


def stale_entries(council: Council, reader: Any, most: int = 5) -> Stale:
    """Entries that the council leads and last confirmed 90 days ago or more."""
    today = timezone.localdate()
    old = visible_use_cases(reader).filter(
        lead=council.pk, is_retired=False, verified_on__lte=today - DUE_AFTER
    )
    is_overdue = Q(verified_on__lte=today - OVERDUE_AFTER)
    counted = old.aggregate(
        due=Count("record", filter=~is_overdue),
        overdue=Count("record", filter=is_overdue),
    )
    rows = old.order_by("verified_on", "record").values_list(
        "record__key", "title", "verified_on"
    )
    return Stale(
        counted["due"],
        counted["overdue"],
        [
            Waiting(key, title, on, freshness_of(on, today))
            for key, title, on in rows[:most]
        ],
    )


def drafts_of(council: Council, reader: Any, most: int = 5) -> Drafts:
    """What the council leads and has not published: sent back, then latest change."""
    sent_back = Q(publishing=Publishing.CHANGES_REQUESTED)
    rows = Record.objects.visible_to(reader).filter(
        sent_back | Q(publishing=Publishing.DRAFT), lead=council.pk
    )
    latest = rows.annotate(is_sent_back=sent_back).order_by(
        "-is_sent_back", "-updated_at", "-pk"
    )
    return Drafts(
        rows.count(),
        [
            Draft(
                record.title,
                record.get_absolute_url(),
                record.declared.noun,
                record.is_sent_back,
            )
            for record in latest[:most]
        ],
    )


def emptiest_entries(council: Council, reader: Any, most: int = 5) -> list[Gap]:
    """Of the council's latest hundred entries, those that lack most; one statement."""
    rows = (
        UseCase.objects.visible_to(reader)
        .filter(lead=council.pk)
        .exclude(publishing=Publishing.RETIRED)
        .order_by("-pk")
        .values("pk")[:LOOKED_THROUGH]
    )
    latest = RecordVersion.objects.filter(
        record__in=rows, number=F("record__version")
    ).values_list("record__key", "record__title", "snapshot")
    states = [(k, title, completed(USE_CASE, values)) for k, title, values in latest]
    gaps = [
        Gap(k, title, completeness(USE_CASE, values, withheld_from(values, reader)))
        for k, title, values in states
    ]
    gaps = [gap for gap in gaps if gap.completeness.missing]
    gaps.sort(key=lambda gap: (gap.completeness.percent, gap.key))
    return gaps[:most]


def stewards_of(council: Council, reader: Any) -> list[tuple[str, int]]:
    """Who keeps the council's entries true, with how many; members alone are told."""
    if not (reader.is_authenticated and reader.council_ids):
        return []
    held = RecordHold.objects.against(reader).filter(
        record=OuterRef("pk"), field="steward"
    )
    rows = (
        Record.objects.visible_to(reader)
        .filter(lead=council.pk, kind=USE_CASE.code, steward__is_active=True)
        .exclude(Exists(held))
        .values_list("steward__name")
        .annotate(held=Count("pk"))
        .order_by("-held", "steward__name")
    )
    return list(rows[:8])
