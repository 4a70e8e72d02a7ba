"""What the edit pages of every kind show: sections, what is missing, a conflict.

Writing is `councils.difference.apply`'s.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from councils.difference import Conflict, Difference, difference
from councils.kinds import Field, Kind, Section, Values
from councils.models.change_set import RecordVersion
from councils.models.record import Record
from councils.present import Reader, Shown, present_many
from councils.record_links import address_of, with_next
from councils.snapshots import completed
from councils.withholding import standing_in


@dataclass(frozen=True)
class Missing:
    """One needed field that says nothing yet, and who can usually say."""

    label: str
    who: str
    section: Section


@dataclass(frozen=True)
class Completeness:
    """How complete a record is: needed fields answered, and what is missing."""

    needed: int
    answered: int
    missing: list[Missing]

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.needed) if self.needed else 100


def completeness(
    kind: Kind, values: Values, unread: Container[str] = ()
) -> Completeness:
    """Count the needed fields that are answered; "not known" is an answer.

    `unread` are the fields held back from whoever is told: they do not count.
    """
    missing = [
        Missing(kind.label(f.key), f.who, section)
        for section in kind.sections_of(values)
        for f in section.fields
        if f.needed and f.key not in unread and _is_blank(values.get(f.key))
    ]
    sections = kind.sections_of(values)
    needed = sum(
        f.needed and f.key not in unread for section in sections for f in section.fields
    )
    return Completeness(needed, needed - len(missing), missing)


def task_rows(
    kind: Kind, record: Record, values: Values, unread: Container[str] = ()
) -> list[dict[str, Any]]:
    """The editable sections as a task list: what each is called and what it lacks.

    `unread` are the fields held back from whoever is told.
    """
    rows = []
    back = address_of(record, "tasks")
    for section in kind.sections_of(values):
        offered = [f for f in section.editable if f.key not in unread]
        if not offered:
            continue
        needed = [f for f in section.fields if f.needed and f.key not in unread]
        missing = [f for f in needed if _is_blank(values.get(f.key))]
        begun = any(not _is_blank(values.get(f.key)) for f in offered)
        rows.append(
            {
                "title": section.title,
                "url": with_next(address_of(record, "edit", section.code), back),
                "hint": section.intro,
                "is_done": not missing and (begun or not needed),
                "status": _progress(needed, missing, begun),
            }
        )
    return rows


def _progress(needed: list[Field], missing: list[Field], begun: bool) -> str:
    if not needed:
        return "Begun" if begun else "Optional"
    if not missing:
        return "Complete"
    if not begun:
        return "Not started"
    return f"{len(missing)} to answer"


def _is_blank(value: object) -> bool:
    return value in (None, "", [])


def values_at(record: Record, number: int) -> Values:
    """The state of a record at one of its versions; empty for an unknown one."""
    found = RecordVersion.objects.filter(record=record.pk, number=number)
    snapshot = found.values_list("snapshot", flat=True).first() or {}
    return completed(record.declared, snapshot)


def changes_from(base: Values, given: Mapping[str, object]) -> Difference:
    """What the person changed, against the version that they began from."""
    before = {code: base.get(code) for code in given}
    return difference(before, dict(given))


@dataclass(frozen=True)
class Clash:
    """One field that somebody else changed while it was being edited."""

    code: str
    base: Shown
    theirs: Shown
    mine: Shown


def clashes(
    kind: Kind, base: Values, mine: Difference, conflict: Conflict, reader: Reader
) -> list[Clash]:
    """Both versions of each field in a conflict, as the reader may see them."""
    ours = {change.field: change.after for change in mine}
    states = [base, conflict.now, {**conflict.now, **ours}]
    now = [standing_in(conflict.now)] * 3
    first, theirs, own = present_many(kind, states, reader, now)
    return [
        Clash(code, first[code], theirs[code], own[code])
        for code in kind.fields
        if code in conflict.fields
    ]
