"""What waits for review: which entries and edits, since when, and what to look at.

Deciding is `councils.machines.decide`'s; the pages are `councils.views.review`'s.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from councils.changes import change_set
from councils.difference import from_json
from councils.findings import FieldFinding, findings_in, passed_in
from councils.kinds import Kind, Values
from councils.models.change_set import RecordVersion
from councils.models.council import Publisher
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.proposal import Proposal, ProposalKind, ProposalState
from councils.models.record import Publishing, Record, Sharing
from councils.models.review import ReviewInHand
from councils.permissions import APPROVERS, Action, require
from councils.refusals import Refused
from councils.role_mailboxes import role_mailboxes
from councils.snapshots import completed
from councils.withholding import readable
from councils.working_days import after_working_days, working_days_between

ORDINARY_DAYS = 5
CLOSER_DAYS = 10
"""Working days within which a review is answered, and one that needs a closer look."""


@dataclass(frozen=True)
class Flag:
    """Why an entry deserves a closer look, and what in it says so if that is more."""

    title: str
    cause: str


@dataclass(frozen=True)
class Waiting:
    """One row of the queue."""

    record: Record
    proposal: Proposal | None
    what: str
    sent_at: datetime
    sent_by: str
    flags: tuple[Flag, ...]
    in_hand_by: str
    url: str

    @property
    def target_days(self) -> int:
        return CLOSER_DAYS if self.flags else ORDINARY_DAYS

    @property
    def due_on(self) -> date:
        return after_working_days(timezone.localdate(self.sent_at), self.target_days)

    @property
    def age_days(self) -> int:
        """How many working days it has waited."""
        first = timezone.localdate(self.sent_at)
        return working_days_between(first, timezone.localdate())

    @property
    def is_late(self) -> bool:
        return self.age_days > self.target_days


def for_approval_by(person: User) -> Q:
    """The condition that a record is this person's to decide on, acting as now."""
    acting = person.acting_for
    if acting is None:
        return Q(pk__in=[])
    roles = person.roles_in(acting.pk)
    own = Q(sharing=Sharing.OWN) | Q(lead__publisher=Publisher.OWN)
    mine = Q(pk__in=[])
    if roles & APPROVERS[Publisher.OWN]:
        mine |= own & Q(lead=acting.pk)
    if roles & APPROVERS[Publisher.REGION]:
        mine |= ~Q(sharing=Sharing.OWN) & Q(lead__publisher=Publisher.REGION)
    return mine


def queue_for(person: User) -> QuerySet[Any, Any]:
    """What waits for this person: {sent_at, record_id, proposal} rows, oldest first."""
    seen = Record.objects.visible_to(person).filter(for_approval_by(person))
    sent = Decision.objects.filter(
        record=OuterRef("pk"), machine="publishing", to_state=Publishing.IN_REVIEW
    ).order_by("-pk")
    records = (
        seen.filter(publishing=Publishing.IN_REVIEW)
        .annotate(sent=Subquery(sent.values("at")[:1]))
        .values_list("sent", "pk", Value("", output_field=CharField()))
    )
    proposals = (
        Proposal.objects.filter(kind=ProposalKind.EDIT, state=ProposalState.WAITING)
        .filter(Exists(seen.filter(pk=OuterRef("record"))))
        .values_list("sent_at", "record", Cast("pk", CharField()))
    )
    return records.order_by().union(proposals.order_by(), all=True).order_by("sent")


def waiting_rows(
    rows: Sequence[tuple[datetime, int, str]], reader: User
) -> list[Waiting]:
    """The rows of one page of the queue, drawn: ten statements, however many.

    What is held back from `reader` raises no flag for them.
    """
    pks = [record for _, record, _ in rows]
    records, proposals = _subjects(rows)
    snapshots = dict(
        RecordVersion.objects.filter(
            record__in=pks, number=F("record__version")
        ).values_list("record", "snapshot")
    )
    senders, in_hand = _senders(pks), _in_hand(rows)
    mailboxes, passed = role_mailboxes(), passed_in(pks)
    found = []
    for sent_at, pk, proposal_pk in rows:
        record, proposal = records[pk], proposals.get(proposal_pk)
        values = _read_by(reader, record, after_edit(snapshots[pk], proposal))
        findings = findings_in(record.declared, values, mailboxes)
        left = [f for f in findings if (pk, f.code, f.fingerprint) not in passed]
        found.append(
            Waiting(
                record=record,
                proposal=proposal,
                what=what_waits(record, proposal),
                sent_at=sent_at,
                sent_by=str(proposal.made_by) if proposal else senders.get(pk, ""),
                flags=tuple(flags_of(record.declared, values, left)),
                in_hand_by=in_hand.get((pk, proposal_pk), ""),
                url=review_url(record, proposal),
            )
        )
    return found


def _subjects(
    rows: Sequence[tuple[datetime, int, str]],
) -> tuple[dict[int, Record], dict[str, Proposal]]:
    """The records and proposals of these rows, by id."""
    records = Record.objects.filter(pk__in=[pk for _, pk, _ in rows])
    asked = Proposal.objects.filter(pk__in=[p for *_, p in rows if p])
    return (
        {record.pk: record for record in records.select_related("lead")},
        {str(edit.pk): edit for edit in asked.select_related("made_by")},
    )


def _read_by(reader: User, record: Record, values: Values) -> Values:
    """What a reviewer may read of a state."""
    return readable(record.declared, completed(record.declared, values), reader)


def review_url(record: Record, proposal: Proposal | None) -> str:
    """The page on which this is decided."""
    from django.urls import reverse

    from councils.record_links import address_of

    if proposal is not None:
        return reverse("councils:proposal", args=[proposal.pk])
    return address_of(record, "review")


def what_waits(record: Record, proposal: Proposal | None) -> str:
    """What a row of the queue asks for, in a word or two."""
    if proposal is None:
        return f"New {record.declared.noun}"
    return "Wider sharing" if proposal.machine else "Edit"


def after_edit(values: Values, proposal: Proposal | None) -> Values:
    """A state as it will be once a proposal is approved."""
    if proposal is None:
        return values
    return {**values, **{c.field: c.after for c in from_json(proposal.difference)}}


def _senders(pks: Iterable[int]) -> dict[int, str]:
    sent = (
        Decision.objects.filter(
            record__in=list(pks), machine="publishing", to_state=Publishing.IN_REVIEW
        )
        .order_by("record", "-pk")
        .distinct("record")
        .select_related("by")
    )
    return {decision.record_id: str(decision.by or "") for decision in sent}


def _in_hand(
    rows: Sequence[tuple[datetime, int, str]],
) -> dict[tuple[int, str], str]:
    """Who reads what; whoever read it before it was sent again does not any more."""
    sent = {(pk, proposal): at for at, pk, proposal in rows}
    taken = ReviewInHand.objects.filter(record__in=[pk for _, pk, _ in rows])
    found = {}
    for row in taken.select_related("by"):
        place = (row.record_id, str(row.proposal_id or ""))
        if place in sent and row.since >= sent[place]:
            found[place] = str(row.by)
    return found


def in_hand_of(record: Record, proposal: Proposal | None) -> ReviewInHand | None:
    """Who reads one record, or one edit of it, if anybody said so."""
    rows = ReviewInHand.objects.filter(record=record.pk, proposal=proposal)
    return rows.select_related("by").first()


def _flag(title: str, label: str) -> Flag:
    """A flag with the label of the field that raised it, unless that says the same."""
    return Flag(title, "" if label.lower() in title.lower() else label)


def flags_of(kind: Kind, values: Values, found: list[FieldFinding]) -> list[Flag]:
    """Why a state of a record deserves a closer look, each with its cause.

    `found` is what screening finds in it that no approver has let through.
    """
    flags = [
        _flag(declared.closer_look[values[code]], kind.label(code))
        for code, declared in kind.fields.items()
        if declared.closer_look and values.get(code) in declared.closer_look
    ]
    if found:
        causes = sorted({str(f.found.kind.label).lower() for f in found})
        flags.append(Flag("Screening findings", ", ".join(causes)))
    return flags


def still_waits(record: Record, proposal: Proposal | None) -> bool:
    """Whether this is still to be decided."""
    if proposal is not None:
        return proposal.state == ProposalState.WAITING
    return record.publishing == Publishing.IN_REVIEW


def take_in_hand(record: Record, proposal: Proposal | None, *, by: User) -> None:
    """Say that one reads this now; takes it over from whoever had it before."""
    require(by, Action.APPROVE_RECORD, record)
    with change_set(by=by):
        if not still_waits(record, proposal):
            raise Refused("This does not wait for review any more.")
        ReviewInHand.objects.filter(record=record.pk, proposal=proposal).delete()
        ReviewInHand.objects.create(record_id=record.pk, proposal=proposal, by=by)
