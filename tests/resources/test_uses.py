"""Use cases and the resources they make use of: attached, offered, shown both ways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.actions import confirm_shared
from catalogue.models import ServiceArea
from councils.models import Sharing
from resources.models import ResourceUse
from resources.uses import (
    attach_resource,
    detach_resource,
    documents_of,
    matching_resources,
    use_cases_with,
)
from tests.cast import Cast
from tests.factories import hold, make_product, make_use_case
from tests.resources.filed import filed
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]


def named(cards: list[dict[str, Any]]) -> list[str]:
    return [card["title"] for card in cards]


def documents_url(use_case: Any) -> str:
    return reverse("resources:use_case_documents", args=[use_case.key])


def test_an_attached_resource_shows_on_both_pages(cast: Cast, as_user: AsUser) -> None:
    use_case = make_use_case(cast.lead, "Minutes drafted", sharing=Sharing.PUBLIC)
    paper = make_resource(cast.neighbour, "Minutes policy", sharing=Sharing.PUBLIC)
    client = as_user(cast.contributor)
    page = client.post(
        reverse("resources:document_attach", args=[use_case.key]),
        {"resource": paper.key},
        follow=True,
    )
    assert page.redirect_chain[-1][0] == documents_url(use_case)
    assert "Attached: Minutes policy" in page.content.decode()
    stranger = as_user(cast.stranger)
    for where, said in {
        use_case.get_absolute_url(): "Minutes policy",
        documents_url(use_case): "Minutes policy",
        paper.get_absolute_url(): "Minutes drafted",
    }.items():
        assert said in stranger.get(where).content.decode(), where


def test_attaching_twice_is_once_and_it_can_be_taken_off(cast: Cast) -> None:
    use_case = make_use_case(cast.lead)
    paper = make_resource(cast.lead)
    first = attach_resource(paper, use_case, by=cast.lead)
    assert attach_resource(paper, use_case, by=cast.lead) == first
    detach_resource(paper, use_case, by=cast.lead)
    assert documents_of(use_case, cast.lead, 5) == []
    assert use_cases_with(paper, cast.lead) == []
    assert attach_resource(paper, use_case, by=cast.lead) != first
    assert ResourceUse.objects.count() == 2


def test_the_database_takes_no_second_open_link(cast: Cast) -> None:
    use_case, paper = make_use_case(cast.lead), make_resource(cast.lead)
    attach_resource(paper, use_case, by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResourceUse.objects.create(
            resource=paper, use_case=use_case, added_by=cast.lead
        )


def test_who_may_not_edit_the_use_case_may_not_attach(cast: Cast) -> None:
    use_case = make_use_case(cast.lead, sharing=Sharing.REGION)
    paper = make_resource(cast.neighbour)
    for by in (cast.reader, cast.neighbour):
        with pytest.raises(PermissionDenied):
            attach_resource(paper, use_case, by=by)
        with pytest.raises(PermissionDenied):
            detach_resource(paper, use_case, by=by)


def test_what_a_reader_may_not_see_stands_on_neither_page(
    cast: Cast, as_user: AsUser
) -> None:
    public = make_use_case(cast.lead, "Open case", sharing=Sharing.PUBLIC)
    secret = make_resource(cast.lead, "Secret paper")
    attach_resource(secret, public, by=cast.lead)
    draft = make_use_case(cast.lead, "Secret case")
    open_paper = make_resource(cast.lead, "Open paper", sharing=Sharing.PUBLIC)
    attach_resource(open_paper, draft, by=cast.lead)
    for reader, sees in ((cast.reader, True), (cast.neighbour, False)):
        client = as_user(reader)
        pages = (
            (documents_url(public), "Secret paper"),
            (open_paper.get_absolute_url(), "Secret case"),
        )
        for where, word in pages:
            assert (word in client.get(where).content.decode()) is sees, where
    assert as_user(cast.neighbour).get(documents_url(draft)).status_code == 404


def test_what_is_on_the_same_product_is_offered_before_the_same_area(
    cast: Cast, as_user: AsUser
) -> None:
    ServiceArea.objects.create(code="housing", label="Housing")
    product = make_product(cast.lead, "Lumen Notes")
    confirm_shared(product, by=cast.moderator)
    share = {"sharing": Sharing.REGION}
    make_resource(cast.neighbour, "On housing", service_areas=["housing"], **share)
    make_resource(cast.neighbour, "On Lumen", products=[product.key], **share)
    make_resource(cast.neighbour, "On nothing", **share)
    make_resource(cast.neighbour, "Hidden", products=[product.key])
    use_case = make_use_case(cast.lead, product=product.key, service_areas=["housing"])
    assert named(matching_resources(use_case, cast.lead)) == ["On Lumen", "On housing"]
    tasks = as_user(cast.lead).get(
        reverse("catalogue:use_case_tasks", args=[use_case.key])
    )
    assert "On Lumen" in tasks.content.decode()
    assert "Hidden" not in tasks.content.decode()


def test_what_is_held_back_of_the_use_case_matches_nothing(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    confirm_shared(product, by=cast.moderator)
    make_resource(cast.lead, "On Lumen", products=[product.key], sharing=Sharing.REGION)
    use_case = make_use_case(cast.lead, product=product.key, sharing=Sharing.REGION)
    assert named(matching_resources(use_case, cast.neighbour)) == ["On Lumen"]
    hold(use_case, cast.lead, "product")
    assert matching_resources(use_case, cast.neighbour) == []


def test_an_editor_finds_a_paper_to_attach_by_its_file(
    cast: Cast, as_user: AsUser
) -> None:
    use_case = make_use_case(cast.lead)
    filed(
        cast.neighbour,
        "Union playbook",
        {"page 4": "Talk to gribbleunions."},
        sharing=Sharing.REGION,
    )
    page = as_user(cast.lead).get(documents_url(use_case), {"q": "gribbleunions"})
    text = page.content.decode()
    assert "Union playbook" in text
    assert "In the file, page 4:" in text
    seen = as_user(cast.reader).get(documents_url(use_case), {"q": "gribbleunions"})
    assert "Union playbook" not in seen.content.decode()


def test_the_documents_page_costs_the_same_with_many(
    cast: Cast, as_user: AsUser
) -> None:
    use_case = make_use_case(cast.lead, sharing=Sharing.REGION)

    def cost(count: int) -> int:
        for _ in range(count):
            paper = make_resource(cast.lead, sharing=Sharing.REGION)
            attach_resource(paper, use_case, by=cast.lead)
        client = as_user(cast.lead)
        client.get(documents_url(use_case))
        with CaptureQueriesContext(connection) as captured:
            client.get(documents_url(use_case))
        return len(captured)

    few = cost(1)
    assert cost(6) == few
    assert few <= 14
