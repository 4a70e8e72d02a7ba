"""How a record of any kind is published, shared and put away: two tables of moves.

A later step adds rows (review), not code paths; `councils.machines` makes the moves.
"""

from councils.machines import Machine, Move, register
from councils.models.council import Role
from councils.models.record import Publishing, Record, Sharing
from councils.permissions import Action

LEADS = frozenset({Role.DIGITAL_LEAD})


def missing_for_publishing(record: Record) -> list[str]:
    """What a record lacks before others can make sense of it, as sentences."""
    kind = record.declared
    return [
        f"{kind.label(code)} is empty: {declared.who} can add it."
        for code, declared in kind.fields.items()
        if code in kind.needed_to_publish and not getattr(record, declared.name)
    ]


PUBLISHING = register(
    Machine(
        name="publishing",
        title="Publishing",
        attribute="publishing",
        states=Publishing,
        moves=(
            Move(
                action="publish",
                from_states=(Publishing.DRAFT,),
                to_state=Publishing.PUBLISHED,
                label="Publish",
                needs=Action.PUBLISH_RECORD,
                done="published",
                gate=missing_for_publishing,
                told=LEADS,
            ),
            Move(
                action="retire",
                from_states=(Publishing.PUBLISHED,),
                to_state=Publishing.RETIRED,
                label="Retire",
                needs=Action.RETIRE_RECORD,
                done="retired",
                told=LEADS,
                needs_reason=True,
                is_destructive=True,
            ),
            Move(
                action="republish",
                from_states=(Publishing.RETIRED,),
                to_state=Publishing.PUBLISHED,
                label="Publish again",
                needs=Action.PUBLISH_RECORD,
                done="published again",
                told=LEADS,
                needs_reason=True,
            ),
        ),
    )
)

SHARING_WORDS = {
    Sharing.OWN: "Share with own council and partners only",
    Sharing.REGION: "Share with the region's councils",
    Sharing.PUBLIC: "Share with everyone",
}

SHARING = register(
    Machine(
        name="sharing",
        title="Sharing",
        attribute="sharing",
        states=Sharing,
        moves=tuple(
            Move(
                action=f"share_{target.value}",
                from_states=tuple(s.value for s in Sharing if s != target),
                to_state=target,
                label=SHARING_WORDS[target],
                needs=Action.SHARE_RECORD,
                done=f"shared with {target.label.lower()}",
            )
            for target in Sharing
        ),
    )
)
