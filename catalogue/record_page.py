"""What the page of one use case shows one reader; drawing it is the template's.

Everything comes from the current version's snapshot through `present`.
"""

from dataclasses import dataclass
from typing import Any

from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from catalogue.models.choices import STAGE_MEANINGS, Stage
from catalogue.similar import similar_use_cases, who_else_uses
from councils.editing import Completeness, completeness, values_at
from councils.history import decisions_of, versions_for
from councils.kinds import Section
from councils.machines import Move, machine_named
from councils.permissions import Action, can
from councils.present import Shown, present

FACTS = ("product", "service_areas", "sensitivity", "running_cost", "readiness")
LEADING = frozenset({"title", "result", "summary", "sharing", "publishing", "lead"})
MACHINES = ("stage", "publishing", "sharing")


@dataclass(frozen=True)
class ShownSection:
    """A section with what it says, and whether this reader may change it."""

    section: Section
    rows: list[Shown]
    may_edit: bool

    @property
    def is_empty(self) -> bool:
        return all(row.is_empty for row in self.rows)


@dataclass(frozen=True)
class OfferedMove:
    """A button: a move of a machine that this person may make."""

    machine: str
    move: Move


def record_page(record: UseCase, reader: Any) -> dict[str, Any]:
    """The context of a use case's page: at most nine statements."""
    values = values_at(record, record.version)
    shown = present(USE_CASE, values, reader)
    may_edit = can(reader, Action(USE_CASE.edits), record)
    stage_log = list(decisions_of(record, "stage"))
    others = who_else_uses(record, reader)
    return {
        "record": record,
        "kind": USE_CASE,
        "shown": shown,
        "sections": shown_sections(shown, may_edit),
        "facts": [shown[code] for code in FACTS if not shown[code].is_empty],
        "may_edit": may_edit,
        "may_confirm": _may_confirm(record, reader),
        "moves": offered_moves(record, reader),
        "completeness": _completeness(values, may_edit),
        "stage_log": stage_log,
        "stage_meaning": STAGE_MEANINGS[Stage(record.stage)],
        "who_else": others,
        "similar": [] if others else _similar(record, reader),
        "version_count": versions_for(record, reader).order_by().count()
        if reader.is_authenticated
        else 0,
        "tab": "overview",
    }


def shown_sections(shown: dict[str, Shown], may_edit: bool) -> list[ShownSection]:
    """The sections in reading order; what stands at the head is not repeated."""
    sections = []
    for section in USE_CASE.sections:
        rows = [
            shown[f.key]
            for f in section.fields
            if f.key in shown and f.key not in LEADING
        ]
        if rows:
            sections.append(
                ShownSection(section, rows, may_edit and bool(section.editable))
            )
    return sections


def offered_moves(record: UseCase, reader: Any) -> list[OfferedMove]:
    """Every move of every machine that this person may make now."""
    if not reader.is_authenticated:
        return []
    return [
        OfferedMove(name, move)
        for name in MACHINES
        for move in machine_named(name).offered_to(reader, record)
    ]


def _may_confirm(record: UseCase, reader: Any) -> bool:
    if not reader.is_authenticated:
        return False
    is_steward = reader.pk in (record.steward_id, record.deputy_id)
    return is_steward or can(reader, Action.CONFIRM_RECORD, record)


def _completeness(values: dict[str, Any], may_edit: bool) -> Completeness | None:
    return completeness(USE_CASE, values) if may_edit else None


def _similar(record: UseCase, reader: Any) -> list[Any]:
    return similar_use_cases(record.title, reader, besides=record.pk)
