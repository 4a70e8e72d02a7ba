"""Tells how one entry of the demonstration came about, as dated acts of its people.

An entry's file says how it stands today; its acts are begun, published, moved, edited
and confirmed, each a change set of its own time. What is in the files is
`portal.loading.demonstration`'s.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from catalogue.kinds import USE_CASE
from councils.difference import Change, apply, lock
from councils.kinds import Values
from councils.models import Council, Publisher, Publishing, Sharing, User
from councils.models.change_set import Channel
from councils.permissions import Action, can, publisher_of
from councils.snapshots import snapshots
from portal.loading.entries import act, begin, move, write_record
from portal.loading.files import Row

SOURCE = "demonstration"
APART = frozenset(
    [
        "ref",
        "lead",
        "product",
        "steward",
        "deputy",
        "publishing",
        "sharing",
        "retire_reason",
        "sent_back",
        "stage_log",
        "created_days_ago",
        "verified_days_ago",
    ]
)
REVIEW_TAKES = timedelta(hours=1)
Act = tuple[datetime, Callable[[], None]]
"""When something happened, and what does it."""


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of that day, never later than now."""
    at = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    return min(at, timezone.now())


@dataclass(frozen=True)
class Edit:
    """One act of editing: what fields of an entry said before, and who changed them."""

    at: datetime
    by: User
    reason: str
    was: Values


@dataclass
class Story:
    """One entry, the people around it, and the acts that made it what it is."""

    row: Row
    lead: Council
    digital_lead: User
    moderator: User
    steward: User | None
    product: Any
    edits: list[Edit] = field(default_factory=list)
    record: Any = None

    @property
    def created_at(self) -> datetime:
        return moment(days_ago(self.row["created_days_ago"]), 9, self._minute)

    @property
    def _minute(self) -> int:
        return sum(map(ord, self.row["ref"])) % 60

    @property
    def values(self) -> Values:
        """What the entry says today, by field code."""
        values = {k: v for k, v in self.row.items() if k not in APART}
        values.update(external_source=SOURCE, external_id=self.row["ref"])
        values["steward"] = self.steward.pk if self.steward else None
        if self.product is not None:
            values["product"] = self.product.key
        return values

    def acts(self) -> Iterator[Act]:
        """What happened to the entry, and when; edits are acts of their own."""
        yield self.created_at, self.begin
        published = self._after_creation(moment(self.created_at.date(), 12))
        if self.row["publishing"] != Publishing.DRAFT:
            yield published, partial(self.submit, published)
            reviewed = min(published + REVIEW_TAKES, timezone.now())
            if self.row["publishing"] == Publishing.CHANGES_REQUESTED:
                yield reviewed, partial(self.send_back, reviewed)
            elif self.row["publishing"] != Publishing.IN_REVIEW:
                yield reviewed, partial(self.approve, reviewed)
        for entry in self.row["stage_log"][1:]:
            if entry["on"] > self.created_at.date():
                at = moment(entry["on"], 14, self._minute)
                yield at, partial(self.move_stage, entry, at)
        if self.row.get("verified_days_ago") is not None:
            verified = moment(days_ago(self.row["verified_days_ago"]), 15, self._minute)
            at = self._after_creation(verified)
            yield at, partial(self.confirm, at)
        if self.row["publishing"] == Publishing.RETIRED:
            at = moment(days_ago(self.row["created_days_ago"] // 3), 16)
            yield at, partial(self.retire, at)

    def _after_creation(self, at: datetime) -> datetime:
        return max(at, self.created_at)

    def begin(self) -> None:
        """Write the draft, with the moves of its stage that came before it."""
        before = dict(self.values)
        for edit in reversed(self.edits):
            before.update(edit.was)
        first, *others = self.row["stage_log"]
        author = self.digital_lead
        if self.steward and can(self.steward, Action.CREATE_RECORD, self.lead):
            author = self.steward
        with act(author, self.lead, "New entry", self.created_at, Channel.WEB):
            self.record = write_record(
                USE_CASE,
                before,
                lead=self.lead,
                states={"stage": first["stage"], "created_at": self.created_at},
                ref=self.row["ref"],
            )
            begin(
                self.record,
                "stage",
                by=self.digital_lead,
                on=first["on"],
                reason=first["reason"],
            )
            begin(self.record, "publishing", by=author, on=self.created_at.date())
            for entry in others:
                if entry["on"] <= self.created_at.date():
                    self._moves_stage(entry, self.created_at)
            self.record.save()

    @contextmanager
    def _by_lead(self, reason: str, at: datetime) -> Iterator[None]:
        """An act of the digital lead on the entry as it is by then."""
        with act(self.digital_lead, self.lead, reason, at, Channel.WEB):
            self.record = lock(self.record)
            yield
            self.record.save()

    def _moves(self, machine: str, to_state: str, at: datetime, **said: Any) -> None:
        move(self.record, machine, to_state, by=self.digital_lead, at=at, **said)

    def _moves_stage(self, entry: Row, at: datetime) -> None:
        on, reason = entry["on"], entry["reason"]
        self._moves("stage", entry["stage"], at, on=on, reason=reason)

    def submit(self, at: datetime) -> None:
        """Say who may read the draft, and send it for review."""
        with self._by_lead("Ready for others to read", at):
            if self.row["sharing"] != Sharing.OWN:
                self._moves("sharing", self.row["sharing"], at)
            self._moves("publishing", Publishing.IN_REVIEW, at)

    def approve(self, at: datetime) -> None:
        """Publish what was sent, as the region does, or the council for itself."""
        is_own = publisher_of(self.record) == Publisher.OWN
        by = self.digital_lead if is_own else self.moderator
        reason = "Stays in the council, and nobody else can approve" if is_own else ""
        with act(by, by.acting_for, reason, at, Channel.WEB):
            self.record = lock(self.record)
            move(
                self.record,
                "publishing",
                Publishing.PUBLISHED,
                by=by,
                at=at,
                reason=reason,
                is_override=is_own,
            )
            self.record.save()

    def send_back(self, at: datetime) -> None:
        """Ask the author to change what was sent."""
        by, said = self.moderator, self.row["sent_back"]
        with act(by, by.acting_for, said["reason"], at, Channel.WEB):
            self.record = lock(self.record)
            move(
                self.record,
                "publishing",
                Publishing.CHANGES_REQUESTED,
                by=by,
                at=at,
                reason=said["reason"],
                remarks=said["remarks"],
            )
            self.record.save()

    def move_stage(self, entry: Row, at: datetime) -> None:
        """Make one move of the stage's log."""
        with self._by_lead(entry["reason"], at):
            self._moves_stage(entry, at)

    def confirm(self, at: datetime) -> None:
        """Say that the entry is still true."""
        with self._by_lead("", at):
            self.record.verified_on = timezone.localdate(at)

    def retire(self, at: datetime) -> None:
        """Put the entry away, saying why."""
        reason = self.row["retire_reason"]
        with self._by_lead(reason, at):
            self._moves("publishing", Publishing.RETIRED, at, reason=reason)

    def edit(self, edit: Edit) -> None:
        """Give the fields of one edit what they said from then on, through `apply`."""
        said: Values = dict(self.values)
        for later in reversed(self.edits[self.edits.index(edit) + 1 :]):
            said.update(later.was)
        now = snapshots(USE_CASE, [self.record.pk])[self.record.pk]
        changes = [
            Change(name, now[name], _kept_ids(said[name], now[name]))
            for name in edit.was
        ]
        apply(self.record, changes, edit.by, edit.reason)


def _kept_ids(after: Any, before: Any) -> Any:
    """The value to write; a link that was there before stays the same row."""
    if not (isinstance(after, list) and after and isinstance(after[0], dict)):
        return after
    ids = {link["url"]: link["id"] for link in before}
    return [{"id": ids.get(link["url"], ""), **link} for link in after]
