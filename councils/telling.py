"""Tells people of a move: the roles its row names, its author, and who decides next.

Writing and sending the notices is `councils.notices`'.
"""

from typing import Any

from councils.machines import Machine, Move
from councils.models.decision import Decision
from councils.models.person import User
from councils.models.record import Record
from councils.notices import holders, write_notice
from councils.review import review_url


def tell(subject: Any, machine: Machine, move: Move, decision: Decision) -> None:
    """Write a notice for everybody who should hear, but not for the one who did it."""
    record = machine.record_of(subject)
    told: dict[User, str] = {}
    page = ""
    if move.tells_approvers:
        page = review_url(record, decision.proposal)
        for person in machine.approvers(record):
            told[person] = "you may decide on it"
    if move.tells_author:
        authors = User.objects.filter(
            pk__in=machine.authors(subject), is_active=True
        ).order_by("pk")
        for person in authors:
            told.setdefault(person, "you wrote it or sent it for review")
    for person in holders(record.lead_id, move.told) if move.told else []:
        told.setdefault(
            person, f"you hold a role at {record.lead} that follows its entries"
        )
    for person, why in told.items():
        if person.pk != decision.by_id:
            _write(person, record, machine, move, decision, why, page)


def tell_who_decides_now(record: Record, machine: Machine, decision: Decision) -> None:
    """Tell who may decide since it is shared otherwise; whoever knows hears nothing."""
    move = machine.move(decision.action, decision.from_state)
    page = review_url(record, decision.proposal)
    for person in machine.approvers(record):
        if person.pk != decision.by_id:
            why = "you may decide on it"
            _write(person, record, machine, move, decision, why, page)


def _write(
    person: User,
    record: Record,
    machine: Machine,
    move: Move,
    decision: Decision,
    why: str,
    page: str,
) -> None:
    what = f"An edit of “{record.title}”" if decision.proposal else f"“{record.title}”"
    by = f" by {decision.by}" if decision.by else ""
    subject = f"{record.key} {move.done}: {record.title}"
    if decision.proposal:
        subject = f"{record.key}, an edit {move.done}: {record.title}"
    write_notice(
        person,
        record,
        cause=f"{machine.name}.{move.action}",
        step=str(decision.pk),
        subject=subject,
        body=f"{what} was {move.done}{by}.{_reasons(record, decision)}",
        why=why,
        path=page
        or (review_url(record, decision.proposal) if decision.proposal else ""),
    )


def _reasons(record: Record, decision: Decision) -> str:
    """The reason and the remarks, each on lines of its own."""
    said = ""
    if decision.reason:
        said += f"\n\nThe reason given: {decision.reason}"
    for code, words in decision.remarks.items():
        said += f"\n\nOn “{record.declared.label(code)}”: {words}"
    return said
