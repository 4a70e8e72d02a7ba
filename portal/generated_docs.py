"""Makes the pages of docs/ that say what the code declares: fields and machines.

Writing and comparing the files is `manage.py make_docs`'s.
"""

from collections.abc import Sequence

from councils.machines import Machine, all_machines
from portal.data_standard import as_markdown

MADE = "<!-- Made by `make docs` from the code: change that, not this. -->\n"


BY_ANOTHER = (
    "By another: nobody makes this move who sent it for review, or wrote what it would"
    "\npublish. Where nobody else can, they may with a reason, and the decision is\n"
    "marked as an override.\n"
)


def pages() -> dict[str, str]:
    """{path under docs/: text} of every generated page."""
    made = {"data-dictionary.md": as_markdown(MADE)}
    for machine in all_machines():
        made[f"generated/{machine.name}.md"] = machine_page(machine)
    return made


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
            "yes" if move.by_another else "",
            ", ".join(sorted(role.label for role in move.told)),
        )
        for move in machine.moves
    ]
    heads = ("From", "Move", "To", "Permission", "Reason", "By another", "Who is told")
    states = ", ".join(str(label) for label in labels.values())
    return "\n".join(
        [
            f"# {machine.title}\n",
            MADE,
            f"States: {states}.\n",
            *([BY_ANOTHER] if any(move.by_another for move in machine.moves) else ()),
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
