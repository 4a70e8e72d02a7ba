"""The field door: a snapshot goes in, what one reader may see of it comes out.

Pages, exports, history and differences are drawn from `present`, never from the row.
Which records a reader may see at all is `visible_to`'s business.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format, number_format

from councils.kinds import HOLDS, Field, Kind, Values, kind_named
from councils.models.council import Council
from councils.models.person import User
from councils.models.record import Record
from councils.withholding import Hold, Standing, Withheld, withheld_from, without


@dataclass(frozen=True)
class AudienceReader:
    """Stands for all readers of one audience, when a list card is made for them.

    `council_ids` decide which records are named, `council_slugs` what is held back.
    """

    is_authenticated: bool
    council_ids: frozenset[int]
    reviews_for_region: bool = False
    council_slugs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, council_id: int, slug: str) -> "AudienceReader":
        """Anybody who belongs to this council and to no other."""
        return cls(True, frozenset({council_id}), council_slugs=frozenset({slug}))


NO_COUNCIL = 0
MEMBER = AudienceReader(True, frozenset({NO_COUNCIL}))
"""A member of the region who leads and shares in nothing."""
STRANGER = AudienceReader(False, frozenset())
Reader = User | AnonymousUser | AudienceReader


@dataclass(frozen=True)
class Text:
    """Words to show, with the address they lead to, if any."""

    words: str
    url: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Shown:
    """One field as one reader may see it; `texts` is empty when nothing is said.

    `withheld` stands for what this reader may not see; `held` tells one who may see
    it that others may not.
    """

    field: Field
    label: str
    texts: tuple[Text, ...]
    withheld: Withheld | None = None
    held: Hold | None = None

    def __str__(self) -> str:
        return "; ".join(text.words for text in self.texts)

    @property
    def words(self) -> str:
        """What is said, or that it is withheld, as plain words."""
        return self.withheld.words if self.withheld else str(self)

    @property
    def is_empty(self) -> bool:
        return not self.texts and self.withheld is None

    @property
    def is_markdown(self) -> bool:
        return self.field.is_markdown


References = dict[str, set[str]]
Labels = Mapping[tuple[str, str], Text]


def present(
    kind: Kind, values: Values, reader: Reader, now: Standing | None = None
) -> dict[str, Shown]:
    """What `reader` may see of one state: {field code: Shown}, in reading order.

    `values` is a whole state (ValueError for a part of one). `now` is how its record
    stands today, needed for a state of the past.
    """
    return present_many(kind, [values], reader, [now])[0]


def present_many(
    kind: Kind,
    states: Sequence[Values],
    reader: Reader,
    now: Sequence[Standing | None] | None = None,
) -> list[dict[str, Shown]]:
    """As `present`, for several states with one statement for all their labels.

    What is withheld from this reader is taken out before anything is looked up.
    """
    standings = now or [None] * len(states)
    withheld = [
        withheld_from(values, reader, standing)
        for values, standing in zip(states, standings, strict=True)
    ]
    left = [without(kind, *pair) for pair in zip(states, withheld, strict=True)]
    labels = resolve_labels(kind, left, reader)
    allowed = [
        (code, declared, kind.label(code))
        for code, declared in kind.fields.items()
        if reader.is_authenticated or not declared.members_only
    ]
    drawn = []
    for values, codes in zip(left, withheld, strict=True):
        held = {row["field"]: Hold.of(row) for row in values.get(HOLDS, ())}
        drawn.append(
            {
                code: Shown(
                    declared,
                    label,
                    shown_texts(kind, declared, values.get(code), labels),
                    withheld=Withheld(codes[code].ground) if code in codes else None,
                    held=None if code in codes else held.get(code),
                )
                for code, declared, label in allowed
            }
        )
    return drawn


def shown_texts(
    kind: Kind, declared: Field, value: Any, labels: Labels
) -> tuple[Text, ...]:
    """The words for one plain value; a reference without a label is left out."""
    if value in (None, "", []):
        return ()
    model_field = kind.model_field(declared)
    if isinstance(model_field, models.ManyToOneRel):
        return tuple(Text(link["label"], link["url"]) for link in value)
    if isinstance(model_field, (models.ForeignKey, models.ManyToManyField)):
        table = model_field.related_model._meta.label
        keys = value if isinstance(value, list) else [value]
        found = (labels.get((table, str(key))) for key in keys)
        return tuple(text for text in found if text is not None)
    unit = f" {declared.unit}" if declared.unit else ""
    return tuple(Text(words + unit) for words in _plain_words(model_field, value))


@cache
def _choices(model_field: Any) -> dict[Any, Any]:
    return dict(model_field.flatchoices)


def _plain_words(model_field: Any, value: Any) -> list[str]:
    if isinstance(model_field, ArrayField):
        choices = _choices(model_field.base_field)
        return [str(choices.get(item, item)) for item in value]
    if model_field.choices:
        return [str(_choices(model_field).get(value, value))]
    if isinstance(model_field, models.DateField):
        return [date_format(date.fromisoformat(value[:10]), "j F Y")]
    if isinstance(model_field, models.DecimalField):
        figure = value.rstrip("0").rstrip(".") if "." in value else value
        return [number_format(figure, force_grouping=True)]
    if isinstance(value, int):
        return [number_format(value, use_l10n=True, force_grouping=True)]
    return [str(value)]


def resolve_labels(kind: Kind, states: Iterable[Values], reader: Reader) -> Labels:
    """The words for every reference in these states, in one statement.

    Records are named only where `visible_to` allows, people only to members.
    """
    wanted: References = defaultdict(set)
    tables: dict[str, Any] = {}
    for declared in kind.fields.values():
        model_field = kind.model_field(declared)
        if not isinstance(model_field, (models.ForeignKey, models.ManyToManyField)):
            continue
        table = model_field.related_model._meta.label
        tables[table] = model_field.related_model
        for values in states:
            value = values.get(declared.key)
            keys = value if isinstance(value, list) else [value]
            wanted[table].update(str(key) for key in keys if key not in (None, ""))
    queries = [
        _query(tables[table], keys, reader) for table, keys in wanted.items() if keys
    ]
    queries = [query for query in queries if query is not None]
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]
    return {
        (table, key): Text(words, _address(tables[table], key, extra))
        for table, key, words, extra in rows
    }


def _query(model: Any, keys: set[str], reader: Reader) -> Any:
    """A query of (table, key, words, kind of record) for one table's keys."""
    rows = model._base_manager.all()
    key: str = model.snapshot_key
    words: str = "label"
    extra: Any = Value("")
    if issubclass(model, Record):
        rows = model.objects.visible_to(reader)
        words, extra = "title", F("kind")
    elif model is Council:
        words = "short_name"
    elif model is User:
        if not reader.is_authenticated:
            return None
        words = "name"
    return (
        rows.order_by()
        .filter(**{f"{key}__in": keys})
        .annotate(
            table=Value(model._meta.label),
            natural=Cast(key, models.TextField()),
            words=Cast(words, models.TextField()),
            extra=Cast(extra, models.TextField()),
        )
        .values_list("table", "natural", "words", "extra")
    )


def _address(model: Any, key: str, record_kind: str) -> str:
    if model is Council:
        return reverse("councils:council_detail", args=[key])
    if record_kind:
        return reverse(f"{kind_named(record_kind).url_name}_detail", args=[key])
    return ""
