"""The data standard: every field of every kind, read from what the kinds declare.

The page /data-standard/ and docs/data-dictionary.md are both made of it.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalogue.models.choices import STAGE_MEANINGS, Stage
from councils.kinds import Field, Kind, all_kinds
from councils.models.council import Council
from councils.models.lookup import Lookup
from councils.models.person import User
from councils.models.record import Record

LINKS_HELP = "Addresses on the web, each with the words to show for it."
MEANINGS: dict[str, str] = {
    stage.value: meaning for stage, meaning in STAGE_MEANINGS.items()
}

_TYPES: tuple[tuple[type, str], ...] = (
    (models.ManyToOneRel, "links"),
    (models.BooleanField, "yes or no"),
    (models.DateTimeField, "date and time"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "whole number"),
    (models.EmailField, "e-mail address"),
    (models.URLField, "web address"),
)


@dataclass(frozen=True)
class StandardChoice:
    """One answer: the value that files and addresses hold, and its words."""

    value: str
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class StandardField:
    """One field; `list_name` says which list its values come from, if any."""

    code: str
    label: str
    type: str
    help: str
    example: str
    limit: int | None
    choices: tuple[StandardChoice, ...]
    list_name: str
    is_needed: bool
    is_state: bool
    is_members_only: bool
    can_be_held: bool
    who: str


@dataclass(frozen=True)
class StandardSection:
    """Fields that are read and edited together."""

    code: str
    title: str
    intro: str
    fields: tuple[StandardField, ...]


@dataclass(frozen=True)
class StandardKind:
    """One kind of record and its sections, in reading order."""

    code: str
    noun: str
    plural: str
    prefix: str
    sections: tuple[StandardSection, ...]

    @property
    def field_count(self) -> int:
        return sum(len(section.fields) for section in self.sections)


def data_standard() -> list[StandardKind]:
    """Every kind with its sections and fields; asks the database nothing."""
    return [
        StandardKind(
            code=kind.code,
            noun=kind.noun,
            plural=kind.plural,
            prefix=kind.prefix,
            sections=tuple(
                StandardSection(
                    section.code,
                    section.title,
                    section.intro,
                    tuple(_field(kind, declared) for declared in section.fields),
                )
                for section in kind.sections
            ),
        )
        for kind in all_kinds()
    ]


def _field(kind: Kind, declared: Field) -> StandardField:
    found = kind.model_field(declared)
    is_links = isinstance(found, models.ManyToOneRel)
    return StandardField(
        code=declared.key,
        label=kind.label(declared.key),
        type=_type_of(declared, found),
        help=LINKS_HELP if is_links else str(getattr(found, "help_text", "")),
        example=declared.example,
        limit=getattr(found, "max_length", None),
        choices=_choices(declared, found),
        list_name=_list_of(found),
        is_needed=declared.needed,
        is_state=declared.is_state,
        is_members_only=declared.members_only,
        can_be_held=declared.can_be_held,
        who=declared.who if not declared.is_state else "",
    )


def _type_of(declared: Field, found: Any) -> str:
    """The type of a field in a reader's words."""
    if isinstance(found, (ArrayField, models.ManyToManyField)):
        return "any of a list"
    if isinstance(found, models.ForeignKey) or getattr(found, "choices", None):
        return "one of a list"
    for type_, words in _TYPES:
        if isinstance(found, type_):
            return words
    return "text, with Markdown" if declared.is_markdown else "text"


def _choices(declared: Field, found: Any) -> tuple[StandardChoice, ...]:
    if isinstance(found, models.ManyToOneRel):
        return ()
    of = found.base_field if isinstance(found, ArrayField) else found
    meanings = MEANINGS if of.choices == Stage.choices else {}
    return tuple(
        StandardChoice(str(value), str(label), meanings.get(value, ""))
        for value, label in of.choices or ()
    )


def _list_of(found: Any) -> str:
    """Whose rows a reference may name, in words; empty for anything else."""
    if not isinstance(found, (models.ForeignKey, models.ManyToManyField)):
        return ""
    model: Any = found.related_model
    if issubclass(model, Lookup):
        return f"{model._meta.verbose_name_plural}, kept by the region"
    if model is Council:
        return "councils, by short address"
    if model is User:
        return "the council's own people"
    if issubclass(model, Record):
        return f"{model._meta.verbose_name_plural}, by key"
    return str(model._meta.verbose_name_plural)


_HEADS = (
    "Field",
    "Code",
    "Type",
    "Limit",
    "Needed",
    "Held back",
    "Who can say",
    "Help",
    "Answers",
)


def as_markdown(made: str = "") -> str:
    """The data dictionary as a page of docs/; `made` says that it is generated."""
    parts = ["# Data dictionary\n", made] if made else ["# Data dictionary\n"]
    for kind in data_standard():
        parts.append(f"## {kind.noun.capitalize()}\n")
        parts.append(f"Keys look like {kind.prefix}-0001; the kind is `{kind.code}`.\n")
        for section in kind.sections:
            parts.append(f"### {section.title}\n")
            if section.intro:
                parts.append(f"{section.intro}\n")
            parts.append(_table([_HEADS, *(_row(f) for f in section.fields)]))
    return "\n".join(parts)


def _row(field: StandardField) -> tuple[str, ...]:
    answers = "; ".join(f"{c.label} (`{c.value}`)" for c in field.choices)
    example = f" For example: {field.example}" if field.example else ""
    needed = "yes" if field.is_needed else ""
    return (
        field.label,
        f"`{field.code}`",
        field.type,
        f"{field.limit:,} characters" if field.limit else "",
        "moved by a decision" if field.is_state else needed,
        "may be" if field.can_be_held else "never",
        field.who,
        f"{field.help}{example}",
        answers or field.list_name,
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    heads, *body = rows
    lines = [heads, tuple("---" for _ in heads), *body]
    cells = (
        [cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in cells) + "\n"
