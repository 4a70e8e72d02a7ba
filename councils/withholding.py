"""Which fields of a state are withheld from whom: the rule behind the field door.

Drawing what is left is `councils.present`'s; writing holds is `councils.holds`'.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.formats import date_format

from councils.kinds import HOLDS, Kind, Values
from councils.models.hold import Ground, HoldAudience, RecordHold
from councils.models.record import Record

if TYPE_CHECKING:
    from councils.present import Reader


@dataclass(frozen=True)
class Hold:
    """One hold as a state keeps it: which field, for whom, why, until when."""

    field: str
    audience: HoldAudience
    ground: Ground
    review_on: date

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Hold":
        """The hold that a snapshot's row says."""
        return cls(
            row["field"],
            HoldAudience(row["audience"]),
            Ground(row["ground"]),
            date.fromisoformat(row["review_on"]),
        )

    @property
    def from_whom(self) -> str:
        """Those who may not read the field."""
        is_own = self.audience == HoldAudience.OWN
        return "other councils and the public" if is_own else "the public"

    @property
    def review_words(self) -> str:
        return date_format(self.review_on, "j F Y")

    @property
    def words(self) -> str:
        """What those who may read the field are told beside it."""
        is_own = self.audience == HoldAudience.OWN
        inside = "own council and partners only" if is_own else "region's councils only"
        until = self.review_words
        return f"Held back: {inside}, {self.ground.section}, review by {until}"


@dataclass(frozen=True)
class Withheld:
    """Stands in place of what a reader may not see, and says on what ground."""

    ground: Ground

    @property
    def words(self) -> str:
        return f"Withheld: {self.ground.words}"


@dataclass(frozen=True)
class Standing:
    """Whose a record is, by the councils' short addresses, and what it holds back."""

    councils: frozenset[str]
    holds: tuple[Hold, ...]


NOBODYS = Standing(frozenset(), ())


def standing_in(values: Values) -> Standing:
    """The standing that a state says itself.

    Raises ValueError for a part of a state: without its holds nobody can say what may
    be shown of it. Merge it into the record's own values first.
    """
    if not values:
        return NOBODYS
    if HOLDS not in values:
        raise ValueError("Only a whole state, with its holds, can be shown")
    councils = {values.get("lead"), *(values.get("partners") or [])} - {None}
    return Standing(frozenset(councils), tuple(map(Hold.of, values[HOLDS])))


def standings_of(records: Sequence[Record]) -> dict[int, Standing]:
    """How records stand now, by id: one statement for partners, one for holds."""
    pks = {record.pk for record in records}
    councils = {record.pk: {record.lead.slug} for record in records}
    partners = Record.partners.through._base_manager.filter(record__in=pks)
    for pk, slug in partners.values_list("record_id", "council__slug"):
        councils[pk].add(slug)
    held: dict[int, list[Hold]] = {pk: [] for pk in pks}
    for row in RecordHold.objects.filter(record__in=pks):
        audience, ground = HoldAudience(row.audience), Ground(row.ground)
        held[row.record_id].append(Hold(row.field, audience, ground, row.review_on))
    return {pk: Standing(frozenset(councils[pk]), tuple(held[pk])) for pk in pks}


def is_inside(hold: Hold, councils: Collection[str], reader: "Reader") -> bool:
    """Whether this reader may read a field held so, of a record of these councils."""
    if isinstance(reader, AnonymousUser) or not reader.council_ids:
        return False
    if hold.audience == HoldAudience.REGION:
        return True
    return not reader.council_slugs.isdisjoint(councils)


def holds_in(values: Values, now: Standing | None) -> Iterable[tuple[Hold, Standing]]:
    """The holds of now, then those of the state itself, each with whose record it is.

    Membership counts as it is now: a partner of today reads as a partner.
    """
    then = standing_in(values)
    standing = now or then
    if now is not None:
        yield from ((hold, now) for hold in now.holds)
    yield from ((hold, standing) for hold in then.holds)


def withheld_from(
    values: Values, reader: "Reader", now: Standing | None = None
) -> dict[str, Hold]:
    """{field code: the hold} of all that `reader` may not read in this state.

    `now` is how the record stands today, for a state of the past: what is held back
    now, or was then, stays back.
    """
    found: dict[str, Hold] = {}
    for hold, standing in holds_in(values, now):
        if not is_inside(hold, standing.councils, reader):
            found.setdefault(hold.field, hold)
    return found


def without(kind: Kind, values: Values, codes: Iterable[str]) -> Values:
    """The state as if nothing had ever been said in these fields."""
    nothing = {code: _nothing(kind, code) for code in codes}
    return {**values, **nothing} if nothing else values


def readable(kind: Kind, values: Values, reader: "Reader") -> Values:
    """The plain values of a current state that `reader` may read."""
    return without(kind, values, withheld_from(values, reader))


def _nothing(kind: Kind, code: str) -> Any:
    """The plain value that says nothing, in the sort of field that this is."""
    if code not in kind.fields:
        return None
    found = kind.model_field(kind.fields[code])
    if found.many_to_many or isinstance(found, (models.ManyToOneRel, ArrayField)):
        return []
    is_text = isinstance(found, (models.CharField, models.TextField))
    return "" if is_text and not found.null else None


def hold_phrases(kind: Kind, before: Values, after: Values) -> tuple[str, ...]:
    """What happened to the holds between two states, as ends of a sentence."""
    old = {hold.field: hold for hold in standing_in(before).holds}
    new = {hold.field: hold for hold in standing_in(after).holds}
    phrases = []
    for code in dict.fromkeys([*old, *new]):
        label = kind.label(code)
        name = f"the {label[0].lower()}{label[1:]}"
        if code not in new:
            phrases.append(f"no longer holds back {name}")
        elif code not in old:
            said = new[code]
            phrases.append(
                f"held back {name} from {said.from_whom} ({said.ground.section})"
            )
        elif old[code] != new[code]:
            phrases.append(f"changed how {name} is held back")
    return tuple(phrases)


def hold_words(kind: Kind, values: Values) -> tuple[str, ...]:
    """Every hold of a state as a line of a table."""
    return tuple(
        f"{kind.label(hold.field)}: {hold.ground.words}, "
        f"{hold.audience.label.lower()}, review by {hold.review_words}"
        for hold in standing_in(values).holds
    )
