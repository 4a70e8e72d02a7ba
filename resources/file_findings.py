"""What screening and the scanner found in a file, as the ground floor's findings.

A file's findings stand in the way of sharing exactly as those in a field do; letting
them through is `councils.findings`'.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings

from councils.findings import FieldFinding
from councils.screening import Finding, FindingKind
from resources.inspection.notes import ONLY
from resources.models.choices import ScanResult
from resources.models.version import ResourceVersion

FIELD = "current_version"
PAGE = "versions"
NOT_SCANNED = (
    "Version {number} of the file was not scanned for malware, so that it may not be"
    " shared. Ask whoever runs this site to connect a scanner, then upload it again."
)


@dataclass(frozen=True)
class KeptFinding(Finding):
    """A finding whose words were not kept: only how they are shown."""

    shown: str = ""
    final: bool = False

    @property
    def masked(self) -> str:
        return self.shown

    @property
    def is_refused(self) -> bool:
        return self.final


@dataclass(frozen=True)
class FileFinding(FieldFinding):
    """One finding in a file; `words` are used instead of the usual sentence."""

    kept_fingerprint: str = ""
    words: str = ""

    @property
    def fingerprint(self) -> str:
        return self.kept_fingerprint

    @property
    def sentence(self) -> str:
        if self.words:
            return self.words
        kind = self.found.kind
        return f"{self.label}: “{self.found.masked}” ({kind.label}). {kind.what_to_do}"


def findings_in_version(record_id: int, number: int) -> list[FieldFinding]:
    """What stands in one version of a resource's file; a file not scanned is final."""
    version = ResourceVersion.objects.filter(resource=record_id, number=number).first()
    if version is None:
        return []
    found = [_file_finding(version, row) for row in version.findings]
    found += [_not_screened(version, r) for r in version.remarks if r.startswith(ONLY)]
    if may_be_shared(version):
        return found
    return [_not_scanned(version), *found]


def may_be_shared(version: ResourceVersion) -> bool:
    """Whether it was scanned and found clean; a demonstration takes others too."""
    return version.scan == ScanResult.CLEAN or bool(settings.DEMONSTRATION)


def _file_finding(version: ResourceVersion, row: dict[str, object]) -> FieldFinding:
    kind = FindingKind(str(row["kind"]))
    found = KeptFinding(
        line=int(str(row["line"])),
        start=0,
        end=0,
        kind=kind,
        text="",
        shown=str(row["masked"]),
        final=bool(row["is_final"]),
    )
    label = f"{version.name}, {row['place']}, line {row['line']}"
    return FileFinding(
        FIELD, label, found, page=PAGE, kept_fingerprint=str(row["fingerprint"])
    )


def _not_screened(version: ResourceVersion, remark: str) -> FieldFinding:
    """What nobody looked through waits for an approver, who may have done so."""
    found = KeptFinding(0, 0, 0, FindingKind.MARKING, "", shown="")
    printed = hashlib.sha256(f"{version.sha256}:{remark}".encode()).hexdigest()
    words = f"{version.name}: {remark}"
    return FileFinding(
        FIELD, version.name, found, page=PAGE, kept_fingerprint=printed, words=words
    )


def _not_scanned(version: ResourceVersion) -> FieldFinding:
    found = KeptFinding(0, 0, 0, FindingKind.MARKING, "", shown="", final=True)
    words = NOT_SCANNED.format(number=version.number)
    return FileFinding(FIELD, version.name, found, page=PAGE, words=words)
