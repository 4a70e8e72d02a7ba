"""Search rows and cards: written with their record, for each audience its own."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.actions import confirm_shared, merge_shared
from catalogue.filters import UseCaseFilter
from catalogue.kinds import PRODUCT, SUPPLIER_KIND, USE_CASE
from catalogue.models import ServiceArea, UseCase
from councils.changes import change_set
from councils.listing import all_cards
from councils.machines import decide, machine_named
from councils.models import Audience, Record, SearchCard, SearchEntry, Sharing
from councils.search import audiences_of, rebuild, weighted_texts
from tests.cast import PARTS, Cast
from tests.factories import (
    edit,
    make_product,
    make_supplier,
    make_use_case,
    share,
    values_of,
)


def served(record: Record) -> int:
    """All audiences that the rows of a record serve together."""
    rows = SearchEntry.objects.filter(record=record.pk)
    masks = list(rows.values_list("audiences", flat=True))
    assert sum(masks) == sum({bit for bit in (1, 2, 4) for m in masks if m & bit})
    cards = SearchCard.objects.filter(record=record.pk)
    assert sorted(cards.values_list("audiences", flat=True)) == sorted(masks)
    return sum(masks)


def card_for(record: Record, reader: Any) -> dict[str, Any]:
    listed = UseCaseFilter(QueryDict(), kind_number=1, reader=reader)
    return {card.key: card.shown for card in all_cards(listed)}.get(record.key, {})


def found(words: str, reader: Any) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = words
    listed = UseCaseFilter(query, kind_number=1, reader=reader)
    return [] if listed.correction else [card.key for card in all_cards(listed)]


@pytest.mark.parametrize(
    ("publishing", "sharing", "mask"),
    [
        ("draft", "own", 1),
        ("draft", "public", 1),
        ("published", "own", 1),
        ("published", "region", 3),
        ("published", "public", 7),
        ("retired", "own", 1),
        ("retired", "region", 3),
        ("retired", "public", 7),
    ],
)
def test_a_state_serves_these_audiences(
    publishing: str, sharing: str, mask: int
) -> None:
    assert audiences_of({"publishing": publishing, "sharing": sharing}) == mask


def test_rows_follow_an_entry_from_draft_to_everyone_and_back(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    assert served(entry) == Audience.OWN
    share(entry, cast.lead, Sharing.PUBLIC)
    assert served(entry) == Audience.OWN | Audience.REGION | Audience.PUBLIC
    sharing = machine_named("sharing")
    decide(entry, sharing, "share_region", by=cast.lead)
    assert served(entry) == Audience.OWN | Audience.REGION
    publishing = machine_named("publishing")
    decide(entry, publishing, "retire", by=cast.lead, reason="Over")
    assert served(entry) == Audience.OWN | Audience.REGION
    decide(entry, sharing, "share_own", by=cast.lead)
    assert served(entry) == Audience.OWN


def test_every_indexed_text_has_its_weight() -> None:
    values = {code: f"word-{code}" for code in USE_CASE.fields}
    texts = weighted_texts(USE_CASE, values)
    assert texts["A"] == "word-title"
    assert texts["B"] == "word-result word-summary"
    assert "word-oversight_how" in texts["C"]
    assert texts["D"] == ""
    assert "contact" not in " ".join(texts.values())


def test_no_card_and_no_text_holds_what_is_for_members(cast: Cast) -> None:
    entry = make_use_case(cast.lead, external_source="Zorbla", external_id="ZRB-77")
    edit(entry, cast.lead, deputy=cast.contributor.pk)
    share(entry, cast.lead, Sharing.PUBLIC)
    kept = " ".join(
        json.dumps(card.card) + card.text
        for card in SearchCard.objects.filter(record=entry.pk)
    )
    assert entry.title in kept
    for hidden in (cast.lead.name, cast.contributor.name, "Zorbla", "ZRB-77"):
        assert hidden not in kept
    for part in PARTS:
        assert found("ZRB-77", cast.person(part)) == []


def test_strangers_are_not_told_of_a_product_not_yet_confirmed(cast: Cast) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    entry = make_use_case(cast.lead, product=product.key, sharing=Sharing.PUBLIC)
    assert card_for(entry, cast.stranger)["product"] == ""
    for words in ("Lumen", "Harbour"):
        assert found(words, cast.stranger) == []
        assert found(words, cast.neighbour) == [entry.key]
    assert card_for(entry, cast.neighbour)["product"] == "Lumen Notes"
    confirm_shared(product, by=cast.moderator)
    assert found("Lumen", cast.stranger) == found("Harbour", cast.stranger)
    assert card_for(entry, cast.stranger)["product"] == "Lumen Notes"
    assert found("Harbour", cast.stranger) == [entry.key]


def test_a_renamed_product_is_renamed_on_every_card(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    entry = make_use_case(cast.lead, product=product.key, sharing=Sharing.REGION)
    edit(product, cast.moderator, title="Beacon Notes")
    assert card_for(entry, cast.neighbour)["product"] == "Beacon Notes"
    assert found("Beacon", cast.neighbour) == [entry.key]
    assert found("Lumen", cast.neighbour) == []
    assert UseCase.objects.get(pk=entry.pk).version == 4


def test_a_renamed_supplier_is_found_through_its_products_users(cast: Cast) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    entry = make_use_case(cast.lead, product=product.key)
    edit(supplier, cast.moderator, title="Quayside Voices")
    assert found("Quayside", cast.lead) == [entry.key]
    assert found("Harbour", cast.lead) == []
    (row,) = SearchEntry.objects.filter(record=entry.pk)
    assert (row.product, row.supplier) == (product.pk, supplier.pk)


def test_a_products_new_supplier_reaches_its_users(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    entry = make_use_case(cast.lead, product=product.key)
    supplier = make_supplier(cast.lead, "Quayside Voices")
    edit(product, cast.moderator, supplier=supplier.key)
    (row,) = SearchEntry.objects.filter(record=entry.pk)
    assert row.supplier == supplier.pk
    assert found("Quayside", cast.lead) == [entry.key]


def test_entries_of_a_merged_product_move_to_the_one_kept(cast: Cast) -> None:
    kept, double = make_product(cast.lead, "Lumen"), make_product(cast.lead, "Lumin")
    entry = make_use_case(cast.lead, product=double.key)
    merge_shared(double, kept, by=cast.moderator, reason="The same")
    assert card_for(entry, cast.lead)["product"] == "Lumen"
    assert found("Lumin", cast.lead) == []


def test_facets_stand_in_the_row(cast: Cast) -> None:
    for code in ("housing", "planning"):
        ServiceArea.objects.create(code=code, label=code.title())
    entry = make_use_case(
        cast.lead,
        partners=["eastmoor"],
        service_areas=["planning"],
        readiness=["conversation", "code"],
        sensitivity="personal",
    )
    (row,) = SearchEntry.objects.filter(record=entry.pk)
    assert row.service_areas == 0b10
    assert row.readiness == 0b1001
    assert row.sensitivity == 3
    assert set(row.councils) == {cast.northford.pk, cast.eastmoor.pk}
    assert row.lead == cast.northford.pk


odd = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd, odd)
def test_any_text_is_kept_as_it_was_written_and_found(
    cast: Cast, summary: str, challenge: str
) -> None:
    entry = make_use_case(cast.lead, summary=f"{summary} kestrel", challenge=challenge)
    assert entry.key in found("kestrel", cast.lead)
    assert card_for(entry, cast.lead)["summary"] == values_of(entry)["summary"]


@pytest.mark.parametrize("kind", [USE_CASE, PRODUCT, SUPPLIER_KIND])
def test_rebuilding_changes_no_row_and_no_card(cast: Cast, kind: Any) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    make_use_case(cast.lead, product=product.key, sharing=Sharing.PUBLIC)
    make_use_case(cast.neighbour, product=product.key)

    def state() -> list[Any]:
        rows = SearchEntry.objects.filter(kind=kind.number).order_by("pk").values()
        cards = SearchCard.objects.order_by("record_id", "audiences").values()
        return [list(rows), list(cards)]

    before = state()
    assert before[0]
    assert rebuild() == 4
    assert state() == before


def test_a_row_comes_and_goes_with_its_act(cast: Cast) -> None:
    class Interrupted(Exception):
        pass

    before = SearchEntry.objects.count()
    with pytest.raises(Interrupted), change_set(by=cast.lead):
        make_use_case(cast.lead)
        raise Interrupted
    assert SearchEntry.objects.count() == before
