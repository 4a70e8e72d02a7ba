"""The tables of the ground floor: people, councils, records and what hangs on them."""

from councils.models.audit import AuditEntry, AuditEvent
from councils.models.change_set import ChangeSet, Channel, RecordVersion
from councils.models.council import (
    Belonging,
    Council,
    CouncilKind,
    Membership,
    Publisher,
    Role,
)
from councils.models.decision import Decision
from councils.models.generation import GenerationMark
from councils.models.hold import Ground, HoldAudience, RecordHold
from councils.models.invitation import Invitation
from councils.models.notice import Notice
from councils.models.person import User
from councils.models.proposal import Proposal, ProposalKind, ProposalState
from councils.models.record import (
    Freshness,
    KeyCounter,
    Publishing,
    Record,
    RecordLink,
    Sharing,
)
from councils.models.report import Report, ReportState, Wrong
from councils.models.review import ReviewInHand
from councils.models.role_mailbox import RoleMailbox
from councils.models.screening import ScreeningOverride
from councils.models.search import Audience, SearchCard, SearchEntry

__all__ = [
    "Audience",
    "AuditEntry",
    "AuditEvent",
    "Belonging",
    "ChangeSet",
    "Channel",
    "Council",
    "CouncilKind",
    "Decision",
    "Freshness",
    "GenerationMark",
    "Ground",
    "HoldAudience",
    "Invitation",
    "KeyCounter",
    "Membership",
    "Notice",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Publisher",
    "Publishing",
    "Record",
    "RecordHold",
    "RecordLink",
    "RecordVersion",
    "Report",
    "ReportState",
    "ReviewInHand",
    "Role",
    "RoleMailbox",
    "ScreeningOverride",
    "SearchCard",
    "SearchEntry",
    "Sharing",
    "User",
    "Wrong",
]
