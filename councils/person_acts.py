"""What an admin may do with one person, as a table: words, form, and the act itself.

The page's links, its forms and its checks all read this table; the acts are
`councils.people`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from councils.machines import Refused
from councils.models.council import Council, Membership
from councils.models.person import User
from councils.people import (
    deactivate_person,
    give_role,
    reactivate_person,
    remove_person,
    roles_at,
    take_role,
)
from councils.people_forms import PersonActForm, RoleForm
from councils.permissions import is_regional_admin
from councils.second_factor import remove_second_factor


@dataclass(frozen=True)
class Standing:
    """One person in one council, as one admin looks at them."""

    person: User
    council: Council
    held: list[Membership]
    by: User

    @property
    def held_roles(self) -> list[str]:
        return [membership.role for membership in self.held]

    @property
    def free_roles(self) -> list[str]:
        return [r for r in roles_at(self.council) if r not in self.held_roles]

    @property
    def is_open(self) -> bool:
        return self.person.is_active

    @property
    def is_guarded(self) -> bool:
        """Whether they have a second factor."""
        return self.person.has_second_factor


@dataclass(frozen=True)
class PersonAct:
    """One act: when it is offered, which roles it chooses from, and doing it."""

    code: str
    label: str
    done: str
    note: str
    is_offered: Callable[[Standing], bool]
    do: Callable[[Standing, dict[str, Any]], object]
    form: type[PersonActForm] = PersonActForm
    roles: Callable[[Standing], list[str]] = lambda standing: []
    is_destructive: bool = False


def _give(standing: Standing, given: dict[str, Any]) -> object:
    return give_role(
        standing.person,
        standing.council,
        given["role"],
        by=standing.by,
        reason=given["reason"],
    )


def _take(standing: Standing, given: dict[str, Any]) -> object:
    for membership in standing.held:
        if membership.role == given["role"]:
            return take_role(membership, by=standing.by, reason=given["reason"])
    raise Refused("This role has ended before.")


def _remove(standing: Standing, given: dict[str, Any]) -> object:
    return remove_person(
        standing.person, standing.council, by=standing.by, reason=given["reason"]
    )


def _remove_factor(standing: Standing, given: dict[str, Any]) -> object:
    return remove_second_factor(
        standing.person, standing.council, by=standing.by, reason=given["reason"]
    )


def _deactivate(standing: Standing, given: dict[str, Any]) -> object:
    return deactivate_person(standing.person, by=standing.by, reason=given["reason"])


def _reactivate(standing: Standing, given: dict[str, Any]) -> object:
    return reactivate_person(standing.person, by=standing.by, reason=given["reason"])


ACTS = {
    act.code: act
    for act in (
        PersonAct(
            code="give-role",
            label="Give a role",
            done="The role is given",
            note="It counts from the next page that they open.",
            is_offered=lambda s: s.is_open and bool(s.free_roles),
            form=RoleForm,
            roles=lambda s: s.free_roles,
            do=_give,
        ),
        PersonAct(
            code="take-role",
            label="Take a role away",
            done="The role is taken away",
            note="It ends at once. An account without any role is closed.",
            is_offered=lambda s: bool(s.held),
            form=RoleForm,
            roles=lambda s: s.held_roles,
            do=_take,
            is_destructive=True,
        ),
        PersonAct(
            code="remove-second-factor",
            label="Take the second factor away",
            done="The second factor is gone",
            note=(
                "For somebody who lost their phone or key and their recovery codes."
                " Make sure that it is really them who ask: call them. They are signed"
                " out everywhere and set up a new one at their next sign-in."
            ),
            is_offered=lambda s: s.is_guarded and bool(s.held),
            do=_remove_factor,
            is_destructive=True,
        ),
        PersonAct(
            code="remove",
            label="Remove from the council",
            done="They no longer work for this council",
            note=(
                "All their roles here end at once and they are signed out everywhere."
                " Where they work for no other council, the account is closed. What"
                " they wrote stays, with their name."
            ),
            is_offered=lambda s: bool(s.held),
            do=_remove,
            is_destructive=True,
        ),
        PersonAct(
            code="close",
            label="Close the account",
            done="The account is closed",
            note=(
                "For every council at once, until the region opens it again. They are"
                " signed out everywhere; their roles stay, but do not count."
            ),
            is_offered=lambda s: s.is_open and is_regional_admin(s.by),
            do=_deactivate,
            is_destructive=True,
        ),
        PersonAct(
            code="open",
            label="Open the account again",
            done="The account is open again",
            note="The roles that it still has count again.",
            is_offered=lambda s: not s.is_open and is_regional_admin(s.by),
            do=_reactivate,
        ),
    )
}
"""{code in the address: act}, in the order of the page."""


def offered(standing: Standing) -> list[PersonAct]:
    """The acts that make sense now, for this person and this admin."""
    return [act for act in ACTS.values() if act.is_offered(standing)]
