"""What each role may do: to its own council's entries, to others', to none at all."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from catalogue.models import UseCase
from councils.models import Council, Membership, Publisher, Role, Sharing, User
from councils.permissions import LABELS, ROLES_ALLOWED, Action, can, require
from tests.cast import PARTS, Cast, make_person
from tests.factories import make_use_case

WRITERS = {"contributor", "lead", "admin"}
REGION = {"moderator", "region_admin"}
AT_NORTHFORD = {
    Action.CREATE_RECORD: WRITERS,
    Action.EDIT_RECORD: WRITERS | {"region_admin"},
    Action.CONFIRM_RECORD: {"lead"},
    Action.SUBMIT_RECORD: WRITERS | REGION,
    Action.OVERRIDE_SCREENING: {"lead"} | REGION,
    Action.RETIRE_RECORD: {"lead"} | REGION,
    Action.SHARE_RECORD: {"lead"},
    Action.HOLD_FIELD: {"lead", "governance"},
    Action.MOVE_STAGE: {"lead"},
    Action.PROPOSE_PRODUCT: WRITERS | REGION,
    Action.MODERATE_PRODUCT: REGION,
    Action.CHOOSE_REVIEW: {"admin", "region_admin"},
    Action.READ_AUDIT_LOG: {"admin", "region_admin"},
    Action.ANSWER_REPORT: {"lead", "admin"} | REGION,
    Action.MANAGE_COLLECTIONS: REGION,
    Action.EDIT_LISTS: {"region_admin"},
    Action.MANAGE_PEOPLE: {"admin", "region_admin"},
    Action.USE_BACK_OFFICE: {"region_admin"},
}


def allowed(cast: Cast, action: Any, target: Any = None) -> set[str]:
    return {part for part in PARTS if can(cast.person(part), action, target)}


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_each_action_is_for_these_and_no_others(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    for target in (entry, cast.northford):
        actions = set(Action) - {Action.APPROVE_RECORD}
        found = {action: allowed(cast, action, target) for action in actions}
        assert found == AT_NORTHFORD


def test_who_approves_is_chosen_by_the_council_for_what_leaves_it(cast: Cast) -> None:
    kept = make_use_case(cast.lead)
    shared = make_use_case(cast.lead, sharing=Sharing.REGION)
    assert allowed(cast, Action.APPROVE_RECORD, kept) == {"lead"}
    assert allowed(cast, Action.APPROVE_RECORD, shared) == REGION
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.OWN)
    own = UseCase.objects.get(pk=shared.pk)
    assert allowed(cast, Action.APPROVE_RECORD, own) == {"lead"}


def test_a_councils_roles_stop_at_its_own_entries(cast: Cast) -> None:
    theirs = make_use_case(cast.neighbour)
    northford = set(PARTS[:6])
    for action in Action:
        reached = allowed(cast, action, theirs)
        assert not reached & northford
        if action != Action.APPROVE_RECORD:
            assert reached & REGION == AT_NORTHFORD[action] & REGION


def test_a_partner_council_reads_but_never_writes(cast: Cast) -> None:
    shared = make_use_case(cast.lead, partners=["westmere"])
    assert not any(can(cast.neighbour, action, shared) for action in Action)


def test_without_a_target_the_role_alone_counts(cast: Cast) -> None:
    leads = {"lead", "neighbour", "associate"}
    assert allowed(cast, Action.SHARE_RECORD) == leads
    assert allowed(cast, Action.CREATE_RECORD) == WRITERS | leads


def test_every_action_has_a_rule_and_words() -> None:
    assert set(ROLES_ALLOWED) == set(LABELS) == set(Action)


def test_an_unknown_action_is_refused_to_all(cast: Cast) -> None:
    assert allowed(cast, "delete_everything") == set()


def test_an_inactive_person_may_do_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.region_admin.pk).update(is_active=False)
    gone = fresh(cast.region_admin)
    assert not any(can(gone, action) for action in Action)


def test_nor_may_one_who_is_made_inactive_meanwhile(cast: Cast) -> None:
    assert can(cast.region_admin, Action.EDIT_LISTS)
    cast.region_admin.is_active = False
    assert not can(cast.region_admin, Action.EDIT_LISTS)


def test_a_person_without_a_council_may_do_nothing(cast: Cast) -> None:
    loose = make_person("loose", cast.northford)
    assert not any(can(loose, action) for action in Action)
    with pytest.raises(PermissionDenied, match="Sign in with a council's account"):
        require(loose, Action.CREATE_RECORD)


def test_a_role_ends_with_its_membership(cast: Cast) -> None:
    assert can(fresh(cast.lead), Action.SHARE_RECORD, cast.northford)
    Membership.objects.filter(user=cast.lead).update(ended_at=timezone.now())
    assert not can(fresh(cast.lead), Action.SHARE_RECORD, cast.northford)


def test_a_role_counts_only_in_the_council_acted_for(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.reader, council=cast.westmere, role=Role.DIGITAL_LEAD
    )
    person = fresh(cast.reader)
    assert person.acting_for == cast.northford
    for council in (cast.northford, cast.westmere):
        assert not can(person, Action.SHARE_RECORD, council)
    person.act_for(cast.westmere)
    assert can(person, Action.SHARE_RECORD, cast.westmere)
    assert not can(person, Action.SHARE_RECORD, cast.northford)


def test_nobody_acts_for_a_council_they_do_not_belong_to(cast: Cast) -> None:
    with pytest.raises(PermissionError):
        cast.lead.act_for(cast.westmere)
    assert cast.lead.acting_for == cast.northford


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_strangers_are_asked_to_sign_in(nobody: Any) -> None:
    with pytest.raises(PermissionDenied, match=r"Sign in .* account to edit an entry"):
        require(nobody, Action.EDIT_RECORD)


def test_a_refusal_names_the_act_and_the_council(cast: Cast) -> None:
    with pytest.raises(
        PermissionDenied,
        match=r"^Your role at Northford does not let you choose who may",
    ):
        require(cast.reader, Action.SHARE_RECORD)
