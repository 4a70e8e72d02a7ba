"""Writes of the shelf that touch several rows: resources, their files, share links.

What is done with a file after it was added is `resources.uploads`'; editing a
resource's fields is the ground floor's (`apply`).
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import uuid4

from django.core.files import File
from django.db.models import Max

from councils.actions import create_record
from councils.changes import change_set
from councils.difference import lock
from councils.findings import FieldFinding, keep_overrides
from councils.kinds import Values
from councils.models.person import User
from councils.models.screening import ScreeningOverride
from councils.permissions import Action, can, require
from councils.refusals import Refused
from resources.current import make_current, waits_for_approval
from resources.file_findings import findings_in_version
from resources.inspection.allowed import type_by_name
from resources.inspection.copies import strip
from resources.inspection.judging import EMPTY, TOO_LARGE
from resources.inspection.names import safe_name
from resources.inspection.verdict import MAX_BYTES
from resources.inspection.verdict import Refused as FileRefused
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion
from resources.models.version import NOTE_LIMIT, quarantined
from resources.storing import keep, local_copy
from resources.tasks import enqueue

SHORTEST_TITLE = 3  # characters
NOT_READY = "This version is not ready, so that nobody can be given it."
NOTHING_TO_STRIP = "There is nothing to strip: the file names nobody."
STRIPPED = "Without what named people: "


def create_resource(values: Values, *, by: User) -> Resource:
    """Begin a draft of the council that `by` acts for.

    `values` are snapshot values by field code. Raises PermissionDenied, and
    ValidationError by field name.
    """
    return cast(Resource, create_record(RESOURCE, values, by=by))


def checked_name(file: "File[Any]", name: str) -> str:
    """The name to keep a file under; raises Refused where it cannot come in at all."""
    try:
        shown, _ = safe_name(name)
        type_by_name(shown)
        if not file.size:
            raise FileRefused(EMPTY)
        if file.size > MAX_BYTES or getattr(file, "is_too_large", False):
            raise FileRefused(TOO_LARGE)
    except FileRefused as refusal:
        raise Refused(f"{name}: {refusal}") from None
    return shown


def add_version(
    resource: Resource, file: "File[Any]", *, name: str, note: str = "", by: User
) -> ResourceVersion:
    """Keep a file in quarantine as the next version; the worker takes it from there.

    Raises PermissionDenied, and Refused where name or size already say no.
    """
    require(by, Action(RESOURCE.edits), resource)
    shown = checked_name(file, name)
    with change_set(by=by):
        locked: Resource = lock(resource)
        last = ResourceVersion.objects.filter(resource=locked).aggregate(Max("number"))
        version = ResourceVersion(
            id=uuid4(),
            resource=locked,
            number=(last["number__max"] or 0) + 1,
            note=" ".join(note.split())[:NOTE_LIMIT],
            name=shown,
            size_bytes=file.size,
            uploaded_by=by,
        )
        version.file.name = keep(file, quarantined(version, shown))
        version.save(force_insert=True)
        enqueue(version)
    return version


def choose_version(version: ResourceVersion, *, by: User, reason: str = "") -> None:
    """Give readers this version, an older one too.

    Where the council reviews edits an approver must choose. Raises PermissionDenied,
    Refused, and Sensitive where something in it must be mended or let through first.
    """
    waits = waits_for_approval(version)
    needed = Action.APPROVE_RECORD if waits else Action(RESOURCE.edits)
    require(by, needed, version.resource)
    if not version.is_ready:
        raise Refused(NOT_READY)
    with change_set(by=by, reason=reason):
        make_current(version, is_chosen=True)


def findings_that_stand(version: ResourceVersion) -> list[FieldFinding]:
    """What was found in a version's file and no approver has let through."""
    found = findings_in_version(version.resource_id, version.number)
    passed = set(
        ScreeningOverride.objects.filter(record=version.resource_id).values_list(
            "field", "fingerprint"
        )
    )
    return [f for f in found if (f.code, f.fingerprint) not in passed]


def let_version_through(version: ResourceVersion, *, by: User, reason: str) -> None:
    """Let stand what screening found in a file, and give it to readers.

    Where the council reviews edits, and another approves them, it still waits for them.

    Raises PermissionDenied, and Refused where a reason is missing or what was found is
    nobody's to let through.
    """
    resource = version.resource
    require(by, Action.OVERRIDE_SCREENING, resource)
    if not reason.strip():
        raise Refused("Say why this file may be shared: the reason is kept.")
    if not version.is_ready:
        raise Refused(NOT_READY)
    with change_set(by=by, reason=reason):
        locked: Resource = lock(resource)
        keep_overrides(locked, findings_that_stand(version), by=by, reason=reason)
        approves = can(by, Action.APPROVE_RECORD, locked)
        if approves or not waits_for_approval(version):
            make_current(version)


def strip_version(version: ResourceVersion, *, by: User) -> ResourceVersion:
    """Add a copy of a file without what names people, as the next version.

    Raises PermissionDenied, and Refused where the file is gone or names nobody.
    """
    require(by, Action(RESOURCE.edits), version.resource)
    if not version.is_ready:
        raise Refused(NOT_READY)
    with TemporaryDirectory() as folder, local_copy(version.key) as path:
        out = Path(folder) / "copy"
        try:
            removed = strip(path, out, version.name)
        except FileRefused as refusal:
            raise Refused(str(refusal)) from None
        if not removed:
            raise Refused(NOTHING_TO_STRIP)
        with out.open("rb") as copy:
            return add_version(
                version.resource,
                File(copy, name=version.name),
                name=version.name,
                note=STRIPPED + ", ".join(removed),
                by=by,
            )


def begin_resources(values: Values, given: list[Any], *, by: User) -> list[Resource]:
    """Begin a draft for each file given, or one without; the first has the title.

    Raises as `create_resource` and `add_version` do, and Refused where a file, a text
    and an address are all missing.
    """
    if not (given or values.get("url") or values.get("body")):
        raise Refused("Choose a file, or enter an address or a text")
    titles = [_title_of(file, values["title"]) for file in given]
    with change_set(by=by):
        first = create_resource(values, by=by)
        made = [first]
        for title in titles[1:]:
            begun = {**values, "title": title, "url": "", "body": ""}
            made.append(create_resource(begun, by=by))
        for resource, file in zip(made, given, strict=False):
            add_version(resource, file, name=file.name, by=by)
    return made


def _title_of(file: Any, otherwise: str) -> str:
    """What a resource is called that was begun with no more than its file."""
    stem = Path(checked_name(file, file.name)).stem
    return stem if len(stem) >= SHORTEST_TITLE else f"{otherwise} ({stem})"
