"""What the search rows of a record say: one content for each audience that differs.

Writing the rows is `councils.search`'s; columns, words and cards are the kind's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from councils.kinds import Kind, SearchContent, Values
from councils.models.record import Record
from councils.models.search import Audience
from councils.present import MEMBER, STRANGER, AudienceReader, Shown, present_many
from councils.withholding import withheld_from, without

Masks = Mapping[int, int]


@dataclass(frozen=True)
class RowContent:
    """One content of one record: whom it serves, and what they may read.

    `values` are the state without what is withheld from them.
    """

    pk: int
    audiences: int
    values: Values
    shown: Mapping[str, Shown]
    written: SearchContent

    @property
    def card(self) -> Mapping[str, Any]:
        """The kind's card, and what stands in place of each withheld field."""
        withheld = {
            code: shown.withheld.words
            for code, shown in self.shown.items()
            if shown.withheld
        }
        return {**self.written.card, **({"withheld": withheld} if withheld else {})}


@dataclass(frozen=True)
class _Part:
    """The audiences of one record that read the same, and who stands for them."""

    pk: int
    audiences: int
    withheld: frozenset[str]
    reader: AudienceReader


def contents(
    kind: Kind,
    states: Mapping[int, Values],
    masks: Masks,
    councils: Mapping[str, int],
) -> Iterator[RowContent]:
    """The distinct contents of each record, each with the audiences that it serves.

    Most records have one. Another is made where a field is held back, and for
    strangers where they may read less than members do: a product that the region has
    not confirmed, for instance.
    """
    guarded = _naming_what_strangers_miss(kind, states, masks)
    levels: dict[Audience, list[_Part]] = defaultdict(list)
    for pk, values in states.items():
        for part in _parts(pk, values, masks[pk], pk in guarded, councils):
            levels[_widest_inside(part)].append(part)
    for parts in levels.values():
        seen = {
            part.pk: without(kind, states[part.pk], part.withheld) for part in parts
        }
        shown = _shown(kind, states, parts)
        written = kind.search(seen, shown)
        for part in parts:
            pk = part.pk
            yield RowContent(pk, part.audiences, seen[pk], shown[pk], written[pk])


def _widest_inside(part: _Part) -> Audience:
    """The innermost audience of a part: a record has one part at the most for each."""
    return next(bit for bit in Audience if part.audiences & bit)


def _parts(
    pk: int, values: Values, mask: int, is_guarded: bool, councils: Mapping[str, int]
) -> list[_Part]:
    """The audiences of a record, those together that may read the same."""
    readers = _readers(values, mask, councils)
    together: dict[tuple[frozenset[str], bool], list[Audience]] = defaultdict(list)
    for audience in (bit for bit in Audience if mask & bit):
        withheld = frozenset(withheld_from(values, readers[audience]))
        reads_less = is_guarded and audience == Audience.PUBLIC
        together[withheld, reads_less].append(audience)
    return [
        _Part(pk, sum(audiences), withheld, readers[audiences[0]])
        for (withheld, _), audiences in together.items()
    ]


def _readers(
    values: Values, mask: int, councils: Mapping[str, int]
) -> dict[Audience, AudienceReader]:
    """Who stands for each audience of a record; a card names no more than they see.

    In a record that the region reads, the council's own row names what any member sees,
    since partners read it too.
    """
    lead = values["lead"]
    is_shared = mask & Audience.REGION
    if not is_shared:
        own = AudienceReader.of(councils[lead], lead)
    elif values["holds"]:
        own = replace(MEMBER, council_slugs=frozenset({lead}))
    else:
        own = MEMBER
    return {
        Audience.OWN: own,
        Audience.REGION: MEMBER,
        Audience.REVIEW: MEMBER,
        Audience.PUBLIC: STRANGER,
    }


def _naming_what_strangers_miss(
    kind: Kind, states: Mapping[int, Values], masks: Masks
) -> set[int]:
    """Those that show strangers a reference to a record which they may not see."""
    codes = [code for code in kind.fields if kind.refers_to_record(code)]
    named = {
        pk: {
            values[code]
            for code in set(codes) - set(withheld_from(values, STRANGER))
            if values[code]
        }
        for pk, values in states.items()
        if masks[pk] & Audience.PUBLIC
    }
    keys = {key for keys in named.values() for key in keys}
    if not keys:
        return set()
    visible = Record.objects.visible_to(STRANGER).filter(key__in=keys)
    seen = set(visible.values_list("key", flat=True))
    return {pk for pk, keys in named.items() if keys - seen}


def _shown(
    kind: Kind, states: Mapping[int, Values], parts: list[_Part]
) -> dict[int, dict[str, Shown]]:
    """What each part's reader may see, in one statement for each sort of reader."""
    by_reader: dict[AudienceReader, list[int]] = defaultdict(list)
    for part in parts:
        by_reader[part.reader].append(part.pk)
    shown: dict[int, dict[str, Shown]] = {}
    for reader, pks in by_reader.items():
        seen = present_many(kind, [states[pk] for pk in pks], reader)
        shown.update(zip(pks, seen, strict=True))
    return shown
