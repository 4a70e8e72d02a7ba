"""Facets over the columns of the search rows: codes, bit masks, id lists, records.

Counting and combining them is `councils.filters`; which a list has is its app's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import F, Q


@dataclass(frozen=True)
class Option:
    """One value of a facet: what stands in the address, its number, its words."""

    value: str
    number: int
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
        counts: Counter[int] = Counter()
        for numbers, count in found.items():
            for number in numbers:
                counts[number] += count
        return counts


class RecordFacet(Facet):
    """A facet whose values are records, named only where `visible_to` allows."""

    is_long = True

    def __init__(self, column: str, label: str, model: Any) -> None:
        super().__init__(column, label)
        self.of = model


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
