"""What the page of one review shows: what differs, why to look closely, the form.

Deciding is `councils.machines.decide`'s.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from councils.difference import Difference, difference, from_json, state_of
from councils.findings import standing
from councils.form_words import PlainForm
from councils.history import DrawnChange, draw
from councils.kinds import Kind, Values
from councils.machines import Machine, Move, all_machines, machine_named
from councils.models.person import User
from councils.models.proposal import Proposal
from councils.models.record import Record
from councils.present import Shown, present
from councils.proposing import PROPOSAL
from councils.publishing import PUBLISHING, latest_submission
from councils.refusals import OwnWork
from councils.review import (
    CLOSER_DAYS,
    ORDINARY_DAYS,
    after_edit,
    flags_of,
    in_hand_of,
    still_waits,
    what_waits,
)
from councils.review_past import LATELY, decisions_told
from councils.withholding import readable
from councils.working_days import after_working_days

REMARK = "remark-"
REMARK_LIMIT = 500


class ReviewForm(PlainForm):
    """The reason, what to change beside each field, and what had been read."""

    reason = forms.CharField(
        label="Reason",
        help_text="Needed when you send it back. The author reads it, and it is kept.",
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    override = forms.BooleanField(
        label="Nobody else can decide, and I have written the reason above",
        required=False,
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, codes: tuple[str, ...], own_work: OwnWork | None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.codes = codes
        if own_work is None or not own_work.may_override:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        """Sending back and declining need a reason, overriding one's own work too."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_back = self.data.get("action") in ("return", "decline")
        if is_back and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why, so that the author knows what to do")
        if cleaned.get("override") and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why you decide on your own work")
        return cleaned

    def remark(self, code: str) -> str:
        """What was written beside one field, to be shown again."""
        given = str(self.data.get(f"{REMARK}{code}", "")) if self.is_bound else ""
        return given.replace("\x00", "")[:REMARK_LIMIT]

    def remarks(self) -> dict[str, str]:
        """What to change, by field code."""
        found = {code: self.remark(code).strip() for code in self.codes}
        return {code: words for code, words in found.items() if words}


@dataclass(frozen=True)
class UnderReview:
    """A record, or an edit of one, as it stands when its page is drawn."""

    record: Record
    edit: Proposal | None
    by: User
    now: Values

    @property
    def kind(self) -> Kind:
        return self.record.declared

    @property
    def machine(self) -> Machine:
        return PROPOSAL if self.edit else PUBLISHING

    @property
    def subject(self) -> Any:
        return self.edit or self.record

    @property
    def after(self) -> Values:
        """The state that would be read once this is approved."""
        return after_edit(self.now, self.edit)

    @property
    def offered(self) -> list[Move]:
        """What one may do here; taking back is for the council that sent it."""
        rows = self.machine.offered_to(self.by, self.subject)
        is_ours = self.by.acting_for == self.record.lead
        return [row for row in rows if is_ours or row.action != "withdraw"]

    def drawn(self, changes: Difference) -> list[DrawnChange]:
        """Changes that led to the state of now, drawn for whoever reviews."""
        before = {**self.now, **{c.field: c.before for c in changes}}
        return draw(self.record, before, self.now, self.by) if changes else []


def read_anew(record: Record, edit: Proposal | None, by: User) -> UnderReview:
    """What is under review as the database has it now."""
    fresh = record.declared.model.objects.select_related("lead").get(pk=record.pk)
    if edit is not None:
        edit = Proposal.objects.select_related("made_by", "council").get(pk=edit.pk)
        edit.record = fresh
    return UnderReview(fresh, edit, by, state_of(fresh))


@dataclass(frozen=True)
class RemarkRow:
    """One field under review: its values, and what the reviewer writes beside it."""

    code: str
    label: str
    shown: Shown
    before: Shown | None
    change: DrawnChange | None
    remark: str


def review_page(
    record: Record,
    edit: Proposal | None,
    by: User,
    given: QueryDict | None,
    changes: Difference | None = None,
) -> dict[str, Any]:
    """The context of a review's page; `changes` came since the reviewer opened it."""
    seen = read_anew(record, edit, by)
    offered = seen.offered
    by_another = any(row.by_another for row in offered)
    own = seen.machine.own_work(by, seen.subject) if by_another else None
    version = seen.machine.version_of(seen.subject)
    form = ReviewForm(
        given if changes is None else _reading(given, version),
        initial={"version": version},
        codes=tuple(seen.kind.editable),
        own_work=own,
    )
    return {
        "record": seen.record,
        "kind": seen.kind,
        "edit": seen.edit,
        "what": what_waits(seen.record, seen.edit),
        "form": form,
        "moves": offered,
        "own_work": own,
        "rows": remark_rows(seen, form),
        "since_return": _since_return(seen),
        "since_opened": seen.drawn(changes or []),
        "moved": _moved(seen),
        "asked_move": _asked_move(seen.edit),
        "states": [] if seen.edit else _states(seen.record),
        "waits": still_waits(seen.record, seen.edit),
        "in_hand": in_hand_of(seen.record, seen.edit),
        "may_take": by_another and still_waits(seen.record, seen.edit),
        "decisions": list(decisions_told(seen.record, seen.edit, seen.by)[:LATELY]),
        "back": seen.record.get_absolute_url(),
        **_closer_look(seen),
    }


def _closer_look(seen: UnderReview) -> dict[str, Any]:
    """Why to look closely, who sent this when, and by when to answer.

    What is held back from the reviewer raises no flag and is not quoted.
    """
    pk, after = seen.record.pk, readable(seen.kind, seen.after, seen.by)
    found = standing(seen.kind, pk, after)
    flags = flags_of(seen.kind, after, found)
    sent_at, sent_by, why = _sending(seen.record, seen.edit)
    days = CLOSER_DAYS if flags else ORDINARY_DAYS
    return {
        "flags": flags,
        "findings": found,
        "sent_at": sent_at,
        "sent_by": sent_by,
        "why": why,
        "target_days": days,
        "due_on": after_working_days(timezone.localdate(sent_at), days),
    }


def _reading(given: QueryDict | None, version: str) -> QueryDict | None:
    """What was sent, with the version that is shown now in place of the one read."""
    if given is None:
        return None
    data = given.copy()
    data["version"] = version
    return data


def remark_rows(seen: UnderReview, form: ReviewForm) -> list[RemarkRow]:
    """The fields to look at: those that an edit changes, or all that say something."""
    shown = present(seen.kind, seen.after, seen.by)
    drawn = {
        c.after.field.key: c for c in draw(seen.record, seen.now, seen.after, seen.by)
    }
    return [
        RemarkRow(
            code,
            shown[code].label,
            shown[code],
            drawn[code].before if code in drawn else None,
            drawn.get(code),
            form.remark(code),
        )
        for code, declared in seen.kind.editable.items()
        if code in shown
        and not declared.is_imported
        and (code in drawn if seen.edit else not shown[code].is_empty)
    ]


def _since_return(seen: UnderReview) -> list[DrawnChange]:
    """What the author changed since an entry was last sent back."""
    if seen.edit is not None:
        return []
    told = decisions_told(seen.record, None, seen.by)
    last = told.filter(action="return").first()
    before = last and seen.record.versions.filter(number=last.version).first()
    if not before:
        return []
    changes = difference(before.snapshot, seen.now)
    return seen.drawn([c for c in changes if c.field in seen.kind.editable])


def _moved(seen: UnderReview) -> list[str]:
    """Labels of the fields that somebody else changed since an edit was written."""
    if seen.edit is None:
        return []
    changes = from_json(seen.edit.difference)
    return [
        seen.kind.label(c.field) for c in changes if seen.now.get(c.field) != c.before
    ]


def _states(record: Record) -> list[tuple[str, str]]:
    """How else an entry stands, which no field says: who reads it, and its stage."""
    return [
        (machine.title, str(machine.states(machine.state_of(record)).label))
        for machine in all_machines()
        if machine is not PUBLISHING and machine.applies_to(record)
    ]


def _asked_move(edit: Proposal | None) -> str:
    """The move that a proposal asks for, in the words of its button."""
    if edit is None or not edit.machine:
        return ""
    machine = machine_named(edit.machine)
    return next(m.label for m in machine.moves if m.action == edit.action)


def _sending(record: Record, edit: Proposal | None) -> tuple[Any, str, str]:
    """When, by whom and why this was sent for review."""
    if edit is not None:
        return edit.sent_at, str(edit.made_by), edit.reason
    sent = latest_submission(record)
    if sent is None:
        return record.updated_at, "", ""
    return sent.at, str(sent.by or "The portal"), sent.reason
