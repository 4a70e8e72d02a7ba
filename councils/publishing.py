"""How a record of any kind is reviewed, published, shared and put away: two tables.

`councils.machines` makes the moves; edits that wait are `councils.proposing`'s.
"""

from typing import Any

from councils.findings import what_screening_asks
from councils.kinds import Values
from councils.machines import Machine, Move, register
from councils.models.council import Belonging, Council, Publisher, Role
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.record import OUT_OF_DRAFT, Publishing, Record, Sharing
from councils.notices import holders
from councils.permissions import APPROVERS, Action, publisher_of

LEADS = frozenset({Role.DIGITAL_LEAD})
WIDTH = {Sharing.OWN: 0, Sharing.REGION: 1, Sharing.PUBLIC: 2}


def missing_for_publishing(record: Record) -> list[str]:
    """What a record lacks before others can make sense of it, as sentences."""
    kind = record.declared
    empty = [
        f"{kind.label(code)} is empty: {declared.who} can add it."
        for code, declared in kind.fields.items()
        if code in kind.needed_to_publish and not getattr(record, declared.name)
    ]
    return empty + kind.lacks(record)


def _ready_to_send(record: Record) -> list[str]:
    """What stands in the way of a review: the region's reviewers are readers too."""
    goes_beyond = publisher_of(record) == Publisher.REGION
    return missing_for_publishing(record) + what_screening_asks(
        record, goes_beyond=goes_beyond
    )


def _ready_to_publish(record: Record) -> list[str]:
    goes_beyond = record.sharing != Sharing.OWN
    return missing_for_publishing(record) + what_screening_asks(
        record, goes_beyond=goes_beyond
    )


def _not_read_by_others(record: Record) -> list[str]:
    if record.sharing == Sharing.OWN:
        return _ready_to_send(record)
    return ["Others read this entry already: edit it, or withdraw it first."]


def approvers_of(record: Record) -> list[User]:
    """The people who may publish a record or send it back."""
    publisher = publisher_of(record)
    council: Any = record.lead_id
    if publisher == Publisher.REGION:
        council = Council.objects.get(belonging=Belonging.REGION)
    return holders(council, APPROVERS[publisher])


def latest_submission(record: Record) -> Decision | None:
    """The decision by which a record was last sent for review."""
    sent = record.decisions.filter(
        machine="publishing", to_state=Publishing.IN_REVIEW
    ).order_by("-pk")
    return sent.first()


def authors_of(record: Record) -> frozenset[int]:
    """Who sent a record for review, and who wrote what would be published with it.

    That is whoever changed its words since it was last published, before it was sent
    or after; for a record that never was, whoever began it too.
    """
    sent = latest_submission(record)
    if sent is None:
        return frozenset()
    authors = {sent.by_id}
    published = record.versions.filter(
        number__lte=sent.version, snapshot__publishing__in=OUT_OF_DRAFT
    )
    base = published.order_by("-number").values_list("number", flat=True).first() or 0
    words: Values | None = None
    since = record.versions.filter(number__gte=base).order_by("number")
    for number, snapshot, by in since.values_list(
        "number", "snapshot", "change_set__by"
    ):
        before, words = words, _words(record, snapshot)
        if before != words and number != base:
            authors.add(by)
    return frozenset(pk for pk in authors if pk is not None)


def _words(record: Record, snapshot: Values) -> Values:
    """What people write in a state: all but its state fields."""
    return {c: v for c, v in snapshot.items() if c in record.declared.editable}


PUBLISHING = register(
    Machine(
        name="publishing",
        title="Publishing",
        attribute="publishing",
        states=Publishing,
        authors=authors_of,
        approvers=approvers_of,
        moves=(
            Move(
                action="submit",
                from_states=(Publishing.DRAFT, Publishing.CHANGES_REQUESTED),
                to_state=Publishing.IN_REVIEW,
                label="Send for review",
                needs=Action.SUBMIT_RECORD,
                done="sent for review",
                past="sent it for review",
                gate=_ready_to_send,
                tells_approvers=True,
                means="An approver reads it. You get a mail when it is answered.",
            ),
            Move(
                action="submit_again",
                from_states=(Publishing.PUBLISHED,),
                to_state=Publishing.IN_REVIEW,
                label="Send for review again",
                needs=Action.SHARE_RECORD,
                done="sent for review again",
                past="sent it for review again",
                is_offered=False,
                gate=_not_read_by_others,
                tells_approvers=True,
            ),
            Move(
                action="approve",
                from_states=(Publishing.IN_REVIEW,),
                to_state=Publishing.PUBLISHED,
                label="Publish",
                needs=Action.APPROVE_RECORD,
                done="published",
                past="published it",
                gate=_ready_to_publish,
                told=LEADS,
                tells_author=True,
                by_another=True,
            ),
            Move(
                action="return",
                from_states=(Publishing.IN_REVIEW,),
                to_state=Publishing.CHANGES_REQUESTED,
                label="Send back",
                needs=Action.APPROVE_RECORD,
                done="sent back",
                past="sent it back",
                tells_author=True,
                needs_reason=True,
                takes_remarks=True,
            ),
            Move(
                action="withdraw",
                from_states=(Publishing.IN_REVIEW, Publishing.CHANGES_REQUESTED),
                to_state=Publishing.DRAFT,
                label="Take back from review",
                needs=Action.SUBMIT_RECORD,
                done="taken back from review",
                past="took it back from review",
                means="It is a draft again, and nobody reviews it until it is sent.",
            ),
            Move(
                action="withdraw",
                from_states=(Publishing.PUBLISHED,),
                to_state=Publishing.DRAFT,
                label="Withdraw from readers",
                needs=Action.RETIRE_RECORD,
                done="withdrawn",
                past="withdrew it from its readers",
                means="It is a draft again: only its own council and partners read "
                "it, and for all others its address is not found.",
                told=LEADS,
                tells_author=True,
                needs_reason=True,
                is_destructive=True,
            ),
            Move(
                action="retire",
                from_states=(Publishing.PUBLISHED,),
                to_state=Publishing.RETIRED,
                label="Retire",
                needs=Action.RETIRE_RECORD,
                done="retired",
                past="retired it",
                means="Whoever reads it today still can. It is marked as retired and "
                "comes last in lists.",
                told=LEADS,
                needs_reason=True,
                is_destructive=True,
            ),
            Move(
                action="republish",
                from_states=(Publishing.RETIRED,),
                to_state=Publishing.PUBLISHED,
                label="Publish again",
                needs=Action.APPROVE_RECORD,
                done="published again",
                past="published it again",
                gate=_ready_to_publish,
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


def widens_what_others_read(record: Record, target: Sharing) -> bool:
    """Whether a published record would be read by more people than today."""
    is_out = record.publishing in OUT_OF_DRAFT
    return is_out and WIDTH[target] > WIDTH[Sharing(record.sharing)]


def _tell_new_reviewers(record: Record, by: User, reason: str) -> None:
    """How widely a record is shared says who reviews it: others may have to now."""
    from councils.telling import tell_who_decides_now

    sent = latest_submission(record)
    if record.publishing == Publishing.IN_REVIEW and sent is not None:
        tell_who_decides_now(record, PUBLISHING, sent)


def _sharing_move(target: Sharing) -> Move:
    def waits(record: Record) -> bool:
        return widens_what_others_read(record, target)

    return Move(
        action=f"share_{target.value}",
        from_states=tuple(s.value for s in Sharing if s != target),
        to_state=target,
        label=SHARING_WORDS[target],
        needs=Action.SHARE_RECORD,
        done=f"shared with {target.label.lower()}",
        waits=waits,
        effect=_tell_new_reviewers,
    )


SHARING = register(
    Machine(
        name="sharing",
        title="Sharing",
        attribute="sharing",
        states=Sharing,
        moves=tuple(_sharing_move(target) for target in Sharing),
    )
)
