"""The stage of a use case as a table of moves; gates come with assessments.

The dated log of a stage is its decisions (`councils.machines.decide`).
"""

from catalogue.models.choices import STAGE_MEANINGS, Stage
from councils.machines import Machine, Move, register
from councils.models.council import Role
from councils.permissions import Action

STAGES = (Stage.SCAN, Stage.PILOT, Stage.SCALE)

STAGE = register(
    Machine(
        name="stage",
        title="Stage",
        attribute="stage",
        states=Stage,
        kinds=("use_case",),
        moves=tuple(
            Move(
                action=f"to_{target.value}",
                from_states=tuple(s.value for s in Stage if s != target),
                to_state=target,
                label=f"Move to {target.label} ({STAGE_MEANINGS[target]})",
                needs=Action.MOVE_STAGE,
                done=f"moved to {target.label}",
                told=frozenset({Role.DIGITAL_LEAD}),
                needs_reason=True,
                is_dated=True,
            )
            for target in STAGES
        ),
    )
)
