"""What the worker does for the ground floor: mail, reminders, the log's retention.

What a notice says is decided where it is written (`councils.notices`).
"""

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from councils.audit import delete_old_entries
from councils.changes import in_change_set
from councils.generation import fold_marks
from councils.models.council import Role
from councils.models.hold import Ground, RecordHold
from councils.models.record import DUE_AFTER, OVERDUE_AFTER, Publishing, Record
from councils.models.report import Report
from councils.notices import holders, send_due_notices, write_notice
from councils.record_links import address_of
from councils.reports import answer_as_mail
from councils.rewriting import rewrite_later


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_notices", pass_context=False)
def send_notices(timestamp: int) -> None:
    """Send what is due, every minute; a missed minute is made up by the next."""
    send_due_notices()


@app.task(retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def tell_reporter(report_id: str) -> None:
    """Send the answer to a stranger who asked for it, then forget the address.

    Tried again after a mail server's trouble, with the same Message-ID.
    """
    report = Report.objects.select_related("record__lead").get(pk=report_id)
    if not report.reply_to:
        return
    host = urlsplit(settings.SITE_URL).hostname
    EmailMessage(
        subject="The problem that you reported was answered",
        body=f"{answer_as_mail(report)}\n\nYou get this because you asked for it.",
        to=[report.reply_to],
        headers={"Message-ID": f"<{report.pk}@{host}>"},
    ).send()
    Report.objects.filter(pk=report.pk).update(reply_to="")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_generation_marks", pass_context=False)
def fold_generation_marks(timestamp: int) -> None:
    """Keep the marks of writes few, so that reading the generation stays quick."""
    fold_marks()


@app.task(lock="rewrite_rows", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def rewrite_rows(model: str, pks: list[int]) -> None:
    """Write the rows that show what was renamed; done twice, they say the same."""
    rewrite_later(model, pks)


@app.periodic(cron="15 6 * * *")
@app.task(queueing_lock="remind_of_freshness")
def remind_of_freshness(timestamp: int) -> None:
    """Tell stewards, once each, that an entry is due or overdue to be confirmed."""
    write_freshness_notices()


@app.periodic(cron="45 2 * * *")
@app.task(queueing_lock="delete_old_audit_entries")
def delete_old_audit_entries(timestamp: int) -> None:
    """Keep the audit log no longer than its page says."""
    delete_old_entries()


@in_change_set(channel="task")
def write_freshness_notices() -> int:
    """Write the reminders for today; returns how many records they are about."""
    today = timezone.localdate()
    old = Record.objects.filter(
        Q(verified_on__lte=today - DUE_AFTER), publishing=Publishing.PUBLISHED
    ).select_related("steward")
    for record in old:
        if record.verified_on is not None:
            _remind(record, record.verified_on, today)
    return len(old)


@app.periodic(cron="25 6 * * *")
@app.task(queueing_lock="remind_of_holds")
def remind_of_holds(timestamp: int) -> None:
    """Ask, once for each date, whether what is held back still needs to be."""
    write_hold_notices()


@in_change_set(channel="task")
def write_hold_notices() -> int:
    """Write the reminders of reviews due today; returns how many holds are due."""
    due = RecordHold.objects.filter(review_on__lte=timezone.localdate())
    holds = list(due.select_related("record__steward", "record__lead"))
    for hold in holds:
        _ask_for_review(hold)
    return len(holds)


def _ask_for_review(hold: RecordHold) -> None:
    record = hold.record
    label = record.declared.label(hold.field)
    address = address_of(record, "held", hold.field)
    for person in holders(record.lead_id, [Role.DIGITAL_LEAD, Role.GOVERNANCE_LEAD]):
        write_notice(
            person,
            record,
            cause="hold",
            step=f"{hold.field}.{hold.review_on}",
            subject=f"Still to be held back? {record.title}",
            body=(
                f"“{label}” of “{record.title}” is held back as "
                f"{Ground(hold.ground).words}, to be reviewed by "
                f"{hold.review_on:%-d %B %Y}. Show it again, or set a new date: "
                f"{settings.SITE_URL}{address}"
            ),
            why=f"you decide for {record.lead} what is held back",
        )


def _remind(record: Record, verified_on: date, today: date) -> None:
    step = "overdue" if verified_on <= today - OVERDUE_AFTER else "due"
    steward = record.steward if record.steward and record.steward.is_active else None
    people = [steward] if steward else holders(record.lead_id, [Role.DIGITAL_LEAD])
    by = verified_on + OVERDUE_AFTER
    for person in people:
        write_notice(
            person,
            record,
            cause="freshness",
            step=f"{step}.{verified_on}",
            subject=f"Is this still true? {record.title}",
            body=(
                f"“{record.title}” was last confirmed on "
                f"{verified_on:%-d %B %Y}. Open it and press Still true, "
                + (f"by {by:%-d %B %Y} at the latest." if step == "due" else "please.")
            ),
            why="you are its steward" if steward else f"you lead for {record.lead}",
        )
