"""Facets over the columns of the search rows: codes, bit masks, id lists, records.

Counting and combining them is `councils.filters`; which a list has is its app's.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

MOST_WORDS = 40


@dataclass(frozen=True)
class Option:
    """One value of a facet: what stands in the address, its number, its words.

    In a facet of free words the number is the word itself.
    """

    value: str
    number: Any
    label: str


class Vocabulary:
    """The options of one facet, by value and by number; numbers are bits or codes."""

    def __init__(self, options: Iterable[Option]) -> None:
        self.options = list(options)
        self.by_value = {option.value: option for option in self.options}
        self.by_number = {option.number: option for option in self.options}


def vocabulary_of(choices: type[models.TextChoices], first: int) -> Vocabulary:
    """The vocabulary of fixed choices, numbered by place from `first`."""
    return Vocabulary(
        Option(value, number, str(label))
        for number, (value, label) in enumerate(choices.choices, first)
    )


class FacetField(forms.Field):
    """Several values of one facet; an unknown value is a named error."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.SelectMultiple, label=kwargs.get("label")
        )

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(item for item in value or [] if item))


class Facet(django_filters.Filter):
    """One facet over a column of the search rows: a code, a bit mask or an id list.

    `condition` gives its Q, for the page and for the counts of the other facets.
    """

    field_class = FacetField
    is_long = False

    def __init__(
        self, column: str, label: str, options: Callable[[], Vocabulary] | None = None
    ) -> None:
        super().__init__(field_name=column, label=label, distinct=False)
        self.column = column
        self.options = options

    def condition(self, numbers: list[int]) -> Q:
        return Q(**{f"{self.column}__in": numbers})

    def sql(self, numbers: list[int]) -> tuple[str, list[Any]]:
        """The same condition as SQL over the column's name, for the counts."""
        return f"{self.column} = ANY(%s)", [numbers]

    def fold(self, found: Mapping[Any, int]) -> Counter[int]:
        """{option number: count} from {column value: count}."""
        return Counter({int(value): count for value, count in found.items()})

    def filter(self, qs: Any, value: list[int]) -> Any:
        return qs.filter(self.condition(value)) if value else qs


class MaskFacet(Facet):
    """A facet kept as a bit mask: a row may have several values."""

    def condition(self, numbers: list[int]) -> Q:
        mask = models.ExpressionWrapper(
            F(self.column).bitand(_mask(numbers)), output_field=models.BigIntegerField()
        )
        return ~Q(models.lookups.Exact(mask, 0))

    def sql(self, numbers: list[int]) -> tuple[str, list[Any]]:
        return f"{self.column} & %s <> 0", [_mask(numbers)]

    def fold(self, found: Mapping[Any, int]) -> Counter[int]:
        counts: Counter[int] = Counter()
        for mask, count in found.items():
            rest = mask
            while rest:
                lowest = rest & -rest
                counts[lowest.bit_length() - 1] += count
                rest ^= lowest
        return counts


class ListFacet(Facet):
    """A facet kept as an array of row ids."""

    def condition(self, numbers: list[int]) -> Q:
        return Q(**{f"{self.column}__overlap": numbers})

    def sql(self, numbers: list[int]) -> tuple[str, list[Any]]:
        return f"{self.column} && %s::smallint[]", [numbers]

    def fold(self, found: Mapping[Any, int]) -> Counter[int]:
        return _each_counted(found)


class RecordFacet(Facet):
    """A facet whose values are records, named only where `visible_to` allows."""

    is_long = True

    def __init__(self, column: str, label: str, model: Any) -> None:
        super().__init__(column, label)
        self.of = model


class RecordListFacet(RecordFacet):
    """A facet kept as an array of record ids: a row may be about several."""

    def condition(self, numbers: list[int]) -> Q:
        return Q(**{f"{self.column}__overlap": numbers})

    def sql(self, numbers: list[int]) -> tuple[str, list[Any]]:
        return f"{self.column} && %s::integer[]", [numbers]

    def fold(self, found: Mapping[Any, int]) -> Counter[Any]:
        return _each_counted(found)


class WordFacet(Facet):
    """A facet of free words kept as an array; only words of its shape are known."""

    is_long = True

    def __init__(self, column: str, label: str, shape: re.Pattern[str]) -> None:
        super().__init__(column, label)
        self.shape = shape

    def vocabulary(self, words: Iterable[str]) -> Vocabulary:
        """These words as options, the first forty of them, each once."""
        known = [word for word in dict.fromkeys(words) if self.shape.fullmatch(word)]
        return Vocabulary(Option(word, word, word) for word in known[:MOST_WORDS])

    def condition(self, numbers: list[Any]) -> Q:
        return Q(**{f"{self.column}__overlap": numbers})

    def sql(self, numbers: list[Any]) -> tuple[str, list[Any]]:
        return f"{self.column} && %s::text[]", [numbers]

    def fold(self, found: Mapping[Any, int]) -> Counter[Any]:
        return _each_counted(found)


class DueFacet(Facet):
    """Whether a day has come: 0 not yet, 1 it has, 2 no day was set. Computed today."""

    def condition(self, numbers: list[int]) -> Q:
        today = timezone.localdate()
        meanings = [
            Q(**{f"{self.column}__gt": today}),
            Q(**{f"{self.column}__lte": today}),
            Q(**{f"{self.column}__isnull": True}),
        ]
        return reduce(or_, [meanings[number] for number in numbers])

    def sql(self, numbers: list[int]) -> tuple[str, list[Any]]:
        code = f"CASE WHEN {self.column} IS NULL THEN 2 WHEN {self.column} <= %s"
        return f"{code} THEN 1 ELSE 0 END = ANY(%s)", [timezone.localdate(), numbers]

    def fold(self, found: Mapping[Any, int]) -> Counter[int]:
        today = timezone.localdate()
        counts: Counter[int] = Counter()
        for day, count in found.items():
            counts[2 if day is None else int(day <= today)] += count
        return counts


def _each_counted(found: Mapping[Any, int]) -> Counter[Any]:
    """{one value: count} from {several values together: count}."""
    counts: Counter[Any] = Counter()
    for values, count in found.items():
        for value in values:
            counts[value] += count
    return counts


def _mask(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))


@dataclass(frozen=True)
class CountedOption:
    """An option as a list shows it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class CountedFacet:
    """A facet as a list shows it: chosen options first, then by count."""

    code: str
    label: str
    options: list[CountedOption]

    @property
    def is_long(self) -> bool:
        return len(self.options) > 8

    @property
    def chosen(self) -> list[CountedOption]:
        return [option for option in self.options if option.chosen]
