"""The way of one file from received to ready or refused, in steps that can be repeated.

Each step does its work, then writes what it found and the next state in one
transaction: whoever is killed before that begins the step again. When steps are begun
is `resources.tasks`'; how files are read, `resources.inspection`'s.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from councils.changes import change_set
from councils.findings import Sensitive
from councils.role_mailboxes import role_mailboxes
from resources import malware
from resources.current import (
    WAITS_FOR_APPROVAL,
    WAITS_FOR_MENDING,
    make_current,
    waits_for_approval,
)
from resources.inspection.allowed import type_by_name
from resources.inspection.confined import ask
from resources.inspection.copies import first_page_picture
from resources.inspection.judging import digest_of, size_of
from resources.inspection.verdict import Refused, Scan
from resources.models.choices import SETTLED, ScanResult, VersionState
from resources.models.version import ResourceVersion
from resources.page_rows import drop_pages, write_pages
from resources.screening_pages import findings_of_pages, is_hidden_place
from resources.storing import (
    PICTURES,
    forget,
    keep,
    local_copy,
    move_out_of_quarantine,
)
from resources.telling import tell_approvers, tell_refused

LOST = "The file did not arrive whole. Upload it again."
NO_SCANNER = "The scanner could not be asked for a day. Upload the file again later."
GAVE_UP = "It could not be checked: this failed several times. Upload it again later."
PATIENCE = timedelta(days=1)
MOST_ATTEMPTS = 5  # of one step, each ended by a worker's death


class NotYet(Exception):
    """The step cannot be done now; its text says why, and it is tried again later."""


def advance(version_id: UUID | str) -> ResourceVersion:
    """Take a version on its way until it is settled, or until a step must wait."""
    while True:
        version = ResourceVersion.objects.select_related("resource").get(pk=version_id)
        if version.state in SETTLED:
            return version
        try:
            _begin(version)
            STEPS[VersionState(version.state)](version)
        except Refused as refusal:
            refuse(version, str(refusal))
        except FileNotFoundError:
            refuse(version, LOST)
        except NotYet as waiting:
            return _wait(version, str(waiting))


def _begin(version: ResourceVersion) -> None:
    """Count a try of this step; raises Refused where too many were cut short."""
    if version.attempts >= MOST_ATTEMPTS:
        raise Refused(GAVE_UP)
    version.attempts += 1
    version.save(update_fields=["attempts"])


def _wait(version: ResourceVersion, why: str) -> ResourceVersion:
    if timezone.now() - version.at > PATIENCE:
        refuse(version, NO_SCANNER)
    else:
        version.state_reason = why
        version.attempts = 0
        version.state_at = timezone.now()
        version.save(update_fields=["state_reason", "attempts", "state_at"])
    version.refresh_from_db()
    return version


def move(version: ResourceVersion, to: VersionState, **found: Any) -> bool:
    """Write what a step found and the next state; False where another was quicker."""
    changed = ResourceVersion.objects.filter(pk=version.pk, state=version.state).update(
        **{
            "state": to,
            "state_at": timezone.now(),
            "state_reason": "",
            "attempts": 0,
            **found,
        }
    )
    return bool(changed)


def refuse(version: ResourceVersion, reason: str) -> None:
    """End a version's way; its bytes are deleted, the row and the reason stay."""
    with transaction.atomic():
        if move(version, VersionState.REFUSED, state_reason=reason, file=""):
            drop_pages(version.pk)
            tell_refused(version, reason)
            forget(version.key)


def receive(version: ResourceVersion) -> None:
    """See that the file is whole, of a type that is taken, and what its digest is."""
    with local_copy(version.key) as path:
        kind = type_by_name(version.name)
        size = size_of(path)
        if size != version.size_bytes:
            raise Refused(LOST)
        digest = digest_of(path, kind)
    move(
        version,
        VersionState.SCANNING,
        detected_type=kind.extension,
        sha256=digest,
    )


def scan(version: ResourceVersion) -> None:
    """Ask the scanner, where there is one; no answer means waiting, not passing."""
    with local_copy(version.key) as path:
        answer = malware.scan(path)
    if answer.scan is Scan.INFECTED:
        ResourceVersion.objects.filter(pk=version.pk).update(scan=ScanResult.INFECTED)
        raise Refused(answer.sentence)
    if answer.scan is Scan.NOT_SCANNED and malware.is_configured():
        raise NotYet(answer.sentence)
    found = ScanResult.CLEAN if answer.scan is Scan.CLEAN else ScanResult.NOT_SCANNED
    move(version, VersionState.EXTRACTING, scan=found)


def extract(version: ResourceVersion) -> None:
    """Read the file in a limited child process; keep its text a place a row."""
    with local_copy(version.key) as path:
        read = ask("read", version.detected_type, path.resolve())
        picture = _picture(version, path)
    pages = [
        {"number": number, "place": _clean(place), "text": _clean(text)}
        for number, (place, text) in enumerate(read["texts"], 1)
    ]
    for page in pages:
        page["is_hidden"] = is_hidden_place(str(page["place"]))
    with transaction.atomic():
        moved = move(
            version,
            VersionState.SCREENING,
            page_count=read["pages"],
            hidden=read["hidden"],
            remarks=read["sentences"],
            picture=picture,
        )
        if moved:
            write_pages(version.pk, pages)


def _picture(version: ResourceVersion, path: Any) -> str:
    """Draw the first page of a PDF; one that cannot be drawn has no picture."""
    if version.detected_type != "pdf":
        return ""
    try:
        drawn = first_page_picture(path)
    except Refused:
        return ""
    return keep(ContentFile(drawn), f"{PICTURES}/{version.pk}.png")


def screen_pages(version: ResourceVersion) -> None:
    """Screen the text, hidden text too; then the file is ready, and current if it may.

    What screening finds keeps a version from becoming the one that others read until
    an approver lets it through; so does a council that reviews every edit.
    """
    findings = findings_of_pages(version, role_mailboxes())
    try:
        with change_set(by=version.uploaded_by, channel="task", reason=version.note):
            if not _make_ready(version, findings):
                return
            if waits_for_approval(version):
                _say(version, WAITS_FOR_APPROVAL)
                tell_approvers(version)
            else:
                make_current(version)
    except Sensitive:
        with change_set(by=version.uploaded_by, channel="task"):
            if _make_ready(version, findings):
                _say(version, WAITS_FOR_MENDING)
                tell_approvers(version)


def _make_ready(version: ResourceVersion, findings: list[dict[str, Any]]) -> bool:
    key = move_out_of_quarantine(version)
    return move(version, VersionState.READY, findings=findings, file=key)


def _say(version: ResourceVersion, why: str) -> None:
    ResourceVersion.objects.filter(pk=version.pk).update(state_reason=why)


def _clean(text: str) -> str:
    """Text as the database takes it: halves of characters become question marks."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


STEPS: dict[VersionState, Callable[[ResourceVersion], None]] = {
    VersionState.RECEIVED: receive,
    VersionState.SCANNING: scan,
    VersionState.EXTRACTING: extract,
    VersionState.SCREENING: screen_pages,
}
"""What is done with a version in each state that is not settled."""
