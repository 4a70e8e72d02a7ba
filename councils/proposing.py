"""Edits and wider sharing that wait for review, as a machine and the ways into it.

A waiting edit is a `Proposal`; approving it applies its difference.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from councils.changes import change_set
from councils.difference import (
    Change,
    Conflict,
    Difference,
    apply_reviewed,
    as_json,
    from_json,
    lock,
    refuse_moved,
    refuse_unread,
    require_edit,
    state_of,
)
from councils.findings import refuse_sensitive
from councils.machines import (
    Machine,
    Move,
    decide,
    machine_named,
    make_move,
    register,
)
from councils.models.council import Publisher
from councils.models.person import User
from councils.models.proposal import OPEN, Proposal, ProposalKind, ProposalState
from councils.models.record import OUT_OF_DRAFT, Record, Sharing
from councils.permissions import Action, publisher_of, require
from councils.publishing import PUBLISHING, SHARING, approvers_of
from councils.refusals import Refused


def edits_wait(record: Record) -> bool:
    """Whether edits of this record go through review: as its lead council chose."""
    return record.publishing in OUT_OF_DRAFT and record.lead.reviews_edits


def open_edit(record: Record, person: User) -> Proposal | None:
    """The edit of this record by this person that has not been settled yet."""
    return Proposal.objects.filter(
        record=record.pk,
        made_by=person,
        kind=ProposalKind.EDIT,
        machine="",
        state__in=OPEN,
    ).first()


def with_edit(values: dict[str, Any], edit: Proposal | None) -> dict[str, Any]:
    """A state as it would be with a waiting edit, for the form that goes on with it."""
    if edit is None:
        return values
    return {**values, **{c.field: c.after for c in from_json(edit.difference)}}


def propose_edit(
    record: Record,
    changes: Difference,
    *,
    by: User,
    codes: tuple[str, ...] = (),
    reason: str = "",
) -> Proposal | None:
    """Keep an edit until it is approved; it joins the one that `by` has open.

    `codes` are the fields that the form offered: what it no longer changes is dropped
    from the open edit. Returns None where nothing is left to change. Raises Conflict
    and ValidationError as `apply` does.
    """
    require_edit(record, changes, by)
    with change_set(by=by, reason=reason), transaction.atomic():
        locked = lock(record)
        refuse_unread(locked, changes, by)
        now = state_of(locked)
        refuse_moved(now, changes)
        edit = open_edit(locked, by)
        before = from_json(edit.difference) if edit else []
        offered = {*codes, *(change.field for change in changes)}
        kept = [change for change in before if change.field not in offered]
        whole = [*_rebased(kept, now), *changes]
        if publisher_of(locked) == Publisher.REGION:
            refuse_sensitive(locked, {c.field: c.after for c in whole}, reason)
        return _kept(locked, edit, whole, by, reason)


def _rebased(changes: Difference, now: dict[str, Any]) -> Difference:
    """The changes against the state of now, without those that have come true."""
    again = [Change(c.field, now[c.field], c.after) for c in changes]
    return [change for change in again if change.before != change.after]


def _kept(
    record: Record,
    edit: Proposal | None,
    changes: Difference,
    by: User,
    reason: str,
) -> Proposal | None:
    """Write the open edit anew, or take it back where it changes nothing any more."""
    if not changes:
        if edit is not None:
            decide(edit, PROPOSAL, "withdraw", by=by)
        return None
    was_returned = edit is not None and edit.state == ProposalState.RETURNED
    if edit is None:
        edit = Proposal(
            record=record, kind=ProposalKind.EDIT, made_by=by, council=by.acting_for
        )
    else:
        edit.revision += 1
        edit.record = record
    edit.base_version = record.version
    edit.difference = as_json(changes)
    edit.reason = reason or edit.reason
    edit.save()
    if edit.revision == 1:
        make_move(edit, PROPOSAL, _SEND, by=by, reason=edit.reason)
    elif was_returned:
        decide(edit, PROPOSAL, "send_again", by=by, reason=reason)
    return edit


def ask_to_share(record: Record, action: str, *, by: User, reason: str) -> None:
    """Send a wider sharing of a published record for review.

    What only its council reads goes back into review whole; what others read stays as
    it is until the wider sharing is approved.
    """
    with change_set(by=by, reason=reason), transaction.atomic():
        locked = lock(record)
        move = SHARING.move(action, SHARING.state_of(locked))
        require(by, move.needs, locked)
        if locked.sharing == Sharing.OWN:
            decide(locked, PUBLISHING, "submit_again", by=by, reason=reason)
            decide(locked, SHARING, action, by=by, reason=reason)
            return
        if Proposal.objects.filter(
            record=locked.pk, machine="sharing", state__in=OPEN
        ).exists():
            raise Refused("A wider sharing of this entry waits for review already.")
        if publisher_of(locked) == Publisher.REGION:
            refuse_sensitive(locked, {}, reason)
        proposal = Proposal.objects.create(
            record=locked,
            kind=ProposalKind.EDIT,
            base_version=locked.version,
            difference=[],
            machine="sharing",
            action=action,
            reason=reason,
            made_by=by,
            council=by.acting_for,
        )
        make_move(proposal, PROPOSAL, _SEND, by=by, reason=reason)


def _lock(proposal: Proposal) -> Proposal:
    """The record and then the edit, locked and read anew."""
    record = lock(proposal.record)
    rows = Proposal.objects.select_for_update(of=("self",))
    locked = rows.get(pk=proposal.pk, kind=ProposalKind.EDIT)
    locked.record = record
    return locked


def _version(proposal: Proposal) -> str:
    return f"{proposal.record.version}.{proposal.revision}"


def _carry_out(proposal: Proposal, by: User, reason: str) -> None:
    """Apply an approved edit, or make the move that it asks for.

    Who decides follows from how widely an entry is shared: one that was drawn back
    meanwhile goes through review whole again, by whoever its council chose.
    """
    if proposal.machine:
        if proposal.record.sharing == Sharing.OWN:
            raise Refused(
                "This entry is kept to its council now. Take this back, and ask to "
                "share it anew."
            )
        machine = machine_named(proposal.machine)
        row = machine.move(proposal.action, machine.state_of(proposal.record))
        make_move(proposal.record, machine, row, by=by, reason=reason)
        return
    try:
        apply_reviewed(proposal.record, from_json(proposal.difference))
    except Conflict as conflict:
        label = proposal.record.declared.label
        names = ", ".join(sorted(label(code).lower() for code in conflict.fields))
        raise Refused(
            f"Somebody has changed the {names} since this was written. Send it back, "
            "so that its author can look at both."
        ) from conflict
    except ValidationError as fault:
        raise Refused(*fault.messages) from fault


def _mark_sent(proposal: Proposal, by: User, reason: str) -> None:
    proposal.sent_at = timezone.now()
    proposal.save(update_fields=["sent_at"])


WAITING, RETURNED = ProposalState.WAITING, ProposalState.RETURNED
_SEND = Move(
    action="send",
    from_states=(),
    to_state=WAITING,
    label="Send for review",
    needs=Action.EDIT_RECORD,
    done="sent for review",
    tells_approvers=True,
)
PROPOSAL = register(
    Machine(
        name="proposal",
        title="Edits that wait",
        attribute="state",
        states=ProposalState,
        is_of_records=False,
        record_of=lambda proposal: proposal.record,
        lock=_lock,
        version_of=_version,
        authors=lambda proposal: frozenset({proposal.made_by_id}),
        approvers=approvers_of,
        moves=(
            Move(
                action="approve",
                from_states=(WAITING,),
                to_state=ProposalState.ACCEPTED,
                label="Approve",
                needs=Action.APPROVE_RECORD,
                done="approved",
                effect=_carry_out,
                tells_author=True,
                by_another=True,
            ),
            Move(
                action="return",
                from_states=(WAITING,),
                to_state=RETURNED,
                label="Send back",
                needs=Action.APPROVE_RECORD,
                done="sent back",
                tells_author=True,
                needs_reason=True,
                takes_remarks=True,
            ),
            Move(
                action="decline",
                from_states=(WAITING, RETURNED),
                to_state=ProposalState.DECLINED,
                label="Decline",
                needs=Action.APPROVE_RECORD,
                done="declined",
                tells_author=True,
                needs_reason=True,
                is_destructive=True,
            ),
            Move(
                action="send_again",
                from_states=(RETURNED,),
                to_state=WAITING,
                label="Send for review again",
                needs=Action.EDIT_RECORD,
                done="sent for review again",
                effect=_mark_sent,
                tells_approvers=True,
            ),
            Move(
                action="withdraw",
                from_states=(WAITING, RETURNED),
                to_state=ProposalState.WITHDRAWN,
                label="Take back",
                needs=Action.EDIT_RECORD,
                done="taken back",
            ),
        ),
    )
)
