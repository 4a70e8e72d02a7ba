"""Nobody decides on what they wrote or sent; a lone approver may, with a reason."""

from typing import Any

import pytest

from councils.machines import decide
from councils.models import Council, Decision, Membership, Publisher, Role, Sharing
from councils.publishing import PUBLISHING, SHARING
from councils.refusals import OwnWork
from tests.cast import Cast
from tests.factories import edit, make_use_case, make_waiting, submit


def own_approver(cast: Cast) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.OWN)


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def decide_sharing(entry: Any, by: Any) -> None:
    decide(entry, SHARING, "share_region", by=by)


def test_nobody_approves_what_they_sent(cast: Cast) -> None:
    own_approver(cast)
    Membership.objects.create(
        user=cast.reader, council=cast.northford, role=Role.DIGITAL_LEAD
    )
    entry = make_waiting(cast.lead, Sharing.REGION)
    with pytest.raises(OwnWork) as caught:
        decide(
            entry, PUBLISHING, "approve", by=cast.lead, reason="I may", override=True
        )
    assert not caught.value.may_override
    assert cast.reader.name in str(caught.value)
    decide(
        entry,
        PUBLISHING,
        "approve",
        by=type(cast.reader).objects.get(pk=cast.reader.pk),
    )
    assert again(entry).publishing == "published"


def test_who_changes_the_words_in_review_has_a_hand_in_it(cast: Cast) -> None:
    own_approver(cast)
    entry = make_use_case(cast.contributor)
    decide_sharing(entry, cast.lead)
    submit(entry, cast.contributor)
    edit(entry, cast.lead, result="My words")
    with pytest.raises(OwnWork):
        decide(entry, PUBLISHING, "approve", by=cast.lead)


def test_who_wrote_a_draft_does_not_approve_it_because_a_colleague_sent_it(
    cast: Cast,
) -> None:
    own_approver(cast)
    begun = make_use_case(cast.lead)
    written = make_use_case(cast.contributor)
    edit(written, cast.lead, result="My words")
    for entry in (begun, written):
        decide_sharing(entry, cast.lead)
        submit(entry, cast.contributor)
        with pytest.raises(OwnWork) as caught:
            decide(entry, PUBLISHING, "approve", by=cast.lead)
        assert caught.value.may_override
    only_shared = make_use_case(cast.contributor)
    decide_sharing(only_shared, cast.lead)
    submit(only_shared, cast.contributor)
    decide(only_shared, PUBLISHING, "approve", by=cast.lead)
    assert again(only_shared).publishing == "published"


def test_words_that_were_published_before_are_nobodys_hand_in_what_waits(
    cast: Cast,
) -> None:
    own_approver(cast)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    decide(entry, PUBLISHING, "withdraw", by=cast.lead, reason="To be mended")
    edit(entry, cast.contributor, result="Mended")
    submit(entry, cast.contributor)
    decide(entry, PUBLISHING, "approve", by=cast.lead)
    assert again(entry).publishing == "published"
    decide(entry, PUBLISHING, "withdraw", by=cast.lead, reason="Once more")
    edit(entry, cast.lead, result="Mended by me")
    submit(entry, cast.contributor)
    with pytest.raises(OwnWork):
        decide(entry, PUBLISHING, "approve", by=cast.lead)


def test_the_only_approver_may_override_with_a_reason_that_is_kept(cast: Cast) -> None:
    own_approver(cast)
    entry = make_waiting(cast.lead, Sharing.REGION)
    for override, reason in ((False, "Nobody else"), (True, " ")):
        with pytest.raises(OwnWork) as caught:
            decide(
                entry,
                PUBLISHING,
                "approve",
                by=cast.lead,
                reason=reason,
                override=override,
            )
        assert caught.value.may_override
    made = decide(
        entry, PUBLISHING, "approve", by=cast.lead, reason="Alone here", override=True
    )
    assert made.is_override
    assert Decision.objects.get(pk=made.pk).reason == "Alone here"
