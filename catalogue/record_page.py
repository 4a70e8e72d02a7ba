"""What the page of one use case shows one reader; drawing it is the template's.

Everything comes from the current version's snapshot through `present`.
"""

from typing import Any

from catalogue.kinds import USE_CASE
from catalogue.models import UseCase
from catalogue.models.choices import STAGE_MEANINGS, Stage
from catalogue.models.use_case import publicly_sourced
from catalogue.similar import who_else_uses
from councils.editing import completeness
from councils.history import decisions_of
from councils.kinds import Field
from councils.permissions import Action, can
from councils.present import Shown, present
from councils.readable_versions import versions_for
from councils.record_links import address_of, move_links, tabs_of
from councils.record_page import (
    edits_among,
    may_confirm,
    open_proposals,
    shown_sections,
    state_and_versions,
)
from councils.withholding import withheld_from, without

FACTS = ("product", "service_areas", "sensitivity", "running_cost", "readiness")
LEADING = frozenset({"title", "result", "summary", "sharing", "publishing", "lead"})
QUIET = frozenset({"status_reason", "status_note"})
"""Said only where there is something to say: work that goes on has no such reason."""
MACHINES = ["stage", "publishing", "sharing"]


def record_page(record: UseCase, reader: Any) -> dict[str, Any]:
    """The context of a use case's page: at most nine statements."""
    values, versions = state_and_versions(record, reader)
    shown = present(USE_CASE, values, reader)
    unread = withheld_from(values, reader)
    seen = without(USE_CASE, values, unread)
    may_edit = can(reader, Action(USE_CASE.edits), record)
    readable = versions_for(record, reader)
    return {
        "record": record,
        "kind": USE_CASE,
        "shown": shown,
        "status": seen["status"],
        "source_url": seen["source_url"],
        "is_publicly_sourced": publicly_sourced(
            seen["source_url"], values["verified_on"]
        ),
        "sections": shown_sections(
            record, USE_CASE.sections, shown, reader, _is_left_out
        ),
        "facts": [shown[code] for code in FACTS if not shown[code].is_empty],
        "may_edit": may_edit,
        "may_confirm": may_confirm(record, reader),
        "may_review": can(reader, Action.APPROVE_RECORD, record),
        "open_edits": edits_among(open_proposals(record, reader), record),
        "moves": move_links(record, reader, MACHINES),
        "edit_base": address_of(record, "tasks"),
        "completeness": completeness(USE_CASE, values, unread) if may_edit else None,
        "stage_log": list(decisions_of(record, "stage", readable)),
        "stage_meaning": STAGE_MEANINGS[Stage(record.stage)],
        "who_else": who_else_uses(record, reader) if shown["product"].texts else [],
        "tabs": tabs_of(record, "overview", versions) if versions else [],
    }


def _is_left_out(field: Field, shown: Shown) -> bool:
    """Whether a field stands at the head already, or is silent where it is empty."""
    if field.key in LEADING:
        return True
    is_silent = field.is_state or field.is_imported or field.key in QUIET
    return shown.is_empty and is_silent
