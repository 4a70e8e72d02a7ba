"""Who finds which record: one door, the same for pages, lists and counts."""

from django.utils import timezone

from catalogue.actions import confirm_shared
from catalogue.models import UseCase
from councils.machines import decide, machine_named
from councils.models import Membership, Record, SearchEntry, Sharing, User
from councils.search import rebuild
from tests.cast import PARTS, Cast
from tests.factories import make_product, make_use_case

NORTHFORD = {"reader", "contributor", "lead", "governance", "owner", "admin"}
WESTMERE = {"neighbour"}
MEMBERS = NORTHFORD | WESTMERE | {"associate", "moderator", "region_admin"}


def who_sees(cast: Cast, record: Record) -> set[str]:
    return {
        part
        for part in PARTS
        if UseCase.objects.visible_to(cast.person(part)).filter(pk=record.pk).exists()
    }


def test_a_draft_is_seen_by_its_own_council_alone(cast: Cast) -> None:
    assert who_sees(cast, make_use_case(cast.lead)) == NORTHFORD


def test_a_draft_is_seen_by_a_partner_council(cast: Cast) -> None:
    entry = make_use_case(cast.lead, partners=["westmere"])
    assert who_sees(cast, entry) == NORTHFORD | WESTMERE


def test_published_for_its_own_council_stays_there(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.OWN)
    assert who_sees(cast, entry) == NORTHFORD


def test_shared_with_the_region_reaches_members_and_associates(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    assert who_sees(cast, entry) == MEMBERS


def test_shared_with_everyone_reaches_strangers(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    assert who_sees(cast, entry) == MEMBERS | {"stranger"}


def test_a_draft_shared_in_advance_is_still_a_draft(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    decide(entry, machine_named("sharing"), "share_public", by=cast.lead)
    assert who_sees(cast, entry) == NORTHFORD


def test_narrowing_an_entry_takes_it_away_at_once(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    decide(entry, machine_named("sharing"), "share_own", by=cast.lead)
    assert who_sees(cast, entry) == NORTHFORD


def test_a_person_without_a_council_sees_what_strangers_see(cast: Cast) -> None:
    region = make_use_case(cast.lead, sharing=Sharing.REGION)
    public = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    for membership in Membership.objects.filter(user=cast.neighbour):
        membership.ended_at = timezone.now()
        membership.save()
    neighbour = User.objects.get(pk=cast.neighbour.pk)
    seen = UseCase.objects.visible_to(neighbour)
    assert list(seen) == [public]
    assert region not in seen


def test_pages_and_search_rows_agree_record_by_record(cast: Cast) -> None:
    for by in (cast.lead, cast.neighbour):
        make_use_case(by)
        for sharing in Sharing:
            make_use_case(by, sharing=sharing)
    make_use_case(cast.lead, partners=["westmere"], sharing=Sharing.REGION)
    for part in PARTS:
        reader = cast.person(part)
        rows = SearchEntry.objects.visible_to(reader).values_list("record", flat=True)
        pages = UseCase.objects.visible_to(reader).values_list("pk", flat=True)
        assert sorted(rows) == sorted(pages), part


def test_rebuilding_writes_the_same_rows(cast: Cast) -> None:
    make_use_case(cast.lead, partners=["westmere"], sharing=Sharing.REGION)
    make_use_case(cast.lead)
    before = list(SearchEntry.objects.order_by("record").values())
    SearchEntry.objects.all().delete()
    assert rebuild() == 2
    assert list(SearchEntry.objects.order_by("record").values()) == before


def test_strangers_get_a_row_of_their_own_where_they_may_read_less(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC, product=product.key)
    rows = dict(
        SearchEntry.objects.filter(record=entry.pk).values_list("audiences", "product")
    )
    assert rows == {3: product.pk, 4: 0}
    confirm_shared(product, by=cast.moderator)
    rows = dict(
        SearchEntry.objects.filter(record=entry.pk).values_list("audiences", "product")
    )
    assert rows == {7: product.pk}
