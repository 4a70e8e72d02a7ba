"""Loads the demonstration's people, their roles and their one password.

Who they are is said by `portal/data/demonstration/people.yaml`.
"""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from councils.models import Membership, User
from councils.organisations import organisations_by_slug
from portal.loading.files import Row


@transaction.atomic
def load_people(rows: list[Row]) -> dict[str, User]:
    """Create who is missing, set the password where it changed; {e-mail: person}."""
    known = {
        person.email: person
        for person in User.objects.filter(email__in=[row["email"] for row in rows])
    }
    for row in rows:
        if row["email"] not in known:
            known[row["email"]] = _created(row)
    _set_password(list(known.values()))
    return known


def _created(row: Row) -> User:
    person = User.objects.create_user(
        row["email"], name=row["name"], is_staff=row.get("is_staff", False)
    )
    councils = organisations_by_slug(held["council"] for held in row["memberships"])
    for held in row["memberships"]:
        council = councils[held["council"]]
        Membership.objects.create(user=person, council=council, role=held["role"])
    return person


def _set_password(people: list[User]) -> None:
    """Give all the one password: hashed and checked once, since that is slow."""
    hashes = {person.password for person in people}
    if len(hashes) == 1 and check_password(settings.DEMO_PASSWORD, hashes.pop()):
        return
    encoded = make_password(settings.DEMO_PASSWORD)
    User.objects.filter(pk__in=[p.pk for p in people]).update(password=encoded)
    for person in people:
        person.password = encoded
