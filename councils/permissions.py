"""Which role may do what: one list of actions, one table, one question.

Whether a step is possible *now* is a gate's business (`<app>/gates.py`), and which
records a person may see is `visible_to`'s.
"""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from councils.models.council import REGIONAL_ROLES, Council, Publisher, Role
from councils.models.person import User
from councils.models.record import Record, Sharing


class Action(StrEnum):
    """Everything that needs a role; reading is not here but in `visible_to`."""

    CREATE_RECORD = "create_record"
    EDIT_RECORD = "edit_record"
    CONFIRM_RECORD = "confirm_record"
    SUBMIT_RECORD = "submit_record"
    APPROVE_RECORD = "approve_record"
    OVERRIDE_SCREENING = "override_screening"
    RETIRE_RECORD = "retire_record"
    SHARE_RECORD = "share_record"
    HOLD_FIELD = "hold_field"
    MOVE_STAGE = "move_stage"
    PROPOSE_PRODUCT = "propose_product"
    MODERATE_PRODUCT = "moderate_product"
    CHOOSE_REVIEW = "choose_review"
    ANSWER_REPORT = "answer_report"
    MANAGE_COLLECTIONS = "manage_collections"
    EDIT_LISTS = "edit_lists"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT_LOG = "read_audit_log"
    USE_BACK_OFFICE = "use_back_office"

    @property
    def label(self) -> str:
        """The words that a page or a refusal uses."""
        return LABELS[self]


LABELS = {
    Action.CREATE_RECORD: "Add an entry",
    Action.EDIT_RECORD: "Edit an entry",
    Action.CONFIRM_RECORD: "Confirm that an entry is still true",
    Action.SUBMIT_RECORD: "Send an entry for review",
    Action.APPROVE_RECORD: "Publish an entry, or send it back",
    Action.OVERRIDE_SCREENING: "Let through what screening found",
    Action.RETIRE_RECORD: "Retire an entry",
    Action.SHARE_RECORD: "Choose who may read an entry",
    Action.HOLD_FIELD: "Hold a field back",
    Action.MOVE_STAGE: "Move an entry to another stage",
    Action.PROPOSE_PRODUCT: "Add a product or a supplier",
    Action.MODERATE_PRODUCT: "Confirm, mend or merge products",
    Action.CHOOSE_REVIEW: "Choose who publishes for a council",
    Action.ANSWER_REPORT: "Answer a reported problem",
    Action.MANAGE_COLLECTIONS: "Put resources into collections",
    Action.EDIT_LISTS: "Edit lists and organisations",
    Action.MANAGE_PEOPLE: "Manage people and roles",
    Action.READ_AUDIT_LOG: "Read the audit log",
    Action.USE_BACK_OFFICE: "Use the back office",
}

WRITERS = frozenset({Role.CONTRIBUTOR, Role.DIGITAL_LEAD, Role.COUNCIL_ADMIN})
LEADS = frozenset({Role.DIGITAL_LEAD})
MODERATORS = REGIONAL_ROLES
ADMINS = frozenset({Role.REGIONAL_ADMIN})
KEEPERS = frozenset({Role.COUNCIL_ADMIN, Role.REGIONAL_ADMIN})

ROLES_ALLOWED: dict[Action, frozenset[Role]] = {
    Action.CREATE_RECORD: WRITERS,
    Action.EDIT_RECORD: WRITERS | ADMINS,
    Action.CONFIRM_RECORD: LEADS,
    Action.SUBMIT_RECORD: WRITERS | MODERATORS,
    Action.APPROVE_RECORD: LEADS | MODERATORS,
    Action.OVERRIDE_SCREENING: LEADS | MODERATORS,
    Action.RETIRE_RECORD: LEADS | MODERATORS,
    Action.SHARE_RECORD: LEADS,
    Action.HOLD_FIELD: LEADS | {Role.GOVERNANCE_LEAD},
    Action.MOVE_STAGE: LEADS,
    Action.PROPOSE_PRODUCT: WRITERS | MODERATORS,
    Action.MODERATE_PRODUCT: MODERATORS,
    Action.CHOOSE_REVIEW: frozenset({Role.COUNCIL_ADMIN, Role.REGIONAL_ADMIN}),
    Action.ANSWER_REPORT: LEADS | {Role.COUNCIL_ADMIN} | MODERATORS,
    Action.MANAGE_COLLECTIONS: MODERATORS,
    Action.EDIT_LISTS: ADMINS,
    Action.MANAGE_PEOPLE: KEEPERS,
    Action.READ_AUDIT_LOG: KEEPERS,
    Action.USE_BACK_OFFICE: ADMINS,
}
"""A council's role acts on its own records, a regional role on all that it sees."""

APPROVERS = {Publisher.OWN: LEADS, Publisher.REGION: MODERATORS}
"""Who of them approves a record, by whom its lead council chose."""


def publisher_of(record: Record) -> Publisher:
    """Who decides on a record: what stays in its council is always its own affair."""
    if record.sharing == Sharing.OWN:
        return Publisher.OWN
    return Publisher(record.lead.publisher)


def allowed_to(role: str) -> list[str]:
    """What a role may do, in the words of the pages; everybody in a council reads."""
    return ["Read everything that is shared with the council"] + [
        action.label for action in Action if role in ROLES_ALLOWED[action]
    ]


def can(
    user: User | AnonymousUser | None,
    action: Action,
    target: Record | Council | None = None,
) -> bool:
    """Whether `user`, acting for the council they chose, may do `action`.

    `target` is the record or council acted on; without one the question is whether
    the council acted for gives a role that may. An unknown action, no council to act
    for and an inactive person all mean no.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    acting = user.acting_for
    if acting is None:
        return False
    roles = user.roles_in(acting.pk) & ROLES_ALLOWED.get(action, frozenset())
    if action == Action.APPROVE_RECORD and isinstance(target, Record):
        roles &= APPROVERS[publisher_of(target)]
    if not roles:
        return False
    return _reaches(roles, acting, target)


def is_regional_admin(user: User) -> bool:
    """Whether they act as the region's admin now."""
    acting = user.acting_for
    return Role.REGIONAL_ADMIN in user.roles_in(acting.pk if acting else None)


def _reaches(
    roles: frozenset[str], acting: Council, target: Record | Council | None
) -> bool:
    """Regional roles reach everything that is seen; others their own council's."""
    if target is None or roles & REGIONAL_ROLES:
        return True
    council_id = target.pk if isinstance(target, Council) else target.lead_id
    return council_id == acting.pk


def require(
    user: User | AnonymousUser | None,
    action: Action,
    target: Record | Council | None = None,
) -> None:
    """Raise PermissionDenied with a sentence for the page unless `can`."""
    if can(user, action, target):
        return
    doing = f"{action.label[0].lower()}{action.label[1:]}"
    if isinstance(user, User) and user.acting_for is not None:
        raise PermissionDenied(
            f"Your role at {user.acting_for} does not let you {doing}."
        )
    raise PermissionDenied(f"Sign in with a council's account to {doing}.")
