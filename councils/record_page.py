"""What the page of any record shows one reader: its sections, and what they may do.

What a kind shows besides, and the drawing, are its own floor's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Subquery
from django.db.models.functions import Coalesce

from councils.actions import keeps
from councils.kinds import Field, Section, Values
from councils.models.change_set import RecordVersion
from councils.models.person import User
from councils.models.proposal import OPEN, Proposal, ProposalKind
from councils.models.record import OUT_OF_DRAFT, Publishing, Record
from councils.permissions import Action, can
from councils.present import Shown
from councils.readable_versions import versions_for
from councils.record_links import address_of
from councils.snapshots import completed


@dataclass(frozen=True)
class ShownSection:
    """A section with what it says, and what this reader may do with it."""

    section: Section
    rows: list[Shown]
    change_url: str
    hold_url: str

    @property
    def is_empty(self) -> bool:
        return all(row.is_empty for row in self.rows)


def state_and_versions(record: Record, reader: Any) -> tuple[Values, int]:
    """The record's state now, and how many of its versions this reader may have.

    Both in one statement. A stranger, who is offered no history, has none counted.
    """
    now = RecordVersion.objects.filter(record=record.pk, number=record.version)
    if not reader.is_authenticated:
        snapshot = now.values_list("snapshot", flat=True).first()
        return completed(record.declared, snapshot or {}), 0
    counted = (
        versions_for(record, reader)
        .order_by()
        .values("record")
        .annotate(n=Count("pk"))
        .values("n")
    )
    count = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    found = now.values_list("snapshot", count).first()
    snapshot, versions = found or ({}, 0)
    return completed(record.declared, snapshot), versions


def shown_sections(
    record: Record,
    sections: Iterable[Section],
    shown: dict[str, Shown],
    reader: Any,
    is_left_out: Callable[[Field, Shown], bool],
) -> list[ShownSection]:
    """The sections in reading order, without those in which nothing is to be shown."""
    may_edit = can(reader, Action(record.declared.edits), record)
    may_hold = can(reader, Action.HOLD_FIELD, record)
    found = []
    for section in sections:
        fields = [f for f in section.fields if f.key in shown]
        rows = [shown[f.key] for f in fields if not is_left_out(f, shown[f.key])]
        changes, holds = may_edit and section.editable, may_hold and section.holdable
        change_url = address_of(record, "edit", section.code) if changes else ""
        hold_url = address_of(record, "hold", section.code) if holds else ""
        if rows:
            found.append(ShownSection(section, rows, change_url, hold_url))
    return found


def may_confirm(record: Record, reader: Any) -> bool:
    """Whether “Still true” is offered: a draft is nobody's word yet."""
    if not isinstance(reader, User) or record.publishing != Publishing.PUBLISHED:
        return False
    return keeps(reader, record) or can(reader, Action.CONFIRM_RECORD, record)


def open_proposals(record: Record, reader: Any) -> list[Proposal]:
    """What was proposed and is not settled yet, for those who may read it."""
    if not isinstance(reader, User):
        return []
    if record.lead_id not in reader.council_ids and not reader.reviews_for_region:
        return []
    rows = Proposal.objects.visible_to(reader).filter(record=record.pk, state__in=OPEN)
    return list(rows.select_related("made_by").order_by("pk"))


def edits_among(proposed: list[Proposal], record: Record) -> list[Proposal]:
    """The edits among what is open; a draft is edited itself, and has none."""
    if record.publishing not in OUT_OF_DRAFT:
        return []
    return [edit for edit in proposed if edit.kind == ProposalKind.EDIT]
