"""The people and councils that every test knows; `conftest.py` makes them fixtures.

    Northford   reader, contributor, lead, governance, owner, admin   a member
    Westmere    neighbour (its digital lead)                          a member
    Eastmoor    associate (its digital lead), no entries              an associate
    the region  moderator, region_admin (who is staff)
    and stranger, who has no account

`cast.northford` is a council, `cast.lead` a person.
"""

import time
from dataclasses import dataclass, fields
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import AnonymousUser

from councils.models import Belonging, Council, Membership, Role, User
from councils.second_factor import GUARDED_ROLES

PASSWORD = "a-long-enough-password"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
"""Whoever needs a second factor has an app with this secret: see `code_now`."""


@dataclass(frozen=True)
class Cast:
    """Everybody, by the name of the part they play."""

    northford: Council
    westmere: Council
    eastmoor: Council
    region: Council
    reader: User
    contributor: User
    lead: User
    governance: User
    owner: User
    admin: User
    neighbour: User
    associate: User
    moderator: User
    region_admin: User
    stranger: Any

    def person(self, part: str) -> Any:
        """Somebody by the name of their part."""
        return getattr(self, part)


PARTS = tuple(field.name for field in fields(Cast))[4:]


def new_council(slug: str, belonging: Belonging = Belonging.MEMBER) -> Council:
    """A council of the region, not yet written."""
    return Council(
        slug=slug,
        name=f"{slug.title()} Council",
        short_name=slug.title(),
        belonging=belonging,
        mailbox=f"ai-team@{slug}.example",
    )


def make_council(slug: str, belonging: Belonging = Belonging.MEMBER) -> Council:
    """A council of the region."""
    council = new_council(slug, belonging)
    council.save()
    return council


def new_person(name: str, council: Council, is_staff: bool = False) -> User:
    """Somebody of a council, not yet written and without a role."""
    person = User(
        email=f"{name}@{council.slug}.example",
        name=f"{name.replace('_', ' ').title()} of {council.short_name}",
        is_staff=is_staff,
    )
    person.set_password(PASSWORD)
    return person


def make_person(
    name: str, council: Council, *roles: Role, is_staff: bool = False
) -> User:
    """Somebody with these roles in one council."""
    person = new_person(name, council, is_staff)
    person.save()
    for role in roles:
        Membership.objects.create(user=person, council=council, role=role)
    if GUARDED_ROLES & set(roles):
        app_of(person).save()
    return person


def code_now(secret: str = TOTP_SECRET) -> str:
    """The six digits that the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def app_of(person: User) -> Authenticator:
    """The app on somebody's phone, not yet written: a test that signs in is past it."""
    data = {"secret": encrypt(TOTP_SECRET)}
    return Authenticator(user=person, type=Authenticator.Type.TOTP, data=data)


ROLES: dict[str, tuple[str, str, Role]] = {
    "reader": ("reader", "northford", Role.READER),
    "contributor": ("contributor", "northford", Role.CONTRIBUTOR),
    "lead": ("lead", "northford", Role.DIGITAL_LEAD),
    "governance": ("governance", "northford", Role.GOVERNANCE_LEAD),
    "owner": ("owner", "northford", Role.SENIOR_RISK_OWNER),
    "admin": ("admin", "northford", Role.COUNCIL_ADMIN),
    "neighbour": ("lead", "westmere", Role.DIGITAL_LEAD),
    "associate": ("lead", "eastmoor", Role.DIGITAL_LEAD),
    "moderator": ("moderator", "region", Role.REGIONAL_MODERATOR),
    "region_admin": ("admin", "region", Role.REGIONAL_ADMIN),
}
"""{part: (name before the @, council, role)}."""


def make_cast() -> Cast:
    """Write the whole cast in four statements: more than a thousand tests begin so."""
    councils = {
        "northford": new_council("northford"),
        "westmere": new_council("westmere"),
        "eastmoor": new_council("eastmoor", Belonging.ASSOCIATE),
        "region": new_council("region", Belonging.REGION),
    }
    Council.objects.bulk_create(councils.values())
    people = {
        part: new_person(name, councils[slug], is_staff=part == "region_admin")
        for part, (name, slug, _) in ROLES.items()
    }
    User.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        Membership(user=people[part], council=councils[slug], role=role)
        for part, (_, slug, role) in ROLES.items()
    )
    Authenticator.objects.bulk_create(
        app_of(people[part])
        for part, (_, _, role) in ROLES.items()
        if role in GUARDED_ROLES
    )
    return Cast(**councils, **people, stranger=AnonymousUser())
