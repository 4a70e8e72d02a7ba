"""Moves in the back office: chosen in a list, asked why, made by `decide`."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Product, Supplier, UseCase
from councils.models import Decision, Publishing, RecordVersion, Sharing
from tests.cast import Cast
from tests.factories import edit, make_product, make_supplier, make_use_case

Clients = Callable[[Any], Client]


@pytest.fixture
def office(cast: Cast, as_user: Clients) -> Client:
    return as_user(cast.region_admin)


def address(record: Any) -> str:
    return reverse(f"admin:catalogue_{record._meta.model_name}_changelist")


def choose(client: Client, action: str, *records: Any, **more: Any) -> Any:
    """Choose records in their list and an action; then, with `more`, the next page."""
    sent = {"action": action, "_selected_action": [r.pk for r in records], **more}
    return client.post(address(records[0]), sent)


def answers(page: Any, reason: str) -> dict[str, Any]:
    """What the page between would send, with this reason."""
    rows = page.context["rows"]
    versions = {f"version-{row.pk}": row.version for row in rows}
    return {"asked": "yes", "reason": reason, **versions}


def test_an_entry_is_retired_by_a_decision_with_its_reason(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = choose(office, "publishing.retire", entry)
    assert page.status_code == 200
    assert entry.title in page.content.decode()
    silent = choose(office, "publishing.retire", entry, **answers(page, ""))
    assert silent.context["form"].errors["reason"]
    assert UseCase.objects.get(pk=entry.pk).publishing == Publishing.PUBLISHED
    done = choose(office, "publishing.retire", entry, **answers(page, "Twice in here"))
    assert done.status_code == 302
    assert UseCase.objects.get(pk=entry.pk).publishing == Publishing.RETIRED
    decision = Decision.objects.filter(record=entry.pk).latest("id")
    assert (decision.action, decision.by) == ("retire", cast.region_admin)
    assert decision.reason == "Twice in here"
    version = entry.versions.first()
    assert version.change_set.reason == "Twice in here"
    assert version.change_set.channel == "admin"


def test_a_move_on_a_version_that_has_passed_is_not_made(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    other = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = choose(office, "publishing.retire", entry, other)
    edit(entry, cast.lead, result="Faster")
    given = answers(page, "Twice in here")
    done = choose(office, "publishing.retire", entry, other, **given)
    told = [str(m) for m in office.get(done.headers["Location"]).context["messages"]]
    assert any("has changed since you opened it" in words for words in told)
    assert "Retire: 1 done" in told
    assert UseCase.objects.get(pk=entry.pk).publishing == Publishing.PUBLISHED
    assert UseCase.objects.get(pk=other.pk).publishing == Publishing.RETIRED


def test_only_moves_that_the_role_allows_are_offered(
    cast: Cast, office: Client
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = office.get(address(entry)).content.decode()
    assert "publishing.retire" in page
    for action in ("publishing.publish", "sharing.share_public", "stage.to_scale"):
        assert action not in page
        choose(office, action, entry, asked="y", reason="x")
    fresh = UseCase.objects.get(pk=entry.pk)
    assert (fresh.stage, fresh.sharing) == ("scan", "region")


def test_a_product_is_confirmed_with_its_supplier(cast: Cast, office: Client) -> None:
    supplier = make_supplier(cast.lead)
    product = make_product(cast.lead, supplier=supplier.key)
    assert choose(office, "confirm", product).status_code == 302
    assert Product.objects.get(pk=product.pk).confirmed_on
    assert Supplier.objects.get(pk=supplier.pk).sharing == Sharing.PUBLIC
    again = choose(office, "confirm", product)
    told = [str(m) for m in office.get(again.headers["Location"]).context["messages"]]
    assert any("confirmed before" in words for words in told)


def test_duplicates_are_merged_into_the_one_to_keep(cast: Cast, office: Client) -> None:
    kept, twice = make_product(cast.lead), make_product(cast.neighbour)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION, product=twice.key)
    page = choose(office, "merge", twice)
    offered = page.context["form"].fields["into"].queryset
    assert list(offered) == [kept]
    given = {**answers(page, "The same product"), "into": kept.key}
    assert choose(office, "merge", twice, **given).status_code == 302
    assert UseCase.objects.get(pk=entry.pk).product == kept
    assert Product.objects.get(pk=twice.pk).merged_into == kept
    row = RecordVersion.objects.filter(record=entry.pk).first()
    assert row.change_set.by == cast.region_admin
    assert row.change_set.reason == "The same product"
