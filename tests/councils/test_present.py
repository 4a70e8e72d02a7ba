"""The field door: words for each sort of field, nothing that one may not see."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from catalogue.actions import confirm_shared
from catalogue.kinds import USE_CASE
from catalogue.models import ServiceArea
from councils.present import MEMBER, STRANGER, AudienceReader, present, present_many
from tests.cast import Cast
from tests.factories import make_product, make_use_case, values_of

ANYBODY = AudienceReader(True, frozenset())


def blank() -> dict[str, Any]:
    return {**dict.fromkeys(USE_CASE.fields), "holds": []}


def words(code: str, value: Any, reader: Any = ANYBODY) -> list[str]:
    shown = present(USE_CASE, {**blank(), code: value}, reader)[code]
    return [text.words for text in shown.texts]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("title", "Notes", ["Notes"]),
        ("contract_ends_on", "2028-03-31", ["31 March 2028"]),
        ("requests_per_month", 12000, ["12,000"]),
        ("requests_per_month", 0, ["0"]),
        ("answer_tokens", 1420, ["1,420 tokens"]),
        ("declared_kwh", "1.500", ["1.5 kWh a month"]),
        ("declared_kwh", "100.000", ["100 kWh a month"]),
        ("declared_kwh", "0.000", ["0 kWh a month"]),
        ("declared_kgco2e", "12500.250", ["12,500.25 kg CO2e a month"]),
        ("personal_data", "not_known", ["Not known"]),
        ("setup_cost", "under_25k", ["£5,000 to £25,000"]),
        ("readiness", ["code"], ["Code can be reused"]),
        ("status", "a_word_of_long_ago", ["a_word_of_long_ago"]),
    ],
)
def test_each_sort_of_field_has_its_words(code: str, value: Any, shown: Any) -> None:
    assert words(code, value) == shown


@given(st.decimals(0, 999_999_999, places=3))
def test_a_figure_is_shown_exactly(figure: Decimal) -> None:
    (shown,) = words("declared_kwh", str(figure))
    shown = shown.removesuffix(" kWh a month")
    assert Decimal(shown.replace(",", "")) == figure
    assert not ("." in shown and shown.endswith("0"))


@pytest.mark.parametrize("nothing", [None, "", []])
def test_what_is_not_answered_is_empty(nothing: Any) -> None:
    shown = present(USE_CASE, {**blank(), "result": nothing}, ANYBODY)["result"]
    assert shown.is_empty
    assert str(shown) == ""


def test_a_link_keeps_its_address() -> None:
    link = {"id": "1", "label": "Our page", "url": "https://northford.example"}
    shown = present(USE_CASE, {**blank(), "links": [link]}, ANYBODY)["links"]
    assert [(t.words, t.url) for t in shown.texts] == [(link["label"], link["url"])]


def test_fields_come_in_reading_order() -> None:
    assert list(present(USE_CASE, blank(), ANYBODY)) == list(USE_CASE.fields)


def test_references_are_named_and_lead_to_their_pages(cast: Cast) -> None:
    ServiceArea.objects.create(code="planning", label="Planning")
    product = make_product(cast.lead, "Lumen Notes")
    entry = make_use_case(
        cast.lead,
        product=product.key,
        partners=["westmere"],
        service_areas=["planning"],
    )
    shown = present(USE_CASE, values_of(entry), cast.lead)
    assert shown["product"].texts[0].url == product.get_absolute_url()
    assert shown["partners"].texts[0].url == "/councils/westmere/"
    assert str(shown["product"]) == "Lumen Notes"
    assert str(shown["service_areas"]) == "Planning"
    assert str(shown["steward"]) == cast.lead.name


def test_a_record_that_one_may_not_see_is_not_named(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    values = values_of(make_use_case(cast.lead, product=product.key))
    for reader in (AnonymousUser(), STRANGER):
        assert present(USE_CASE, values, reader)["product"].is_empty
    confirm_shared(product, by=cast.moderator)
    assert str(present(USE_CASE, values, AnonymousUser())["product"]) == "Lumen Notes"


def test_people_and_members_fields_are_not_for_strangers(cast: Cast) -> None:
    values = values_of(make_use_case(cast.lead))
    hidden = {code for code, f in USE_CASE.fields.items() if f.members_only}
    assert "steward" in hidden
    assert not hidden & set(present(USE_CASE, values, AnonymousUser()))
    assert hidden <= set(present(USE_CASE, values, cast.associate))


def test_a_reference_to_nothing_is_left_out(cast: Cast) -> None:
    assert words("product", "PRD-9999", cast.lead) == []
    assert words("partners", ["nowhere", "westmere"], cast.lead) == ["Westmere"]


def test_a_card_for_members_names_what_the_region_sees(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    values = values_of(make_use_case(cast.lead, product=product.key))
    for reader in (MEMBER, AudienceReader.of(cast.westmere.pk, "westmere")):
        assert str(present(USE_CASE, values, reader)["product"]) == "Lumen Notes"


def test_labels_of_many_states_take_one_statement(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    product = make_product(cast.lead)
    states = [values_of(make_use_case(cast.lead, product=product.key)) for _ in "abc"]
    _ = cast.lead.council_ids
    with django_assert_num_queries(1):
        shown = present_many(USE_CASE, states, cast.lead)
    assert len({str(each["title"]) for each in shown}) == 3
