"""Makes the pages of docs/ that say what the code declares: fields and machines.

Writing and comparing the files is `manage.py make_docs`'s.
"""

from collections.abc import Sequence

from django.db import models

from councils.kinds import Field, Kind, all_kinds
from councils.machines import Machine, all_machines

MADE = "<!-- Made by `make docs` from the code: change that, not this. -->\n"


def pages() -> dict[str, str]:
    """{path under docs/: text} of every generated page."""
    made = {"data-dictionary.md": data_dictionary()}
    for machine in all_machines():
        made[f"generated/{machine.name}.md"] = machine_page(machine)
    return made


def data_dictionary() -> str:
    """Every kind with its fields, in reading order."""
    parts = ["# Data dictionary\n", MADE]
    for kind in all_kinds():
        parts.append(f"## {kind.noun.capitalize()}\n")
        parts.append(f"Keys look like {kind.prefix}-0001; kind `{kind.code}`.\n")
        for section in kind.sections:
            parts.append(f"### {section.title}\n")
            parts.append(_table(_HEADS, [_row(kind, f) for f in section.fields]))
    return "\n".join(parts)


_HEADS = ("Field", "Code", "Type", "Limit", "Needed", "Help", "Example", "Answers")


def _row(kind: Kind, declared: Field) -> tuple[str, ...]:
    found = kind.model_field(declared)
    return (
        kind.label(declared.key),
        f"`{declared.key}`",
        _type_of(found),
        str(getattr(found, "max_length", None) or ""),
        "yes" if declared.needed else "",
        str(getattr(found, "help_text", "")),
        declared.example,
        "; ".join(str(label) for _, label in getattr(found, "choices", None) or ()),
    )


def _type_of(found: object) -> str:
    """The type of a field in a reader's words."""
    if getattr(found, "choices", None):
        return "one of"
    names: list[tuple[type, str]] = [
        (models.ManyToManyField, "several of a list"),
        (models.ManyToOneRel, "rows"),
        (models.ForeignKey, "one of a list"),
        (models.BooleanField, "yes or no"),
        (models.DateTimeField, "date and time"),
        (models.DateField, "date"),
        (models.DecimalField, "number"),
        (models.IntegerField, "whole number"),
        (models.EmailField, "e-mail address"),
        (models.URLField, "web address"),
        (models.CharField, "text"),
        (models.TextField, "text"),
    ]
    for type_, words in names:
        if isinstance(found, type_):
            return words
    return type(found).__name__


def machine_page(machine: Machine) -> str:
    """The moves of one machine, drawn and as a table."""
    labels = dict(machine.states.choices)
    rows = [
        (
            ", ".join(str(labels[state]) for state in move.from_states),
            move.label,
            str(labels[move.to_state]),
            move.needs.value,
            "yes" if move.needs_reason else "",
            ", ".join(sorted(role.label for role in move.told)),
        )
        for move in machine.moves
    ]
    heads = ("From", "Move", "To", "Permission", "Reason", "Who is told")
    states = ", ".join(str(label) for label in labels.values())
    return "\n".join(
        [
            f"# {machine.title}\n",
            MADE,
            f"States: {states}.\n",
            _diagram(machine),
            _table(heads, rows),
        ]
    )


def _diagram(machine: Machine) -> str:
    """The moves as a drawing, in the notation that repositories draw by themselves."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [
        f'    state "{label}" as {state}' for state, label in machine.states.choices
    ]
    lines += [
        f"    {state} --> {move.to_state}: {move.label}"
        for move in machine.moves
        for state in move.from_states
    ]
    return "\n".join([*lines, "```\n"])


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    cells = (
        [cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in cells) + "\n"
