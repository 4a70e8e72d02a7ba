"""What the page of a resource's files shows one reader; templates draw it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from councils.history import versions_for
from councils.models.screening import ScreeningOverride
from councils.permissions import Action, can
from councils.record_links import tabs_of
from councils.screening import FindingKind
from resources import malware
from resources.current import waits_for_approval
from resources.inspection.allowed import ALLOWED
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion, ScanResult, VersionState
from resources.readable import elsewhere, listed_versions, sees_unpublished_files

STEPS = (
    (VersionState.RECEIVED, "Received"),
    (VersionState.SCANNING, "Malware scan"),
    (VersionState.EXTRACTING, "Reading"),
    (VersionState.SCREENING, "Screening"),
    (VersionState.READY, "Ready"),
)
MOST_FINDINGS = 20
HIDES = {
    "comments": "comments",
    "tracked_changes": "tracked changes",
    "hidden_sheet": "hidden sheets or slides",
    "hidden_row": "hidden rows",
    "hidden_column": "hidden columns",
    "embedded_file": "embedded files",
    "speaker_notes": "speaker notes",
    "author": "its author or organisation",
    "exif": "where and with what a picture was taken",
    "external_link": "links that fetch something from elsewhere",
    "script": "scripts",
}
STRIPPABLE = frozenset({"author", "exif"})
TILES = {
    "docx": "word", "odt": "word", "xlsx": "sheet", "ods": "sheet", "csv": "sheet",
    "pptx": "slides", "odp": "slides", "pdf": "pdf", "txt": "text", "md": "text",
}  # fmt: skip


@dataclass(frozen=True)
class ShownFinding:
    """One finding in a file as its keeper sees it."""

    place: str
    line: int
    masked: str
    label: str
    what_to_do: str
    is_let_through: bool


@dataclass(frozen=True)
class ShownVersion:
    """One version in the list, with what this reader may do with it."""

    version: ResourceVersion
    is_current: bool
    keeps: bool
    steps: list[dict[str, Any]]
    hides: list[str]
    findings: list[ShownFinding]
    more_findings: int
    is_held_up: bool
    may_choose: bool
    may_let_through: bool
    may_strip: bool
    same_file_in: list[Resource]

    @property
    def type_label(self) -> str:
        kind = ALLOWED.get(self.version.detected_type)
        return kind.label if kind else ""

    @property
    def tile(self) -> str:
        return TILES.get(self.version.detected_type, "text")

    @property
    def is_unscanned(self) -> bool:
        return self.version.scan == ScanResult.NOT_SCANNED


def versions_page(resource: Resource, reader: Any) -> dict[str, Any]:
    """The context of the Versions page, the newest version first."""
    keeps = sees_unpublished_files(resource, reader)
    rows = list(listed_versions(resource, reader))
    signed_in = reader.is_authenticated
    count = versions_for(resource, reader).order_by().count() if signed_in else 0
    return {
        "record": resource,
        "kind": RESOURCE,
        "versions": _shown(resource, rows, reader, keeps),
        "numbers": [row.number for row in rows if row.is_ready],
        "may_edit": can(reader, Action(RESOURCE.edits), resource),
        "may_share": can(reader, Action.SHARE_RECORD, resource),
        "scanner_missing": keeps and not malware.is_configured(),
        "is_demonstration": settings.DEMONSTRATION,
        "is_working": any(not row.is_settled for row in rows),
        "tabs": tabs_of(resource, "versions", count) if signed_in else [],
        "back": resource.get_absolute_url(),
        "back_words": "Back to the resource",
    }


def _shown(
    resource: Resource, rows: list[ResourceVersion], reader: Any, keeps: bool
) -> list[ShownVersion]:
    passed = set(
        ScreeningOverride.objects.filter(record=resource.pk).values_list(
            "fingerprint", flat=True
        )
    )
    may = {
        "edit": can(reader, Action(RESOURCE.edits), resource),
        "approve": can(reader, Action.APPROVE_RECORD, resource),
        "let": can(reader, Action.OVERRIDE_SCREENING, resource),
        "newest": rows[0].number if rows else 0,
        "waits": bool(rows) and waits_for_approval(rows[0]),
    }
    return [_one(resource, row, reader, keeps, may, passed) for row in rows]


def _one(
    resource: Resource,
    version: ResourceVersion,
    reader: Any,
    keeps: bool,
    may: dict[str, Any],
    passed: set[str],
) -> ShownVersion:
    is_current = version.number == resource.current_version
    findings = [_finding(row, passed) for row in version.findings] if keeps else []
    is_open = any(not found.is_let_through for found in findings)
    decides = may["approve"] if may["waits"] else may["edit"]
    is_newest = version.number == may["newest"]
    return ShownVersion(
        version=version,
        is_current=is_current,
        keeps=keeps,
        steps=steps_of(version),
        hides=[HIDES[kind] for kind in version.hidden if kind in HIDES],
        findings=findings[:MOST_FINDINGS],
        more_findings=max(0, len(findings) - MOST_FINDINGS),
        is_held_up=is_open,
        may_choose=version.is_ready and not is_current and decides,
        may_let_through=version.is_ready and is_open and may["let"],
        may_strip=bool(
            may["edit"] and version.is_ready and STRIPPABLE & set(version.hidden)
        ),
        same_file_in=elsewhere(version, reader) if keeps and is_newest else [],
    )


def _finding(row: dict[str, Any], passed: set[str]) -> ShownFinding:
    kind = FindingKind(row["kind"])
    return ShownFinding(
        place=row["place"],
        line=row["line"],
        masked=row["masked"],
        label=str(kind.label),
        what_to_do=kind.what_to_do,
        is_let_through=row["fingerprint"] in passed,
    )


def steps_of(version: ResourceVersion) -> list[dict[str, Any]]:
    """Each step with whether it is done, being done, or to come."""
    if version.state == VersionState.REFUSED:
        return []
    order = [state for state, _ in STEPS]
    reached = order.index(VersionState(version.state))
    return [
        {
            "label": label,
            "state": "done"
            if place < reached or version.is_ready
            else ("now" if place == reached else "next"),
        }
        for place, (_, label) in enumerate(STEPS)
    ]
