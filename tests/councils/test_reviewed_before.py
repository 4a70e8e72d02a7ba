"""What a council reviewed by itself stays with it when the region reviews from now on.

The region's moderators read what waits for them, and what waited in the same review.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalogue.models import UseCase
from councils.machines import decide
from councils.models import ChangeSet, Council, Publisher, RecordVersion, Sharing
from councils.publishing import PUBLISHING, SHARING
from councils.readable_versions import versions_for
from councils.refusals import Outdated
from resources.models import Resource, ResourceVersion
from resources.readable import readable_versions
from tests.cast import Cast
from tests.factories import edit, make_use_case, share, submit
from tests.resources.shelf import make_resource, upload

AsUser = Callable[[Any], Client]
MARK = "Zorblaxian"


def reviewed_by(cast: Cast, publisher: Publisher) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(publisher=publisher)


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def handed_over(cast: Cast) -> UseCase:
    """Sent to an own approver, sent back, mended, and sent to the region."""
    reviewed_by(cast, Publisher.OWN)
    entry = make_use_case(cast.contributor, result=f"{MARK} result")
    decide(entry, SHARING, "share_region", by=cast.lead)
    submit(entry, cast.contributor)
    decide(entry, PUBLISHING, "return", by=cast.lead, reason=f"{MARK} is a secret")
    edit(entry, cast.contributor, result="Quicker")
    reviewed_by(cast, Publisher.REGION)
    submit(entry, cast.contributor)
    edit(entry, cast.contributor, result="Quicker notes")
    return UseCase.objects.get(pk=entry.pk)


def test_a_moderator_reads_no_version_from_before(
    cast: Cast, handed_over: UseCase
) -> None:
    seen = versions_for(handed_over, cast.moderator)
    latest = handed_over.version
    assert [v.number for v in seen] == [latest, latest - 1]
    assert versions_for(handed_over, cast.lead).count() == latest


def test_no_page_shows_it(cast: Cast, handed_over: UseCase, as_user: AsUser) -> None:
    own = handed_over.get_absolute_url()
    reviewed = RecordVersion.objects.get(record=handed_over.pk, number=3)
    assert MARK in str(reviewed.snapshot)
    pages = [
        own,
        f"{own}history/",
        f"{own}compare/1...latest/",
        f"{own}compare/3...latest/",
        f"{own}review/",
        "/",
        "/review/",
        *(
            f"/changes/{change_set.pk}/"
            for change_set in ChangeSet.objects.filter(versions__record=handed_over)
        ),
        "/admin/councils/recordversion/",
        "/admin/councils/decision/",
        "/admin/councils/changeset/",
        f"/admin/catalogue/usecase/{handed_over.pk}/history/",
        f"/admin/councils/recordversion/{reviewed.pk}/change/",
    ]
    client, ours = as_user(cast.region_admin), as_user(cast.lead)
    for page in pages:
        assert MARK not in client.get(page).content.decode(), page
    assert MARK in ours.get(f"{own}history/").content.decode()


def test_saying_that_one_had_read_it_does_not_show_it(
    cast: Cast, handed_over: UseCase, as_user: AsUser
) -> None:
    with pytest.raises(Outdated) as caught:
        decide(handed_over, PUBLISHING, "approve", by=cast.moderator, version=3)
    assert caught.value.changes == []
    url = f"{handed_over.get_absolute_url()}review/"
    sent = {"action": "approve", "version": "3"}
    assert MARK not in as_user(cast.moderator).post(url, sent).content.decode()
    with pytest.raises(Outdated) as caught:
        before = handed_over.version - 1
        decide(handed_over, PUBLISHING, "approve", by=cast.moderator, version=before)
    assert [change.field for change in caught.value.changes] == ["result"]


@pytest.mark.usefixtures("demonstration_of_files")
def test_a_file_that_was_replaced_before_it_was_sent_is_not_the_approvers(
    cast: Cast,
) -> None:
    reviewed_by(cast, Publisher.REGION)
    made = make_resource(cast.lead)
    upload(made, cast.lead, f"{MARK} words".encode())
    sent = upload(made, cast.lead, b"Plain words")
    decide(made, SHARING, "share_region", by=cast.lead)
    submit(made, cast.lead)
    assert readable(made, cast.moderator) == [sent.number]
    assert readable(made, cast.lead) == [1, 2]


def readable(resource: Resource, reader: Any) -> list[int]:
    rows = readable_versions(again(resource), reader).order_by("number")
    return list(rows.values_list("number", flat=True))


@pytest.mark.usefixtures("demonstration_of_files")
def test_a_file_that_waits_for_the_approver_is_read_by_them(cast: Cast) -> None:
    reviewed_by(cast, Publisher.REGION)
    made = make_resource(cast.lead)
    upload(made, cast.lead, b"Plain words")
    share(made, cast.lead, Sharing.REGION)
    Council.objects.filter(pk=cast.northford.pk).update(reviews_edits=True)
    waiting = upload(again(made), cast.lead, b"Plainer words")
    assert again(made).current_version == 1
    assert ResourceVersion.objects.get(pk=waiting.pk).is_ready
    assert readable(made, cast.moderator) == [1, 2]
    assert readable(made, cast.neighbour) == [1]


@pytest.fixture
def demonstration_of_files(settings: Any) -> None:
    """Files that nobody scanned may be shared, as in the local run."""
    settings.DEMONSTRATION = True
