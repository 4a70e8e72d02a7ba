"""What the page of one use case shows one reader; drawing it is the template's.

Everything comes from the current version's snapshot through `present`.
"""

from dataclasses import dataclass
from typing import Any

from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from catalogue.models.choices import STAGE_MEANINGS, Stage
from catalogue.models.use_case import publicly_sourced
from catalogue.similar import who_else_uses
from councils.actions import keeps
from councils.editing import completeness, values_at
from councils.history import decisions_of
from councils.kinds import Section
from councils.models.person import User
from councils.models.proposal import OPEN, Proposal, ProposalKind
from councils.models.record import OUT_OF_DRAFT, Publishing
from councils.permissions import Action, can
from councils.present import Shown, present
from councils.readable_versions import versions_for
from councils.record_links import address_of, move_links, tabs_of
from councils.withholding import withheld_from, without

FACTS = ("product", "service_areas", "sensitivity", "running_cost", "readiness")
LEADING = frozenset({"title", "result", "summary", "sharing", "publishing", "lead"})
QUIET = frozenset({"status_reason", "status_note"})
"""Said only where there is something to say: work that goes on has no such reason."""
MACHINES = ["stage", "publishing", "sharing"]


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


def record_page(record: UseCase, reader: Any) -> dict[str, Any]:
    """The context of a use case's page: at most nine statements."""
    values = values_at(record, record.version)
    shown = present(USE_CASE, values, reader)
    unread = withheld_from(values, reader)
    seen = without(USE_CASE, values, unread)
    may_edit = can(reader, Action(USE_CASE.edits), record)
    readable = versions_for(record, reader)
    stage_log = list(decisions_of(record, "stage", readable))
    signed_in = reader.is_authenticated
    versions = readable.order_by().count() if signed_in else 0
    return {
        "record": record,
        "kind": USE_CASE,
        "shown": shown,
        "status": seen["status"],
        "source_url": seen["source_url"],
        "is_publicly_sourced": publicly_sourced(
            seen["source_url"], values["verified_on"]
        ),
        "sections": shown_sections(record, shown, reader),
        "facts": [shown[code] for code in FACTS if not shown[code].is_empty],
        "may_edit": may_edit,
        "may_confirm": _may_confirm(record, reader),
        "may_review": can(reader, Action.APPROVE_RECORD, record),
        "open_edits": open_edits(record, reader),
        "moves": move_links(record, reader, MACHINES),
        "edit_base": address_of(record, "tasks"),
        "completeness": completeness(USE_CASE, values, unread) if may_edit else None,
        "stage_log": stage_log,
        "stage_meaning": STAGE_MEANINGS[Stage(record.stage)],
        "who_else": who_else_uses(record, reader) if shown["product"].texts else [],
        "tabs": tabs_of(record, "overview", versions) if signed_in else [],
    }


def open_edits(record: UseCase, reader: Any) -> list[Proposal]:
    """The edits that have not been settled yet, for those who may read them."""
    if not isinstance(reader, User) or record.publishing not in OUT_OF_DRAFT:
        return []
    if record.lead_id not in reader.council_ids and not reader.reviews_for_region:
        return []
    rows = Proposal.objects.visible_to(reader).filter(
        record=record.pk, kind=ProposalKind.EDIT, state__in=OPEN
    )
    return list(rows.select_related("made_by"))


def shown_sections(
    record: UseCase, shown: dict[str, Shown], reader: Any
) -> list[ShownSection]:
    """The sections in reading order; what stands at the head is not repeated."""
    may_edit = can(reader, Action(USE_CASE.edits), record)
    may_hold = can(reader, Action.HOLD_FIELD, record)
    sections = []
    for section in USE_CASE.sections:
        rows = [
            shown[f.key]
            for f in section.fields
            if f.key in shown
            and f.key not in LEADING
            and not (
                shown[f.key].is_empty
                and (f.is_state or f.is_imported or f.key in QUIET)
            )
        ]
        if rows:
            change_url = _change_url(record, section, may_edit)
            hold_url = _hold_url(record, section, may_hold)
            sections.append(ShownSection(section, rows, change_url, hold_url))
    return sections


def _change_url(record: UseCase, section: Section, may_edit: bool) -> str:
    if not may_edit or not section.editable:
        return ""
    return address_of(record, "edit", section.code)


def _hold_url(record: UseCase, section: Section, may_hold: bool) -> str:
    if not may_hold or not section.holdable:
        return ""
    return address_of(record, "hold", section.code)


def _may_confirm(record: UseCase, reader: Any) -> bool:
    """Whether “Still true” is offered: a draft is nobody's word yet."""
    if not isinstance(reader, User) or record.publishing != Publishing.PUBLISHED:
        return False
    return keeps(reader, record) or can(reader, Action.CONFIRM_RECORD, record)
