"""The people and councils that every test knows; `conftest.py` makes them fixtures.

    Northford   reader, contributor, lead, governance, owner, admin   a member
    Westmere    neighbour (its digital lead)                          a member
    Eastmoor    associate (its digital lead), no entries              an associate
    the region  moderator, region_admin (who is staff)
    and stranger, who has no account

`cast.northford` is a council, `cast.lead` a person.
"""

from dataclasses import dataclass, fields
from typing import Any

from django.contrib.auth.models import AnonymousUser

from councils.models import Belonging, Council, Membership, Role, User

PASSWORD = "a-long-enough-password"


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


def make_council(slug: str, belonging: Belonging = Belonging.MEMBER) -> Council:
    """A council of the region."""
    return Council.objects.create(
        slug=slug,
        name=f"{slug.title()} Council",
        short_name=slug.title(),
        belonging=belonging,
        mailbox=f"ai-team@{slug}.example",
    )


def make_person(
    name: str, council: Council, *roles: Role, is_staff: bool = False
) -> User:
    """Somebody with these roles in one council."""
    user = User.objects.create_user(
        f"{name}@{council.slug}.example",
        PASSWORD,
        name=f"{name.replace('_', ' ').title()} of {council.short_name}",
        is_staff=is_staff,
    )
    for role in roles:
        Membership.objects.create(user=user, council=council, role=role)
    return user


def make_cast() -> Cast:
    """Write the whole cast to the database."""
    northford, westmere = make_council("northford"), make_council("westmere")
    eastmoor = make_council("eastmoor", Belonging.ASSOCIATE)
    region = make_council("region", Belonging.REGION)
    return Cast(
        northford=northford,
        westmere=westmere,
        eastmoor=eastmoor,
        region=region,
        reader=make_person("reader", northford, Role.READER),
        contributor=make_person("contributor", northford, Role.CONTRIBUTOR),
        lead=make_person("lead", northford, Role.DIGITAL_LEAD),
        governance=make_person("governance", northford, Role.GOVERNANCE_LEAD),
        owner=make_person("owner", northford, Role.SENIOR_RISK_OWNER),
        admin=make_person("admin", northford, Role.COUNCIL_ADMIN),
        neighbour=make_person("lead", westmere, Role.DIGITAL_LEAD),
        associate=make_person("lead", eastmoor, Role.DIGITAL_LEAD),
        moderator=make_person("moderator", region, Role.REGIONAL_MODERATOR),
        region_admin=make_person("admin", region, Role.REGIONAL_ADMIN, is_staff=True),
        stranger=AnonymousUser(),
    )
