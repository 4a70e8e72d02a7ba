"""Reporting a problem with a record, and answering: who may, who hears of it.

The pages are `councils.views.reports`; whether somebody may report once more is
decided there.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from councils.changes import change_set
from councils.machines import Refused
from councils.models.council import REGIONAL_ROLES, Belonging, Council, Role
from councils.models.person import User
from councils.models.record import Record
from councils.models.report import OPEN, Report, ReportState
from councils.models.search import SearchEntry
from councils.notices import holders, write_notice
from councils.permissions import ROLES_ALLOWED, Action

FALLBACKS = (
    frozenset({Role.DIGITAL_LEAD}),
    frozenset({Role.COUNCIL_ADMIN}),
    REGIONAL_ROLES,
)
"""Who in the lead council hears of a report on a record that nobody keeps."""


def report_problem(
    record: Record,
    *,
    wrong: str,
    words: str,
    by: User | AnonymousUser,
    section: str = "",
    reply_to: str = "",
) -> Report:
    """Keep what somebody found wrong with `record`, and tell those who answer for it.

    The record is one that `by` may read: the view fetches it so.
    """
    with change_set(by=by if isinstance(by, User) else None):
        report = Report.objects.create(
            record_id=record.pk,
            section=section,
            wrong=wrong,
            words=words,
            reply_to=reply_to,
            made_by=by if isinstance(by, User) else None,
        )
        for person in answerers(record):
            write_notice(
                person,
                record,
                cause="problem",
                step=str(report.pk),
                subject=f"A problem was reported: {record.title}",
                body=(
                    f"Somebody reported a problem with “{record.title}”"
                    f" ({record.key}): {report.get_wrong_display().lower()}. What they"
                    " wrote is only on the page of problems, since it may be about a"
                    " person. Read it there, and answer."
                ),
                why="you answer for this entry",
                path=reverse("councils:problems"),
            )
    return report


def answerers(record: Record) -> list[User]:
    """The steward while in the council; else its leads, its admins, or the region's."""
    steward = record.steward
    if steward and steward.is_active and record.lead_id in steward.council_ids:
        return [steward]
    for roles in FALLBACKS:
        people = holders(record.lead_id, roles)
        if people:
            return people
    region = Council.objects.filter(belonging=Belonging.REGION).first()
    return holders(region, REGIONAL_ROLES) if region else []


def answerable_by(person: User) -> QuerySet[Report]:
    """The reports that this person may read and answer.

    Those about records that they keep, that the council they act for leads where
    their role there allows it, and for regional roles about all that they see.
    """
    seen = SearchEntry.objects.visible_to(person).filter(record=OuterRef("record"))
    reports = Report.objects.filter(Exists(seen)).select_related(
        "record__lead", "made_by", "answered_by"
    )
    acting = person.acting_for
    if acting is None:
        return reports.none()
    roles = person.roles_in(acting.pk) & ROLES_ALLOWED[Action.ANSWER_REPORT]
    if roles & REGIONAL_ROLES:
        return reports
    mine = Q(record__steward=person) | Q(record__deputy=person)
    mine &= Q(record__lead__in=person.council_ids)
    if roles:
        mine |= Q(record__lead=acting)
    return reports.filter(mine)


def take_up(report: Report, *, by: User) -> None:
    """Say that somebody is looking at it."""
    with change_set(by=by):
        locked = _locked(report, by)
        locked.state = ReportState.LOOKING
        locked.save(update_fields=["state"])


def answer_report(
    report: Report, *, answer: str, by: User, state: ReportState = ReportState.ANSWERED
) -> Report:
    """Answer a report, or close it with the reason; whoever reported it is told.

    Raises PermissionDenied, and Refused where it was answered before.
    """
    from councils.tasks import tell_reporter

    with change_set(by=by):
        locked = _locked(report, by)
        locked.state = state
        locked.answer = answer
        locked.answered_by = by
        locked.answered_at = timezone.now()
        locked.save()
        if locked.made_by is not None:
            _tell_member(locked, locked.made_by)
        elif locked.reply_to:
            tell_reporter.defer(report_id=str(locked.pk))
    return locked


def _locked(report: Report, by: User) -> Report:
    rows: Any = answerable_by(by).select_related(None).select_for_update(of=("self",))
    locked: Report | None = rows.filter(pk=report.pk).first()
    if locked is None:
        raise PermissionDenied("Only those who keep this entry answer for it.")
    if locked.state not in OPEN:
        raise Refused("Somebody has answered this already. Read what they said.")
    return locked


def _tell_member(report: Report, person: User) -> None:
    """Tell a member; the entry is named where they may still read it."""
    seen = Record.objects.visible_to(person).filter(pk=report.record_id)
    name = f": {report.record.title}" if seen.exists() else ""
    write_notice(
        person,
        report.record,
        cause="problem_answered",
        step=str(report.pk),
        subject=f"Your report was answered{name}",
        body=answer_as_mail(report),
        why="you reported a problem with this entry",
    )


def answer_as_mail(report: Report) -> str:
    """What a mail says of an answer, with the page that shows both sides."""
    return (
        f"{report.get_state_display()}, by {report.record.lead}:\n\n{report.answer}"
        f"\n\nWhat you had reported: {settings.SITE_URL}{report.get_absolute_url()}"
    )
