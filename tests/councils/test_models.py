"""Tables refuse rows that cannot be true."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalogue.models import ServiceArea
from councils.actions import next_keys
from councils.models import (
    Belonging,
    Council,
    Freshness,
    KeyCounter,
    Membership,
    Role,
    User,
)
from councils.models.record import freshness_of
from tests.cast import Cast, make_council, make_person


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("code", ["E0600000", "E060000011", "e06000001", "06000001E"])
def test_a_gss_code_has_its_shape(db: None, code: str) -> None:
    with refused("council_gss_code_shape"):
        Council.objects.create(slug="a", name="A", belonging="member", gss_code=code)


def test_a_gss_code_is_one_councils_but_none_may_be_many(cast: Cast) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(gss_code="E06000001")
    with refused("council_gss_code_once"):
        Council.objects.filter(pk=cast.westmere.pk).update(gss_code="E06000001")


def test_there_is_one_region(cast: Cast) -> None:
    with refused("council_one_region"):
        make_council("another", Belonging.REGION)


@pytest.mark.parametrize("until", [date(2026, 4, 1), date(2026, 3, 31)])
def test_a_council_does_not_end_before_it_begins(db: None, until: date) -> None:
    council = make_council("shortlived")
    council.active_from, council.active_until = date(2026, 4, 1), until
    with refused("council_dates_in_order"):
        council.save()


def test_a_council_exists_from_its_first_day_to_before_its_last(cast: Cast) -> None:
    today = timezone.localdate()
    for slug, start, end in (
        ("begins-today", today, None),
        ("ended-today", date(2000, 1, 1), today),
        ("begins-later", date(2999, 1, 1), None),
    ):
        council = make_council(slug)
        council.active_from, council.active_until = start, end
        council.save()
    current = set(Council.objects.current().values_list("slug", flat=True))
    assert "begins-today" in current
    assert not current & {"ended-today", "begins-later"}


@pytest.mark.parametrize(
    ("council", "role"),
    [("northford", Role.REGIONAL_ADMIN), ("region", Role.DIGITAL_LEAD)],
)
def test_regional_roles_are_the_regions_alone(
    cast: Cast, council: str, role: Role
) -> None:
    with refused("regional roles belong to the region"):
        make_person("newcomer", getattr(cast, council), role)


def test_a_membership_cannot_drift_into_a_regional_role(cast: Cast) -> None:
    with refused("regional roles belong to the region"):
        Membership.objects.filter(user=cast.lead).update(role=Role.REGIONAL_ADMIN)


def test_a_role_is_held_once_at_a_time_and_may_come_back(cast: Cast) -> None:
    again = {"user": cast.lead, "council": cast.northford, "role": Role.DIGITAL_LEAD}
    with refused("membership_role_held_once"), transaction.atomic():
        Membership.objects.create(**again)
    Membership.objects.filter(user=cast.lead).update(ended_at=timezone.now())
    assert Membership.objects.create(**again).pk


def test_an_unknown_role_is_refused(cast: Cast) -> None:
    with refused("membership_role_known"):
        Membership.objects.filter(user=cast.lead).update(role="emperor")


def test_an_address_is_one_persons_in_any_case(cast: Cast) -> None:
    with refused("user_email_once_in_any_case"), transaction.atomic():
        User.objects.create(email=cast.lead.email.upper(), name="Twin")
    found = User.objects.get_by_natural_key(cast.lead.email.title())
    assert found == cast.lead


def test_a_bit_is_never_used_again(db: None) -> None:
    first = ServiceArea.objects.create(code="a", label="A")
    second = ServiceArea.objects.create(code="b", label="B")
    first.delete()
    third = ServiceArea.objects.create(code="c", label="C")
    assert [first.bit, second.bit, third.bit] == [0, 1, 2]


def test_a_list_holds_sixty_three_words(db: None) -> None:
    ServiceArea.objects.create(code="a", label="A")
    ServiceArea.objects.update(bit=62)
    with refused("servicearea_bit_range"):
        ServiceArea.objects.create(code="b", label="B")


def test_keys_follow_each_other_by_prefix(db: None) -> None:
    assert next_keys("NE", 2) == ["NE-0001", "NE-0002"]
    assert next_keys("SUP") == ["SUP-0001"]
    KeyCounter.objects.filter(prefix="NE").update(last=9_999)
    assert next_keys("NE") == ["NE-10000"]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (0, Freshness.VERIFIED),
        (89, Freshness.VERIFIED),
        (90, Freshness.DUE),
        (119, Freshness.DUE),
        (120, Freshness.OVERDUE),
    ],
)
def test_a_confirmation_ages(days: int, state: Freshness) -> None:
    day = date(2026, 6, 30)
    assert freshness_of(date.fromordinal(day.toordinal() - days), day) == state


def test_what_was_never_confirmed_says_so() -> None:
    assert freshness_of(None) == Freshness.UNCONFIRMED


def test_the_search_configuration_folds_accents(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('portal','Café') @@ to_tsquery('portal','cafe')"
        )
        assert cursor.fetchone() == (True,)
