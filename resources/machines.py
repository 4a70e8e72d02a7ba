"""The news of an original as a table of moves: brought, taken, declined, gone.

It moves a `Proposal` of the kind "upstream"; writing one and what taking it means are
`resources.upstream`'s. Edits that wait for review have a machine of their own.
"""

from django.db import models

from councils.difference import lock
from councils.machines import Machine, Move, register
from councils.models.person import User
from councils.models.proposal import Proposal, ProposalKind, ProposalState
from councils.permissions import Action


class NewsState(models.TextChoices):
    """The states of a proposal that news of an original come to."""

    WAITING = ProposalState.WAITING.value, "Waiting for the adapter"
    ACCEPTED = ProposalState.ACCEPTED.value, "Taken"
    DECLINED = ProposalState.DECLINED.value, "Declined"
    WITHDRAWN = ProposalState.WITHDRAWN.value, "No longer offered"


def _lock(proposal: Proposal) -> Proposal:
    """The copy and then the news, locked and read anew."""
    record = lock(proposal.record)
    rows = Proposal.objects.select_for_update(of=("self",))
    locked = rows.get(pk=proposal.pk, kind=ProposalKind.UPSTREAM)
    locked.record = record
    return locked


def _version(proposal: Proposal) -> str:
    return f"{proposal.record.version}.{proposal.revision}"


def _take(proposal: Proposal, by: User, reason: str) -> None:
    from resources.upstream import carry_out

    carry_out(proposal, by, reason)


def _settle(proposal: Proposal, by: User, reason: str) -> None:
    from resources.upstream import settle

    settle(proposal)


BRING = Move(
    action="bring",
    from_states=(),
    to_state=NewsState.WAITING,
    label="Bring",
    needs=Action.EDIT_RECORD,
    done="brought",
    is_offered=False,
)
TAKE_BACK = Move(
    action="take_back",
    from_states=(NewsState.WAITING,),
    to_state=NewsState.WITHDRAWN,
    label="Take back",
    needs=Action.EDIT_RECORD,
    done="taken back, since the original does not say so any more",
    is_offered=False,
)
"""Made by nobody: they follow from what happens to the original."""

UPSTREAM = register(
    Machine(
        name="upstream",
        title="News of an original",
        attribute="state",
        states=NewsState,
        kinds=("resource",),
        is_of_records=False,
        record_of=lambda proposal: proposal.record,
        lock=_lock,
        version_of=_version,
        moves=(
            Move(
                action="take",
                from_states=(NewsState.WAITING,),
                to_state=NewsState.ACCEPTED,
                label="Take what I chose",
                needs=Action.EDIT_RECORD,
                done="taken",
                effect=_take,
            ),
            Move(
                action="decline",
                from_states=(NewsState.WAITING,),
                to_state=NewsState.DECLINED,
                label="Keep ours as it is",
                needs=Action.EDIT_RECORD,
                done="declined",
                effect=_settle,
            ),
            TAKE_BACK,
        ),
    )
)
