"""What would be refused at the close of a request is refused on its page instead.

Whatever was typed stays there, with what screening found beside it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Product, UseCase
from councils.changes import change_set
from councils.difference import Change
from councils.machines import decide, machine_named
from councils.models import ChangeSet, Council, Publisher, Sharing
from councils.proposing import propose_edit
from councils.refusals import TooTelling
from councils.settling import settled
from tests.cast import Cast
from tests.factories import edit, make_product, make_use_case, make_waiting, submit

AsUser = Callable[[Any], Client]
NINO = "AB 12 34 56 C"
TYPED = f"Asked for by somebody with the number {NINO}"
FOUND = "National Insurance"


def kept_beside(answer: Any) -> bool:
    """Whether the page still has what was typed, and says what was found in it."""
    page = answer.content.decode()
    assert "Not saved" not in page, "the page that keeps nothing"
    return TYPED in page and FOUND in page


def test_the_reason_of_a_merger_stays(cast: Cast, as_user: AsUser) -> None:
    kept, double = make_product(cast.lead, "Lumen"), make_product(cast.lead, "Lumin")
    url = f"{double.get_absolute_url()}moderate/"
    sent = {"merge": "yes", "into": kept.key, "reason": TYPED}
    answer = as_user(cast.moderator).post(url, sent)
    assert answer.status_code == 422
    assert kept_beside(answer)
    assert FOUND in str(answer.context["form"].errors["reason"])
    assert Product.objects.get(pk=double.pk).publishing == "published"


def test_the_reason_of_a_merger_in_the_office_stays(
    cast: Cast, as_user: AsUser
) -> None:
    kept, double = make_product(cast.lead, "Lumen"), make_product(cast.lead, "Lumin")
    sent = {
        "action": "merge",
        "_selected_action": [double.pk],
        "asked": "yes",
        "into": kept.key,
        "reason": TYPED,
    }
    url = reverse("admin:catalogue_product_changelist")
    answer = as_user(cast.region_admin).post(url, sent)
    assert answer.status_code == 200
    assert kept_beside(answer)
    assert Product.objects.get(pk=double.pk).publishing == "published"


def test_the_reason_of_a_move_in_the_office_stays(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    sent = {
        "action": "publishing.retire",
        "_selected_action": [entry.pk],
        "asked": "yes",
        f"version-{entry.pk}": entry.version,
        "reason": TYPED,
    }
    url = reverse("admin:catalogue_usecase_changelist")
    answer = as_user(cast.region_admin).post(url, sent)
    assert answer.status_code == 200
    assert kept_beside(answer)


def test_the_reason_of_an_approved_edit_stays(cast: Cast, as_user: AsUser) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.REGION)
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    found = propose_edit(entry, [Change("result", "", "Quick")], by=cast.contributor)
    assert found is not None
    url = reverse("councils:proposal", args=[found.pk])
    version = f"{entry.version}.{found.revision}"
    sent = {"action": "approve", "reason": TYPED, "version": version}
    answer = as_user(cast.moderator).post(url, sent)
    assert answer.status_code == 422
    assert kept_beside(answer)
    assert UseCase.objects.get(pk=entry.pk).result == ""


def test_the_reason_of_a_wider_sharing_stays_where_the_entry_says_too_much(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, challenge=f"Ask {NINO}")
    submit(entry, cast.lead)
    version = UseCase.objects.get(pk=entry.pk).version
    url = f"{entry.get_absolute_url()}decide/sharing/share_region/"
    sent = {"reason": "So that all of us can read it", "version": version}
    answer = as_user(cast.lead).post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "So that all of us can read it" in page
    assert FOUND in page
    assert UseCase.objects.get(pk=entry.pk).sharing == Sharing.OWN


def test_the_reason_in_the_offices_queue_stays(cast: Cast, as_user: AsUser) -> None:
    Council.objects.filter(pk=cast.northford.pk).update(publisher=Publisher.REGION)
    entry = make_waiting(cast.lead, Sharing.PUBLIC)
    sent = {
        "action": "approve",
        "chosen": f"{entry.pk}.",
        f"version-{entry.pk}.": entry.version,
        "reason": TYPED,
    }
    answer = as_user(cast.region_admin).post(reverse("admin:review"), sent)
    assert answer.status_code == 422
    assert kept_beside(answer)
    assert UseCase.objects.get(pk=entry.pk).publishing == "in_review"


def test_what_was_not_settled_leaves_nothing_behind(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    number = UseCase.objects.get(pk=entry.pk).version
    stage = machine_named("stage")
    sets = ChangeSet.objects.count()
    with change_set(by=cast.lead) as opened:
        with pytest.raises(TooTelling), settled():
            opened.reason = TYPED
            decide(entry, stage, "to_pilot", by=cast.lead, reason="A trial")
        assert not any(opened.touched.values())
        with settled():
            decide(entry, stage, "to_scale", by=cast.lead, reason="It works")
    fresh = UseCase.objects.get(pk=entry.pk)
    assert (fresh.stage, fresh.version) == ("scale", number + 1)
    assert ChangeSet.objects.count() == sets + 1
    latest = fresh.versions.first()
    assert latest.change_set.reason == "It works"


def test_one_row_that_says_too_much_does_not_stop_the_others(
    cast: Cast, as_user: AsUser
) -> None:
    kept = make_product(cast.lead, "Lumen")
    plain = make_product(cast.lead, "Lumin")
    edit(plain, cast.moderator, about="Plain")
    sent = {
        "action": "merge",
        "_selected_action": [plain.pk, kept.pk],
        "asked": "yes",
        "into": make_product(cast.lead, "Beacon").key,
        "reason": "The same",
    }
    url = reverse("admin:catalogue_product_changelist")
    answer = as_user(cast.region_admin).post(url, sent)
    assert answer.status_code == 302
    assert Product.objects.filter(publishing="retired").count() == 2
