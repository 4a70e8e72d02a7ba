"""The back office's review queue: the queue of the site, several decided at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import UseCase
from councils.difference import Change
from councils.models import Decision, Proposal, Sharing
from councils.proposing import propose_edit
from tests.cast import Cast
from tests.factories import edit, make_use_case, make_waiting

Clients = Callable[[Any], Client]


@pytest.fixture
def office(cast: Cast, as_user: Clients) -> Client:
    return as_user(cast.region_admin)


def url() -> str:
    return reverse("admin:review")


def choose(client: Client, action: str, *places: int, reason: str = "") -> Any:
    """Tick rows of the queue as it is shown, and press one of its two buttons."""
    rows = client.get(url()).context["rows"]
    versions = {f"version-{line['code']}": line["version"] for line in rows}
    chosen = [rows[place]["code"] for place in places]
    sent = {"action": action, "chosen": chosen, "reason": reason, **versions}
    return client.post(url(), sent)


def told(client: Client) -> list[str]:
    return [str(message) for message in client.get(url()).context["messages"]]


def waiting_edit(cast: Cast) -> Proposal:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    made = propose_edit(entry, [Change("result", "", "Faster")], by=cast.contributor)
    assert made is not None
    return made


def test_entries_and_edits_are_approved_together(cast: Cast, office: Client) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    change = waiting_edit(cast)
    assert choose(office, "approve", 0, 1).status_code == 302
    assert told(office) == ["Approve: 2 done"]
    assert UseCase.objects.get(pk=entry.pk).publishing == "published"
    assert UseCase.objects.get(pk=change.record_id).result == "Faster"
    decided = Decision.objects.filter(action="approve", by=cast.region_admin)
    assert decided.count() == 2


def test_sending_back_needs_a_reason_and_keeps_the_choice(
    cast: Cast, office: Client
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    silent = choose(office, "return", 0)
    assert silent.status_code == 422
    assert silent.context["rows"][0]["is_chosen"]
    assert choose(office, "return", 0, reason="Say more").status_code == 302
    fresh = UseCase.objects.get(pk=entry.pk)
    assert fresh.publishing == "changes_requested"
    assert fresh.decisions.latest("id").reason == "Say more"


def test_a_row_that_changed_since_it_was_shown_is_not_decided(
    cast: Cast, office: Client
) -> None:
    first = make_waiting(cast.lead, Sharing.REGION)
    second = make_waiting(cast.lead, Sharing.REGION)
    rows = office.get(url()).context["rows"]
    edit(first, cast.lead, result="Written meanwhile")
    sent = {"action": "approve", "chosen": [line["code"] for line in rows]}
    sent |= {f"version-{line['code']}": line["version"] for line in rows}
    office.post(url(), sent)
    said = told(office)
    assert any("has changed since you opened it" in words for words in said)
    assert "Approve: 1 done" in said
    assert UseCase.objects.get(pk=first.pk).publishing == "in_review"
    assert UseCase.objects.get(pk=second.pk).publishing == "published"


def test_nothing_chosen_and_other_actions_change_nothing(
    cast: Cast, office: Client
) -> None:
    entry = make_waiting(cast.lead, Sharing.REGION)
    page = choose(office, "approve")
    assert "Choose at least one row." in page.content.decode()
    assert choose(office, "retire", 0).status_code == 403
    assert UseCase.objects.get(pk=entry.pk).publishing == "in_review"


def test_it_is_for_staff_alone(cast: Cast, as_user: Clients) -> None:
    for part in ("moderator", "lead", "admin"):
        assert as_user(cast.person(part)).get(url()).status_code == 403
    assert as_user(cast.stranger).get(url()).status_code == 302


def test_the_first_page_of_the_office_leads_there(office: Client) -> None:
    assert url() in office.get(reverse("admin:index")).content.decode()
    assert "Nothing waits for you" in office.get(url()).content.decode()
