"""What a kind of record declares about itself, and the register of all kinds.

Forms, history, search rows, exports and the data standard are made from these
declarations; the declarations themselves stand in each app's `kinds.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from councils.findings import FieldFinding
    from councils.models.record import Record
    from councils.present import Shown

Values = dict[str, Any]
"""One state of a record: {field code: plain value}."""
Screens = Callable[[int, Any], "list[FieldFinding]"]

HOLDS = "holds"
"""The code under which every state of every kind keeps what it holds back."""

ALWAYS_SHOWN = frozenset({"title", "lead", "partners"})
"""What says which record this is, and whose: no kind can hold these back."""


@dataclass(frozen=True)
class Field:
    """One field of a kind; label, help and limit come from the model's own field.

    `code` stands in snapshots, addresses and files and outlives renames of `name`.
    `weight` (A to D) puts the text into the search vector. `needed` counts towards
    completeness, and `who` says who can usually answer. `members_only` fields are
    never shown to a reader without an account. State fields are moved by machines and
    stand in no form; imported ones are written by imports, and no council edits them.
    `closer_look` are the values that a reviewer should look at closely, each with why.
    Any field can be held back but states and those of ALWAYS_SHOWN.
    `unit` is what a number counts. `screens` finds what is sensitive in what this field
    refers to, such as a file: it is given the record's id and the field's value.
    """

    name: str
    code: str = ""
    example: str = ""
    needed: bool = False
    who: str = "the digital lead"
    unit: str = ""
    weight: str = ""
    is_state: bool = False
    is_markdown: bool = False
    members_only: bool = False
    is_imported: bool = False
    closer_look: Mapping[Any, str] = field(default_factory=dict, hash=False)
    screens: Screens | None = None

    @property
    def can_be_held(self) -> bool:
        """Whether a record may hold this field back from some of its readers."""
        return not (self.is_state or self.name in ALWAYS_SHOWN)

    @property
    def key(self) -> str:
        """The code by which snapshots and addresses know this field."""
        return self.code or self.name


@dataclass(frozen=True)
class Section:
    """Fields that are read and edited together, in reading order.

    With `only_where` it belongs to records that say one of these things alone, such
    as those of one type: {field code: values}.
    """

    code: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    only_where: Mapping[str, frozenset[Any]] = field(default_factory=dict, hash=False)

    @property
    def editable(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not (f.is_state or f.is_imported))

    @property
    def holdable(self) -> tuple[Field, ...]:
        """The fields that a record may hold back."""
        return tuple(f for f in self.fields if f.can_be_held)

    def is_of(self, values: Values) -> bool:
        """Whether a record in this state has this section."""
        return all(
            values.get(code) in wanted for code, wanted in self.only_where.items()
        )


@dataclass(frozen=True)
class SearchContent:
    """What a kind adds to the search row of one record.

    `columns` are values for `SearchEntry`; `words` further text to index at weight C;
    `card` what a list shows.
    """

    columns: Mapping[str, Any]
    card: Mapping[str, Any]
    words: str = ""


SearchWriter = Callable[
    [Mapping[int, Values], Mapping[int, "Mapping[str, Shown]"]],
    Mapping[int, SearchContent],
]
Dependents = Callable[[list[int]], Mapping[str, list[int]]]


def _no_dependents(pks: list[int]) -> Mapping[str, list[int]]:
    return {}


def _nobody_follows(pks: list[int]) -> None:
    return None


def _nothing_lacking(record: "Record") -> list[str]:
    return []


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record: its table, words, key prefix, sections and search row.

    `number` stands for the kind in search rows and is never reused. `dependents`
    names the records of other kinds ({kind code: ids}) whose rows show these ones.
    `machines` write down how a new record begins; `edits` names the permission that
    changing its fields takes. `lacks` says what else a record needs before others can
    make sense of it, as sentences. `tabs` are pages of its own beside Overview and
    History: (label, last word of the address's name).
    """

    code: str
    number: int
    prefix: str
    model: "type[Record]"
    noun: str
    plural: str
    url_name: str
    sections: tuple[Section, ...]
    search: SearchWriter
    dependents: Dependents = _no_dependents
    machines: tuple[str, ...] = field(default=("publishing",))
    needed_to_publish: frozenset[str] = frozenset({"title"})
    edits: str = "edit_record"
    tabs: tuple[tuple[str, str], ...] = ()
    lacks: "Callable[[Record], list[str]]" = _nothing_lacking
    tells_followers: Callable[[list[int]], None] = _nobody_follows

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its code, in reading order."""
        return {f.key: f for section in self.sections for f in section.fields}

    @cached_property
    def editable(self) -> dict[str, Field]:
        """The fields that forms may offer, by code."""
        return {code: f for code, f in self.fields.items() if not f.is_state}

    def sections_of(self, values: Values) -> tuple[Section, ...]:
        """The sections that a record in this state has."""
        return tuple(section for section in self.sections if section.is_of(values))

    def section(self, code: str) -> Section | None:
        return next((s for s in self.sections if s.code == code), None)

    def model_field(self, declared: Field) -> Any:
        """The model's own field; for child rows (links) the reverse relation."""
        return self.model._meta.get_field(declared.name)

    def refers_to_record(self, code: str) -> bool:
        """Whether this field names another record, such as a product."""
        from councils.models.record import Record

        found = self.model_field(self.fields[code])
        is_reference = isinstance(found, models.ForeignKey)
        return is_reference and issubclass(found.related_model, Record)

    def label(self, code: str) -> str:
        """The words for one field; a code this kind no longer has is its own label."""
        declared = self.fields.get(code)
        if declared is None:
            return code.replace("_", " ").capitalize()
        found = self.model_field(declared)
        if isinstance(found, models.ManyToOneRel):
            return declared.name.capitalize()
        return str(found.verbose_name)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; called once at start by each app."""
    _kinds[kind.code] = kind
    return kind


def kind_named(code: str) -> Kind:
    """The kind with this code; KeyError for an unknown one."""
    return _kinds[code]


def all_kinds() -> Iterator[Kind]:
    """Every kind, in the order of their numbers."""
    return iter(sorted(_kinds.values(), key=lambda kind: kind.number))
