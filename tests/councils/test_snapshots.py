"""Snapshots: plain values that outlive row ids, many records in few statements."""

import json
from typing import Any

from catalogue.kinds import USE_CASE
from catalogue.models import ServiceArea, UseCase
from councils.snapshots import beginning, snapshots
from tests.cast import Cast
from tests.factories import make_product, make_use_case, values_of

LINKS = [
    {"id": "", "label": label, "url": f"https://northford.example/{label}"}
    for label in ("zebra", "aardvark")
]


def test_a_snapshot_speaks_in_plain_words(cast: Cast) -> None:
    for code in ("planning", "adult-care", "adults"):
        ServiceArea.objects.create(code=code, label=code)
    product = make_product(cast.lead)
    values = values_of(
        make_use_case(
            cast.lead,
            product=product.key,
            service_areas=["planning", "adults", "adult-care"],
            contract_ends_on="2028-03-31",
            declared_kwh="1.5",
            requests_per_month=0,
        )
    )
    assert values["lead"] == "northford"
    assert values["steward"] == cast.lead.pk
    assert values["product"] == product.key
    assert values["service_areas"] == ["adult-care", "adults", "planning"]
    assert values["contract_ends_on"] == "2028-03-31"
    assert values["declared_kwh"] == "1.500"
    assert values["requests_per_month"] == 0
    assert values["deputy"] is None


def test_a_snapshot_has_every_field_and_survives_json(cast: Cast) -> None:
    values = values_of(make_use_case(cast.lead))
    assert set(values) == {*USE_CASE.fields, "holds"}
    assert json.loads(json.dumps(values)) == values


def test_links_keep_the_order_in_which_they_were_written(cast: Cast) -> None:
    links = values_of(make_use_case(cast.lead, links=LINKS))["links"]
    assert [link["label"] for link in links] == ["zebra", "aardvark"]


def test_links_of_one_record_stay_out_of_anothers(cast: Cast) -> None:
    first = make_use_case(cast.lead, links=LINKS, partners=["westmere"])
    second = make_use_case(cast.lead, links=LINKS[:1])
    found = snapshots(USE_CASE, [first.pk, second.pk])
    assert len(found[first.pk]["links"]) == 2
    assert len(found[second.pk]["links"]) == 1
    assert found[second.pk]["partners"] == []


def test_many_records_take_no_more_statements_than_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    pks = [make_use_case(cast.lead).pk for _ in range(4)]
    with django_assert_num_queries(2):
        snapshots(USE_CASE, pks[:1])
    with django_assert_num_queries(2):
        assert len(snapshots(USE_CASE, pks)) == 4


def test_no_records_have_no_snapshots(db: None) -> None:
    assert snapshots(USE_CASE, []) == {}
    assert snapshots(USE_CASE, [987_654]) == {}


def test_a_new_record_begins_with_its_defaults() -> None:
    values = beginning(USE_CASE, UseCase())
    assert values["status"] == "active"
    assert values["links"] == values["partners"] == values["readiness"] == []
    assert "stage" not in values
