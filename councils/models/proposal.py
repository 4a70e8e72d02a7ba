"""A difference that waits: an edit to be reviewed, a neighbour's news, a suggestion.

The states of an edit and who moves them are in `councils.proposing`, those of a
neighbour's news in `resources.machines`.
"""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models.checks import choice
from councils.models.council import Council, Publisher
from councils.models.record import Record, Sharing

if TYPE_CHECKING:
    from councils.models.person import User


class ProposalKind(models.TextChoices):
    EDIT = "edit", "Edit that waits for review"
    UPSTREAM = "upstream", "Newer original"
    SUGGESTION = "suggestion", "Reader's suggestion"


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waiting for review"
    RETURNED = "returned", "Changes requested"
    ACCEPTED = "accepted", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"


OPEN = (ProposalState.WAITING, ProposalState.RETURNED)
"""The states in which a proposal may still come to something."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, reader: Any) -> Self:
        """The proposals that a person may read: the only door to them.

        Those to whose records their councils lead, and, for the region's moderators,
        those that wait for the region's decision on records that they see.
        """
        councils: frozenset[int] = getattr(reader, "council_ids", frozenset())
        if not reader.is_authenticated or not councils:
            return self.none()
        mine = models.Q(record__lead__in=sorted(councils))
        if not reader.reviews_for_region:
            return self.filter(mine)
        seen = models.Exists(
            Record.objects.visible_to(reader).filter(pk=models.OuterRef("record"))
        )
        return self.filter(mine | (models.Q(waits_for_region()) & seen))


def waits_for_region() -> models.Q:
    """The condition that an edit waits for the region and not for the council."""
    shared = ~models.Q(record__sharing=Sharing.OWN) | models.Q(machine="sharing")
    return shared & models.Q(
        kind=ProposalKind.EDIT,
        state=ProposalState.WAITING,
        record__lead__publisher=Publisher.REGION,
    )


class Proposal(models.Model):
    """A difference against one version of a record, with its author and reason.

    `difference` is as `councils.difference.as_json` writes it. One that asks for a
    move of a state names its `machine` and `action` and has an empty difference.
    `revision` counts how often its author changed it; `sent_at` is when it last began
    to wait.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="proposals")
    kind = models.TextField(choices=ProposalKind)
    state = models.TextField(choices=ProposalState, default=ProposalState.WAITING)
    base_version = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    difference = models.JSONField()
    machine = models.TextField(blank=True)
    action = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals"
    )
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            choice("proposal", "kind", ProposalKind),
            choice("proposal", "state", ProposalState),
            models.UniqueConstraint(
                fields=["record", "made_by", "machine"],
                name="proposal_one_open_edit",
                condition=models.Q(kind=ProposalKind.EDIT, state__in=OPEN),
            ),
            models.CheckConstraint(
                name="proposal_move_or_difference",
                condition=models.Q(machine="", action="")
                | (~models.Q(machine="") & ~models.Q(action="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"],
                name="proposal_waiting",
                condition=models.Q(state=ProposalState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.record_id}"

    def is_by(self, person: "User") -> bool:
        return self.made_by_id == person.pk
