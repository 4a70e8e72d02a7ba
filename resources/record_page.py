"""What the page of one resource shows one reader; drawing it is the template's.

Everything comes from the current version's snapshot through `present`; its files are
`resources.readable`'s.
"""

from datetime import date
from typing import Any

from councils.editing import completeness
from councils.kinds import Field
from councils.models.proposal import Proposal, ProposalKind, ProposalState
from councils.permissions import Action, can
from councils.present import Shown, present
from councils.record_links import address_of, move_links, tabs_of
from councils.record_page import (
    edits_among,
    may_confirm,
    open_proposals,
    shown_sections,
    state_and_versions,
)
from councils.withholding import withheld_from, without
from resources.inspection.allowed import ALLOWED
from resources.kinds import RESOURCE
from resources.models import Resource
from resources.models.resource import is_out_of_date
from resources.readable import (
    current_and_newest,
    current_file,
    sees_unpublished_files,
)
from resources.reuse_page import reuse_of
from resources.versions_page import TILES

FACTS = ("resource_type", "licence", "service_areas", "review_on")
LEADING = frozenset(
    {"title", "summary", "body", "url", "tags", "sharing", "publishing", "lead"}
) | {"current_version", "resource_type", "contact"}


def record_page(record: Resource, reader: Any) -> dict[str, Any]:
    """The context of a resource's page."""
    values, versions = state_and_versions(record, reader)
    shown = present(RESOURCE, values, reader)
    unread = withheld_from(values, reader)
    seen = without(RESOURCE, values, unread)
    may_edit = can(reader, Action(RESOURCE.edits), record)
    proposed = open_proposals(record, reader)
    return {
        "record": record,
        "kind": RESOURCE,
        "shown": shown,
        "tags": seen["tags"],
        "sections": shown_sections(
            record, RESOURCE.sections_of(seen), shown, reader, _is_left_out
        ),
        "facts": [shown[code] for code in FACTS if not shown[code].is_empty],
        "is_out_of_date": is_out_of_date(_day(seen["review_on"])),
        "may_edit": may_edit,
        "may_confirm": may_confirm(record, reader),
        "may_review": can(reader, Action.APPROVE_RECORD, record),
        "open_edits": edits_among(proposed, record),
        "moves": move_links(record, reader, ["publishing", "sharing"]),
        **_files(record, reader),
        **reuse_of(record, reader),
        "news": _news_among(proposed, record, reader),
        "edit_base": address_of(record, "tasks") if may_edit else "",
        "completeness": completeness(RESOURCE, values, unread) if may_edit else None,
        "tabs": tabs_of(record, "overview", versions) if versions else [],
    }


def _files(record: Resource, reader: Any) -> dict[str, Any]:
    """The current file, and for those who keep it the newest one; one statement."""
    if sees_unpublished_files(record, reader):
        version, newest = current_and_newest(record)
    else:
        version, newest = current_file(record, reader), None
    found: dict[str, Any] = {"version": version, "newest": newest}
    if version is not None:
        kind = ALLOWED.get(version.detected_type)
        found["tile"] = TILES.get(version.detected_type, "text")
        found["type_label"] = kind.label if kind else ""
    if reader.is_authenticated:
        found["may_share"] = can(reader, Action.SHARE_RECORD, record)
    return found


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _is_left_out(field: Field, shown: Shown) -> bool:
    """Whether a field stands at the head already, or is silent where it is empty."""
    return field.key in LEADING or (shown.is_empty and field.is_state)


def _news_among(
    proposed: list[Proposal], record: Resource, reader: Any
) -> Proposal | None:
    """What is new in the original, for those who may take it over."""
    if not can(reader, Action.EDIT_RECORD, record):
        return None
    waiting = (ProposalKind.UPSTREAM, ProposalState.WAITING)
    return next((news for news in proposed if (news.kind, news.state) == waiting), None)
