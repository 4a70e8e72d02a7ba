"""A copy remembers where it is from, and carries only what its council may read."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from councils.machines import decide, machine_named
from councils.models import HoldAudience, Sharing
from councils.refusals import Refused
from resources.adapting import adapt_resource, family_of
from resources.models import Adaptation, Resource, ResourceVersion
from tests.cast import Cast
from tests.factories import edit, hold, make_product, share, values_of
from tests.resources.shelf import make_resource, shared_file


def adapted(original: Resource, by: Any, title: str = "Our playbook") -> Resource:
    return adapt_resource(original, title=title, by=by)


def test_a_copy_is_a_draft_of_ones_own_council_with_the_same_text(cast: Cast) -> None:
    original = make_resource(
        cast.lead, sharing=Sharing.REGION, body="# Begin\n\nSmall.", tags=["pilot"]
    )
    copy = adapted(original, cast.neighbour)
    assert (copy.lead, copy.publishing) == (cast.westmere, "draft")
    assert (copy.title, copy.body, copy.tags) == (
        "Our playbook",
        original.body,
        ["pilot"],
    )
    assert copy.steward == cast.neighbour
    assert (copy.contact, copy.review_on) == ("", None)
    made = Adaptation.objects.get(copy=copy)
    assert (made.original, made.version) == (original, original.version)


def test_a_copy_of_a_copy_stays_in_the_family(cast: Cast) -> None:
    first = make_resource(cast.lead, sharing=Sharing.REGION)
    second = adapted(first, cast.neighbour)
    edit(second, cast.neighbour, contact="ai-team@westmere.example")
    share(Resource.objects.get(pk=second.pk), cast.neighbour, Sharing.REGION)
    third = adapted(Resource.objects.get(pk=second.pk), cast.associate)
    assert family_of(third) == family_of(second) == first
    assert Adaptation.objects.get(copy=third).original == second


@pytest.mark.usefixtures("demonstration")
def test_a_copy_has_a_version_row_of_its_own_for_the_same_stored_file(
    cast: Cast,
) -> None:
    original = shared_file(cast.lead, content=b"Ask the tenants first.")
    copy = adapted(original, cast.neighbour)
    theirs = ResourceVersion.objects.get(resource=original)
    ours = ResourceVersion.objects.get(resource=copy)
    assert (ours.number, copy.current_version) == (1, 1)
    assert ours.pk != theirs.pk
    assert (ours.file.name, ours.sha256) == (theirs.file.name, theirs.sha256)
    assert default_storage.listdir("files")[1] == [str(theirs.pk)]
    pages = list(ours.pages.values_list("place", "text"))
    assert pages == list(theirs.pages.values_list("place", "text"))
    assert pages
    assert ours.uploaded_by == cast.neighbour


def test_what_is_held_back_from_the_council_stays_behind(cast: Cast) -> None:
    original = make_resource(
        cast.lead, resource_type="lesson", purpose="Secret of ours", exit_terms="None"
    )
    hold(original, cast.lead, "purpose")
    hold(original, cast.lead, "exit_terms", audience=HoldAudience.REGION)
    share(original, cast.lead, Sharing.REGION)
    copy = adapted(Resource.objects.get(pk=original.pk), cast.neighbour)
    assert copy.purpose == ""
    assert copy.exit_terms == "None"
    assert values_of(copy)["holds"] == []


def test_products_that_the_council_may_not_see_are_not_named(cast: Cast) -> None:
    seen, unseen = make_product(cast.lead), make_product(cast.lead)
    publishing = machine_named("publishing")
    decide(unseen, publishing, "withdraw", by=cast.moderator, reason="A mistake")
    original = make_resource(
        cast.lead, sharing=Sharing.REGION, products=[seen.key, unseen.key]
    )
    copy = adapted(original, cast.neighbour)
    assert values_of(copy)["products"] == [seen.key]


def test_only_what_is_published_and_shared_is_adapted(cast: Cast) -> None:
    draft = make_resource(cast.lead)
    with pytest.raises(Refused, match="published"):
        adapted(draft, cast.contributor)
    own = make_resource(cast.lead, sharing=Sharing.OWN)
    with pytest.raises(Refused, match="does not share this with Westmere"):
        adapted(own, cast.neighbour)
    assert adapted(own, cast.contributor).lead == cast.northford
    assert not Adaptation.objects.exclude(original=own).exists()


def test_a_licence_that_asks_for_it_takes_that_they_agreed(cast: Cast) -> None:
    original = make_resource(cast.lead, sharing=Sharing.REGION, licence="ask")
    with pytest.raises(Refused, match="Ask Northford first"):
        adapted(original, cast.neighbour)
    adapt_resource(original, title="Ours", by=cast.neighbour, has_agreed=True)


def test_a_reader_may_not_adapt(cast: Cast) -> None:
    original = make_resource(cast.lead, sharing=Sharing.REGION)
    with pytest.raises(PermissionDenied):
        adapted(original, cast.reader)
