"""What the page of one resource shows one reader; drawing it is the template's.

Everything comes from the current version's snapshot through `present`; its files are
`resources.readable`'s.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from councils.actions import keeps
from councils.editing import completeness, values_at
from councils.history import versions_for
from councils.kinds import Section, Values
from councils.models.person import User
from councils.models.proposal import OPEN, Proposal, ProposalKind
from councils.models.record import OUT_OF_DRAFT, Publishing
from councils.permissions import Action, can
from councils.present import Shown, present
from councils.record_links import address_of, move_links, tabs_of
from councils.withholding import withheld_from, without
from resources.inspection.allowed import ALLOWED
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion
from resources.models.resource import is_out_of_date
from resources.readable import current_file, sees_unpublished_files
from resources.reuse_page import reuse_of
from resources.versions_page import TILES

FACTS = ("resource_type", "licence", "service_areas", "review_on")
LEADING = frozenset(
    {"title", "summary", "body", "url", "tags", "sharing", "publishing", "lead"}
) | {"current_version", "resource_type", "contact"}


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


def record_page(record: Resource, reader: Any) -> dict[str, Any]:
    """The context of a resource's page."""
    values = values_at(record, record.version)
    shown = present(RESOURCE, values, reader)
    unread = withheld_from(values, reader)
    seen = without(RESOURCE, values, unread)
    may_edit = can(reader, Action(RESOURCE.edits), record)
    readable = versions_for(record, reader)
    signed_in = reader.is_authenticated
    count = readable.order_by().count() if signed_in else 0
    return {
        "record": record,
        "kind": RESOURCE,
        "shown": shown,
        "tags": seen["tags"],
        "sections": _shown_sections(record, seen, shown, reader),
        "facts": [shown[code] for code in FACTS if not shown[code].is_empty],
        "is_out_of_date": is_out_of_date(_day(seen["review_on"])),
        "may_edit": may_edit,
        "may_confirm": _may_confirm(record, reader),
        "may_review": can(reader, Action.APPROVE_RECORD, record),
        "open_edits": _open_edits(record, reader),
        "moves": move_links(record, reader, ["publishing", "sharing"]),
        **_files(record, reader),
        **reuse_of(record, reader),
        "edit_base": address_of(record, "tasks") if may_edit else "",
        "completeness": completeness(RESOURCE, values, unread) if may_edit else None,
        "tabs": tabs_of(record, "overview", count) if signed_in else [],
    }


def _files(record: Resource, reader: Any) -> dict[str, Any]:
    """The current file, and for those who keep it the newest one."""
    version = current_file(record, reader)
    found: dict[str, Any] = {"version": version}
    if version is not None:
        kind = ALLOWED.get(version.detected_type)
        found["tile"] = TILES.get(version.detected_type, "text")
        found["type_label"] = kind.label if kind else ""
    if reader.is_authenticated:
        found["may_share"] = can(reader, Action.SHARE_RECORD, record)
    if sees_unpublished_files(record, reader):
        rows = ResourceVersion.objects.filter(resource=record.pk)
        found["newest"] = rows.order_by("-number").first()
    return found


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _shown_sections(
    record: Resource, values: Values, shown: dict[str, Shown], reader: Any
) -> list[ShownSection]:
    """The sections that this type has; what stands at the head is not repeated."""
    may_edit = can(reader, Action(RESOURCE.edits), record)
    may_hold = can(reader, Action.HOLD_FIELD, record)
    sections = []
    for section in RESOURCE.sections_of(values):
        rows = [
            shown[f.key]
            for f in section.fields
            if f.key in shown
            and f.key not in LEADING
            and not (shown[f.key].is_empty and f.is_state)
        ]
        changes = may_edit and section.editable
        holds = may_hold and section.holdable
        change_url = address_of(record, "edit", section.code) if changes else ""
        hold_url = address_of(record, "hold", section.code) if holds else ""
        if rows:
            sections.append(ShownSection(section, rows, change_url, hold_url))
    return sections


def _may_confirm(record: Resource, reader: Any) -> bool:
    if not isinstance(reader, User) or record.publishing != Publishing.PUBLISHED:
        return False
    return keeps(reader, record) or can(reader, Action.CONFIRM_RECORD, record)


def _open_edits(record: Resource, reader: Any) -> list[Proposal]:
    """The edits that have not been settled yet, for those who may read them."""
    if not isinstance(reader, User) or record.publishing not in OUT_OF_DRAFT:
        return []
    if record.lead_id not in reader.council_ids and not reader.reviews_for_region:
        return []
    rows = Proposal.objects.visible_to(reader).filter(
        record=record.pk, kind=ProposalKind.EDIT, state__in=OPEN
    )
    return list(rows.select_related("made_by"))
