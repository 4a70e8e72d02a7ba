"""What screening finds in a record's words, and what must be done before it is shared.

The patterns are `councils.screening`'s; this asks which findings an approver let stand.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from councils.changes import change_set
from councils.difference import lock, state_of
from councils.kinds import HOLDS, Kind, Values
from councils.models.council import Council, Publisher
from councils.models.hold import RecordHold
from councils.models.person import User
from councils.models.record import Record
from councils.models.screening import ScreeningOverride
from councils.models.search import Audience
from councils.permissions import Action, require
from councils.refusals import Refused
from councils.role_mailboxes import role_mailboxes
from councils.screening import Finding, screen_fields

"""Stands for the reason of a change, which is read beside it, among the fields."""
PATTERNS_ONLY = "Screening finds patterns such as numbers and addresses, not names."


@dataclass(frozen=True)
class FieldFinding:
    """One finding, the field that it stands in, and what to do about it.

    Of a field that is held back nothing is quoted: others than its readers decide too.
    `page` is the record's page where it is mended, if not the field's section.
    """

    code: str
    label: str
    found: Finding
    is_held: bool = False
    page: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same words of the same kind, wherever they stand."""
        words = f"{self.found.kind}:{' '.join(self.found.text.split())}"
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def sentence(self) -> str:
        """What was found where, and what to do, for the officer who wrote it."""
        kind = self.found.kind
        quoted = "held back" if self.is_held else f"“{self.found.masked}”"
        return (
            f"{self.label}, line {self.found.line}: {quoted} "
            f"({kind.label}). {kind.what_to_do}"
        )


class Sensitive(ValidationError):
    """Words that may not be shared as they stand; the messages are by field name.

    `findings` are what stands in the way; with `is_final` nobody can let it through.
    """

    def __init__(self, findings: list[FieldFinding]) -> None:
        self.findings = findings
        by_field: dict[str, list[str]] = {}
        for finding in findings:
            by_field.setdefault(finding.code, []).append(finding.sentence)
        super().__init__(by_field)

    @property
    def is_final(self) -> bool:
        return any(finding.found.is_refused for finding in self.findings)


def texts_of(kind: Kind, values: Values) -> dict[str, str]:
    """The words of a state by field code: what people wrote, links included."""
    texts = {}
    for code in kind.editable:
        value = values.get(code)
        if not value:
            continue
        model_field = kind.model_field(kind.fields[code])
        if isinstance(model_field, models.ManyToOneRel):
            texts[code] = "\n".join(f"{row['label']} {row['url']}" for row in value)
        elif _is_words(model_field):
            texts[code] = str(value)
    return texts


def _is_words(model_field: Any) -> bool:
    is_text = isinstance(model_field, (models.TextField, models.CharField))
    return is_text and not model_field.choices


def findings_in(
    kind: Kind, values: Values, mailboxes: Collection[str] | None = None
) -> list[FieldFinding]:
    """Every finding in the words of one state, in reading order.

    `mailboxes` spares reading the role mailboxes again, where many are screened.
    """
    known = role_mailboxes() if mailboxes is None else mailboxes
    found = screen_fields(texts_of(kind, values), known)
    held = {row["field"] for row in values.get(HOLDS, ())}
    return [
        FieldFinding(code, kind.label(code), finding, code in held)
        for code, findings in found.items()
        for finding in findings
    ]


def standing(
    kind: Kind,
    pk: int | None,
    values: Values,
    mailboxes: Collection[str] | None = None,
) -> list[FieldFinding]:
    """The findings in a state of a record that no approver has let through."""
    found = findings_in(kind, values, mailboxes)
    if pk is not None:
        found += _in_what_is_referred_to(kind, pk, values)
    return not_passed(pk, found)


def passed_in(pks: Collection[int]) -> set[tuple[int, str, str]]:
    """What was let through in these records: (record, field, fingerprint)."""
    rows = ScreeningOverride.objects.filter(record__in=pks)
    return set(rows.values_list("record", "field", "fingerprint"))


def not_passed(pk: int | None, found: list[FieldFinding]) -> list[FieldFinding]:
    """Those of these findings in a record that no approver has let through."""
    if not found or pk is None:
        return found
    passed = passed_in([pk])
    return [f for f in found if (pk, f.code, f.fingerprint) not in passed]


def _in_what_is_referred_to(kind: Kind, pk: int, values: Values) -> list[FieldFinding]:
    """The findings in files and other things that fields of this state refer to."""
    return [
        finding
        for code, declared in kind.fields.items()
        if declared.screens and values.get(code) is not None
        for finding in declared.screens(pk, values[code])
    ]


def standing_in(record: Record) -> list[FieldFinding]:
    """The findings in a record as it is now that no approver has let through."""
    return standing(record.declared, record.pk, state_of(record))


def what_screening_asks(record: Record, *, goes_beyond: bool) -> list[str]:
    """What must be mended, or let through, before a record is read by others.

    What stays in its council is only kept from protectively marked words.
    """
    found = standing_in(record)
    if not goes_beyond and not record.partners.exists():
        found = [finding for finding in found if finding.found.is_refused]
    return [finding.sentence for finding in found]


def refuse_newly_shared(
    kind: Kind,
    pk: int | None,
    before: Values,
    after: Values,
    mailboxes: Collection[str] | None = None,
) -> None:
    """Raise Sensitive where others would now read what no approver has let through.

    Where no more people read the record than before, only words that changed are
    looked at. `before` is empty for a new record; both hold the state fields.
    """
    circle = circle_of(after)
    if not circle:
        return
    looked_at = after
    if before and circle <= circle_of(before):
        texts = texts_of(kind, before)
        looked_at = {
            c: v
            for c, v in after.items()
            if _changed(c, kind, texts, after) or _screened(kind, c, before, v)
        }
        looked_at[HOLDS] = after.get(HOLDS, [])
    found = standing(kind, pk, looked_at, mailboxes)
    if before and pk and _region_begins_to_read(before, after):
        from councils.waiting_words import standing_in_edits

        found += standing_in_edits(kind, pk)
    if found:
        raise Sensitive(found)


def _region_begins_to_read(before: Values, after: Values) -> bool:
    """Whether the region, which decides for the council, did not read it until now."""
    old, new = (circle_of(v) - set(v.get("partners", [])) for v in (before, after))
    return bool(new and not old) and _is_read_by_region(after["lead"])


def _changed(code: str, kind: Kind, before: dict[str, str], after: Values) -> bool:
    return texts_of(kind, {code: after[code]}).get(code) != before.get(code)


def _screened(kind: Kind, code: str, before: Values, value: Any) -> bool:
    """Whether a field refers to something else now that is screened."""
    declared = kind.fields.get(code)
    return bool(declared and declared.screens) and value != before.get(code)


def circle_of(values: Values) -> frozenset[Any]:
    """Who beyond the lead council reads a state: audiences, and partners by name."""
    from councils.search import audiences_of

    others = {a for a in Audience if a != Audience.OWN and audiences_of(values) & a}
    if Audience.REVIEW in others and not _is_read_by_region(values["lead"]):
        others.remove(Audience.REVIEW)
    return frozenset([*others, *values.get("partners", [])])


def _is_read_by_region(slug: str) -> bool:
    """Whether what waits for review in a council is read by the region's team."""
    return Council.objects.filter(slug=slug, publisher=Publisher.REGION).exists()


def refuse_said(record: Record, reason: str) -> None:
    """Raise Refused where others would read what screening finds in a move's reason."""
    from councils.screened_reasons import standing_in_reason

    found = standing_in_reason(record.pk, reason, state_of(record)) if reason else []
    if found:
        raise Refused(*(finding.sentence for finding in found))


def refuse_sensitive(record: Record, values: Values, reason: str) -> None:
    """Raise Sensitive where these words hold what no approver has let through."""
    from councils.screened_reasons import in_reason

    found = standing(record.declared, record.pk, values)
    found += not_passed(record.pk, in_reason(reason))
    if found:
        raise Sensitive(found)


def let_through(record: Record, *, by: User, reason: str) -> list[ScreeningOverride]:
    """Let stand what screening finds in a record now, as an approver, with the reason.

    What is held back from them waits for somebody who may read it. Raises
    PermissionDenied, and Refused where a reason is missing, where there is nothing to
    let through, or where a protective marking is among it.
    """
    require(by, Action.OVERRIDE_SCREENING, record)
    if not reason.strip():
        raise Refused("Say why these words may be shared: the reason is kept.")
    with change_set(by=by, reason=reason):
        locked = lock(record)
        unread = RecordHold.objects.against(by).filter(record=locked.pk)
        codes = set(unread.values_list("field", flat=True))
        found = [f for f in standing_in(locked) if f.code not in codes]
        return keep_overrides(locked, found, by=by, reason=reason)


def keep_overrides(
    record: Record, found: list[FieldFinding], *, by: User, reason: str
) -> list[ScreeningOverride]:
    """Write down that these findings were let through; raises Refused for markings."""
    require(by, Action.OVERRIDE_SCREENING, record)
    if not found:
        raise Refused("Screening finds nothing that waits for you.")
    final = [finding.sentence for finding in found if finding.found.is_refused]
    if final:
        raise Refused(*final)
    rows = [
        ScreeningOverride(
            record_id=record.pk,
            field=finding.code,
            finding=str(finding.found.kind.value),
            fingerprint=finding.fingerprint,
            masked=finding.found.masked,
            reason=reason.strip(),
            by=by,
            council=by.acting_for,
        )
        for finding in found
    ]
    return ScreeningOverride.objects.bulk_create(rows, ignore_conflicts=True)
