"""Roles given and taken, accounts closed: by whom, and never the last admin's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from councils.machines import Refused
from councils.models import AuditEntry, Council, Membership, Notice, Role, User
from councils.models.council import REGIONAL_ROLES
from councils.people import (
    deactivate_person,
    give_role,
    reactivate_person,
    remove_person,
    roles_at,
    take_role,
)
from tests.cast import PASSWORD, Cast, make_cast, make_person
from tests.factories import make_use_case

AsUser = Callable[[Any], Client]


def fresh(person: User) -> User:
    """The person as the next request reads them."""
    return User.objects.get(pk=person.pk)


def membership(person: User) -> Membership:
    return Membership.objects.get(user=person, ended_at=None)


def roles_of(person: User, council: Council) -> set[str]:
    return set(fresh(person).roles_in(council.pk))


def second_admin(cast: Cast) -> User:
    return make_person("deputy_admin", cast.northford, Role.COUNCIL_ADMIN)


def test_a_role_is_given_with_who_and_why(cast: Cast) -> None:
    given = give_role(
        cast.reader,
        cast.northford,
        Role.CONTRIBUTOR,
        by=cast.admin,
        reason="Joins the project",
    )
    assert roles_of(cast.reader, cast.northford) == {"reader", "contributor"}
    kept = given.history.get()
    assert kept.history_user == cast.admin
    assert kept.history_change_reason == "Joins the project"
    entry = AuditEntry.objects.get(event="role_given")
    assert (entry.by, entry.subject, entry.council) == (
        cast.admin,
        cast.reader,
        cast.northford,
    )
    assert entry.details == "Contributor. Joins the project"
    notice = Notice.objects.get(person=cast.reader)
    assert notice.subject == "You are Contributor at Northford now"
    assert "Admin of Northford decided it" in notice.body


def test_a_role_is_taken_and_counts_no_more(cast: Cast) -> None:
    taken = take_role(membership(cast.lead), by=cast.admin, reason="Moves on")
    assert taken.ended_at is not None
    assert roles_of(cast.lead, cast.northford) == set()
    assert taken.history.first().history_change_reason == "Moves on"
    with pytest.raises(Refused, match="ended before"):
        take_role(taken, by=cast.admin, reason="Again")


@pytest.mark.parametrize("role", [*sorted(REGIONAL_ROLES), "emperor"])
def test_no_council_gives_a_role_of_the_region(cast: Cast, role: str) -> None:
    for by in (cast.admin, cast.region_admin):
        with pytest.raises((Refused, ValueError)):
            give_role(cast.reader, cast.northford, role, by=by, reason="Up")  # type: ignore[arg-type]


def test_a_council_admin_reaches_no_other_council_and_not_the_region(
    cast: Cast,
) -> None:
    for council, role in (
        (cast.westmere, Role.READER),
        (cast.region, Role.REGIONAL_ADMIN),
    ):
        with pytest.raises(PermissionDenied):
            give_role(cast.reader, council, role, by=cast.admin, reason="Up")
    for person in (cast.neighbour, cast.moderator):
        with pytest.raises(PermissionDenied):
            take_role(membership(person), by=cast.admin, reason="Out")
        with pytest.raises(PermissionDenied):
            remove_person(
                person, membership(person).council, by=cast.admin, reason="Out"
            )


@pytest.mark.parametrize("part", ["reader", "lead", "governance", "owner", "moderator"])
def test_nobody_else_gives_roles(cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        give_role(
            cast.contributor,
            cast.northford,
            Role.COUNCIL_ADMIN,
            by=cast.person(part),
            reason="Why not",
        )


def test_the_region_gives_its_own_roles_and_those_of_any_council(cast: Cast) -> None:
    give_role(
        cast.moderator,
        cast.region,
        Role.REGIONAL_ADMIN,
        by=cast.region_admin,
        reason="Second",
    )
    give_role(
        cast.neighbour,
        cast.westmere,
        Role.COUNCIL_ADMIN,
        by=cast.region_admin,
        reason="First admin",
    )
    assert "council_admin" in roles_of(cast.neighbour, cast.westmere)
    assert roles_at(cast.region) == [Role.REGIONAL_MODERATOR, Role.REGIONAL_ADMIN]


def test_a_role_is_held_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="already"):
        give_role(
            cast.reader, cast.northford, Role.READER, by=cast.admin, reason="Twice"
        )


@pytest.mark.parametrize("part", ["admin", "region_admin"])
def test_the_last_admin_stays_whatever_is_tried(cast: Cast, part: str) -> None:
    last = cast.person(part)
    council = membership(last).council
    for by in {cast.region_admin, last}:
        with pytest.raises(Refused, match="is the only"):
            take_role(membership(last), by=by, reason="Out")
        with pytest.raises(Refused, match="is the only"):
            remove_person(last, council, by=by, reason="Out")
    with pytest.raises(Refused, match="is the only"):
        deactivate_person(last, by=cast.region_admin, reason="Out")
    assert fresh(last).is_active


def test_an_admin_whose_account_is_closed_is_none_to_count_on(cast: Cast) -> None:
    other = second_admin(cast)
    deactivate_person(other, by=cast.region_admin, reason="Long leave")
    with pytest.raises(Refused, match="is the only"):
        take_role(membership(cast.admin), by=cast.admin, reason="Out")


def test_one_of_two_admins_may_go(cast: Cast) -> None:
    second_admin(cast)
    take_role(membership(cast.admin), by=cast.admin, reason="Hands over")
    assert roles_of(cast.admin, cast.northford) == set()


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_remove_each_other_at_once_leave_one() -> None:
    cast = make_cast()
    other = second_admin(cast)
    barrier = Barrier(2)

    def remove(by: User, person: User) -> Any:
        try:
            barrier.wait(30)
            return remove_person(person, cast.northford, by=by, reason="Rival")
        except (Refused, PermissionDenied) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        done = list(
            threads.map(
                lambda pair: remove(*pair), [(cast.admin, other), (other, cast.admin)]
            )
        )
    left = Membership.objects.in_force().filter(
        council=cast.northford, role=Role.COUNCIL_ADMIN
    )
    assert left.count() == 1
    assert sum(isinstance(each, Exception) for each in done) == 1


def test_removing_ends_every_role_here_and_closes_an_account_without_council(
    cast: Cast,
) -> None:
    give_role(
        cast.reader, cast.northford, Role.CONTRIBUTOR, by=cast.admin, reason="More"
    )
    remove_person(cast.reader, cast.northford, by=cast.admin, reason="Has left")
    assert not fresh(cast.reader).is_active
    assert roles_of(cast.reader, cast.northford) == set()
    written = AuditEntry.objects.filter(subject=cast.reader).order_by("id")
    assert [e.event for e in written][-2:] == ["removed", "deactivated"]


def test_somebody_of_two_councils_keeps_the_other(cast: Cast) -> None:
    Membership.objects.create(user=cast.reader, council=cast.westmere, role=Role.READER)
    remove_person(cast.reader, cast.northford, by=cast.admin, reason="Seconded")
    assert fresh(cast.reader).is_active
    assert roles_of(cast.reader, cast.westmere) == {"reader"}


def test_somebody_removed_is_signed_out_everywhere_at_once(cast: Cast) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": cast.reader.email, "password": PASSWORD})
    assert client.get("/board/").status_code == 200
    remove_person(cast.reader, cast.northford, by=cast.admin, reason="Has left")
    assert client.get("/board/").status_code == 302


def test_the_region_closes_an_account_for_every_council_and_opens_it_again(
    cast: Cast,
) -> None:
    deactivate_person(cast.lead, by=cast.region_admin, reason="Password found")
    assert not fresh(cast.lead).is_active
    assert roles_of(cast.lead, cast.northford) == set()
    with pytest.raises(Refused, match="closed"):
        give_role(
            cast.lead, cast.northford, Role.READER, by=cast.admin, reason="Let in"
        )
    reactivate_person(cast.lead, by=cast.region_admin, reason="Mended")
    assert roles_of(cast.lead, cast.northford) == {"digital_lead"}


def test_a_council_admin_closes_no_account_for_everybody(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the region"):
        deactivate_person(cast.reader, by=cast.admin, reason="Out")
    with pytest.raises(Refused, match="Only the region"):
        reactivate_person(cast.reader, by=cast.admin, reason="In")


def url(name: str, *args: Any) -> str:
    return reverse(f"councils:{name}", args=args)


def test_the_page_lists_roles_sign_in_and_second_factor(
    cast: Cast, as_user: AsUser
) -> None:
    page = as_user(cast.admin).get(url("people", "northford")).content.decode()
    assert cast.lead.email in page
    assert "Digital lead, " in page
    assert "Not yet" in page
    assert cast.neighbour.email not in page


def test_the_page_costs_the_same_with_many_people(
    cast: Cast, as_user: AsUser, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_person(f"more{number}", cast.northford, Role.READER, Role.CONTRIBUTOR)
    client = as_user(cast.admin)
    with django_assert_max_num_queries(9):
        client.get(url("people", "northford"))


def test_a_person_of_another_council_is_no_person_here(
    cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.admin)
    for name, rest in (("person", []), ("person_act", ["remove"])):
        path = url(name, "northford", cast.neighbour.handle, *rest)
        assert client.get(path).status_code == 404
        path = url(name, "westmere", cast.neighbour.handle, *rest)
        assert client.get(path).status_code == 403


def test_a_role_is_given_on_the_page_with_its_reason(
    cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.admin)
    path = url("person_act", "northford", cast.reader.handle, "give-role")
    missing = client.post(path, {"role": "contributor"})
    assert "Say why" in missing.content.decode()
    assert 'value="contributor"\nchecked' in missing.content.decode()
    done = client.post(path, {"role": "contributor", "reason": "Joins us"}, follow=True)
    text = done.content.decode()
    assert "The role is given" in text
    assert "Joins us" in text
    assert "given by Admin of Northford" in text


def test_the_page_says_that_the_last_admin_stays(cast: Cast, as_user: AsUser) -> None:
    path = url("person_act", "northford", cast.admin.handle, "remove")
    page = as_user(cast.admin).post(path, {"reason": "Retires"}).content.decode()
    assert "is the only council admin of Northford" in page
    assert 'value="Retires"' in page


def test_the_page_lists_what_somebody_keeps_before_they_go(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, "Gritting routes", steward=str(cast.reader.pk))
    client = as_user(cast.admin)
    for path in (
        url("person", "northford", cast.reader.handle),
        url("person_act", "northford", cast.reader.handle, "remove"),
    ):
        text = client.get(path).content.decode()
        assert "keeps 1 entry" in text
        assert entry.get_absolute_url() in text


@pytest.mark.parametrize("act", ["close", "open", "fly", "take-role"])
def test_what_is_not_offered_is_not_there(
    cast: Cast, as_user: AsUser, act: str
) -> None:
    gone = remove_person(cast.reader, cast.northford, by=cast.admin, reason="Left")
    path = url("person_act", "northford", gone[0].user.handle, act)
    assert as_user(cast.admin).get(path).status_code == 404


def test_the_region_closes_an_account_on_the_page(cast: Cast, as_user: AsUser) -> None:
    path = url("person_act", "northford", cast.reader.handle, "close")
    done = as_user(cast.region_admin).post(path, {"reason": "Left"}, follow=True)
    assert "Account closed" in done.content.decode()


def test_one_click_changes_the_council_on_every_page_of_people(
    cast: Cast, as_user: AsUser
) -> None:
    both = make_person("both", cast.northford, Role.COUNCIL_ADMIN)
    Membership.objects.create(user=both, council=cast.westmere, role=Role.COUNCIL_ADMIN)
    client = as_user(both)
    assert client.get(url("people", "westmere")).status_code == 403
    client.post("/act-for/", {"council": "westmere"})
    page = client.get(url("people", "westmere"))
    assert page.status_code == 200
    assert 'value="northford"' in page.content.decode()
