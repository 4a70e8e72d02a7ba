"""What happened to a record, in sentences and before-and-after tables, for one reader.

A reader is offered only versions that their audience could read; values pass
`present` with the holds of then and of now, so that what is held back stays back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from councils.difference import Change, difference
from councils.kinds import HOLDS, Field, Kind, Values
from councils.machines import machine_named
from councils.models.change_set import ChangeSet, RecordVersion
from councils.models.decision import Decision
from councils.models.record import Record
from councils.plain_text import inside
from councils.present import Reader, Shown, Text, present_many
from councils.readable_versions import SUBMITTED, is_readable, versions_for
from councils.record_links import address_of
from councils.snapshots import completed
from councils.withholding import hold_phrases, hold_words, standings_of

NAMED_FIELDS = 3


@dataclass(frozen=True)
class DrawnChange:
    """One field before and after, as the reader may see it.

    `phrases` tell it as ends of a sentence, where words of its own do that better.
    """

    label: str
    before: Shown
    after: Shown
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_set: bool = False
    phrases: tuple[str, ...] = ()


Pair = tuple[Record, Values, Values]
"""A record and two of its states, before and after."""


@dataclass(frozen=True)
class Entry:
    """One version in a history: who, when, a sentence, and what changed."""

    number: int
    at: datetime
    who: str
    council: str
    sentence: str
    reason: str
    change_set_id: Any
    changes: list[DrawnChange] = field(default_factory=list)
    record: Record | None = None
    compare_url: str = ""


def draw(
    record: Record, before: Values, after: Values, reader: Reader
) -> list[DrawnChange]:
    """The difference of two states of a record, for one reader in reading order."""
    return draw_many(record.declared, [(record, before, after)], reader)[0]


def draw_many(
    kind: Kind, pairs: Sequence[Pair], reader: Reader
) -> list[list[DrawnChange]]:
    """As `draw`, for several pairs with one statement for all their labels.

    A change of what is withheld on both sides is not told at all.
    """
    whole = [(completed(kind, a), completed(kind, b)) for _, a, b in pairs]
    standings = standings_of([record for record, _, _ in pairs])
    now = [standings[record.pk] for record, _, _ in pairs for _ in ("before", "after")]
    states = [state for pair in whole for state in pair]
    shown = present_many(kind, states, reader, now)
    drawn = []
    for place, (before, after) in enumerate(whole):
        old, new = shown[2 * place], shown[2 * place + 1]
        changed = {change.field: change for change in difference(before, after)}
        told = [
            _drawn(changed[code], old[code], new[code])
            for code in kind.fields
            if code in changed
            and code in new
            and not (old[code].withheld and new[code].withheld)
        ]
        drawn.append(told + _drawn_holds(kind, before, after))
    return drawn


def _drawn(change: Change, before: Shown, after: Shown) -> DrawnChange:
    is_whole = not (before.withheld or after.withheld)
    is_set = is_whole and isinstance(change.before or change.after, list)
    old, new = before.texts, after.texts
    return DrawnChange(
        label=after.label,
        before=before,
        after=after,
        added=tuple(str(text) for text in new if text not in old) if is_set else (),
        removed=tuple(str(text) for text in old if text not in new) if is_set else (),
        is_set=is_set,
    )


def _drawn_holds(kind: Kind, before: Values, after: Values) -> list[DrawnChange]:
    """What is held back, before and after: every reader may know that, and why."""
    old, new = hold_words(kind, before), hold_words(kind, after)
    if old == new:
        return []
    label = "Held back"
    return [
        DrawnChange(
            label,
            before=Shown(Field(HOLDS), label, tuple(map(Text, old))),
            after=Shown(Field(HOLDS), label, tuple(map(Text, new))),
            added=tuple(words for words in new if words not in old),
            removed=tuple(words for words in old if words not in new),
            is_set=True,
            phrases=hold_phrases(kind, before, after),
        )
    ]


def entries(
    record: Record, versions: Iterable[RecordVersion], reader: Reader
) -> list[Entry]:
    """The history of one record: an entry for each version, newest first.

    The first version that a reader may see has nothing before it to compare with.
    """
    listed = list(versions)
    kind = record.declared
    if not listed:
        return []
    older: list[RecordVersion | None] = [*listed[1:], None]
    older[-1] = (
        versions_for(record, reader).filter(number__lt=listed[-1].number).first()
    )
    pairs = [
        (record, o.snapshot if o else {}, v.snapshot)
        for v, o in zip(listed, older, strict=True)
    ]
    drawn = draw_many(kind, pairs, reader)
    reader_sees_people = reader.is_authenticated
    return [
        _entry(record, version, previous, changes, reader_sees_people)
        for version, previous, changes in zip(listed, older, drawn, strict=True)
    ]


def _entry(
    record: Record,
    version: RecordVersion,
    previous: RecordVersion | None,
    changes: list[DrawnChange],
    with_names: bool,
) -> Entry:
    who = who_did(version.change_set, with_names)
    return Entry(
        number=version.number,
        at=version.at,
        who=who,
        council=str(version.change_set.council or ""),
        sentence=sentence(record.declared, who, version, previous, changes),
        reason=version.change_set.reason,
        change_set_id=version.change_set_id,
        changes=changes if previous else [],
        record=record,
        compare_url=address_of(
            record, "compare", str(previous.number), str(version.number)
        )
        if previous
        else "",
    )


def who_did(change_set: ChangeSet, with_names: bool) -> str:
    """A person to members, the council to everybody else, else the portal."""
    if change_set.by and with_names:
        return str(change_set.by)
    if change_set.council:
        return str(change_set.council)
    return "The portal"


def sentence(
    kind: Kind,
    who: str,
    version: RecordVersion,
    previous: RecordVersion | None,
    changes: Sequence[DrawnChange],
) -> str:
    """One sentence for one version, without its reason."""
    if version.number == 1:
        return f"{who} added this {kind.noun}"
    if previous is None:
        return f"{who} shared this {kind.noun}"
    told = [_move_in_words(c, version, previous) for c in changes if _is_move(kind, c)]
    told += [phrase for c in changes for phrase in c.phrases]
    if told:
        return f"{who} " + " and ".join(told)
    if [c.after.field.key for c in changes] == ["verified_on"]:
        return f"{who} confirmed that this is still true"
    names = [inside(c.label) for c in changes]
    if not names:
        return f"{who} changed details that are not shown to you"
    rest = len(names) - NAMED_FIELDS
    named = names[:NAMED_FIELDS] + ([f"{rest} more"] if rest > 0 else [])
    *first, last = named
    return f"{who} changed " + " and ".join(
        [", ".join(first), last] if first else [last]
    )


def _move_in_words(
    change: DrawnChange, version: RecordVersion, previous: RecordVersion
) -> str:
    """A move as a person would tell it: what was done, or from where to where."""
    before, after, code = change.before, change.after, change.after.field.key
    ends = previous.snapshot.get(code), version.snapshot.get(code)
    for move in machine_named(code).moves:
        if move.past and ends[0] in move.from_states and ends[1] == move.to_state:
            return move.past
    if code == "sharing":
        return f"shared it with {str(after).lower()} instead of {str(before).lower()}"
    return f"moved the {change.label.lower()} from {before} to {after}"


def _is_move(kind: Kind, change: DrawnChange) -> bool:
    return change.after.field.key in ("stage", "publishing", "sharing")


def decisions_of(
    record: Record, machine: str, readable: models.QuerySet[RecordVersion]
) -> models.QuerySet[Decision]:
    """The dated log of one machine of one record, oldest first.

    `is_told` is whether the reader of the `readable` versions may read the reason:
    what was said over a draft is not for those with whom it was shared later.
    """
    written = readable.order_by().filter(number=models.OuterRef("version") + 1)
    log = record.decisions.filter(machine=machine).select_related("by", "council")
    return log.annotate(is_told=models.Exists(written))


def change_set_entries(change_set: ChangeSet, reader: Reader) -> list[Entry]:
    """What one change set did to each record that this reader may see."""
    found: list[Entry] = []
    versions = (
        RecordVersion.objects.filter(
            change_set=change_set,
            record__in=Record.objects.visible_to(reader),
        )
        .select_related("record__lead", "change_set__by", "change_set__council")
        .prefetch_related("record__partners")
        .annotate(submitted=SUBMITTED)
        .order_by("record__kind", "record")[:200]
    )
    for version in versions:
        if is_readable(version, reader):
            found += entries(version.record, [version], reader)
    return found
