"""Two people at once: each write waits for the other, and only one of two wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from catalogue.models import UseCase
from councils.actions import confirm_record, next_keys
from councils.difference import Change, Conflict, apply
from councils.machines import decide
from councils.models import Decision, RecordVersion, Sharing
from councils.proposing import PROPOSAL, propose_edit
from councils.publishing import PUBLISHING, SHARING
from councils.refusals import Refused
from tests.cast import Cast, make_cast
from tests.factories import make_use_case, submit, values_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread of its own; what it returned, or what it raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            return act()
        except (Conflict, Refused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def committed() -> Cast:
    return make_cast()


def test_of_two_edits_to_one_field_one_wins(committed: Cast) -> None:
    entry = make_use_case(committed.lead)
    done = at_once(
        lambda: apply(entry, [Change("result", "", "Mine")], committed.lead),
        lambda: apply(entry, [Change("result", "", "Theirs")], committed.contributor),
    )
    (conflict,) = [each for each in done if isinstance(each, Conflict)]
    winner = values_of(entry)["result"]
    assert winner in ("Mine", "Theirs")
    assert conflict.fields == {"result": winner}
    assert RecordVersion.objects.filter(record=entry.pk).count() == 2


def test_edits_to_two_fields_both_stay(committed: Cast) -> None:
    entry = make_use_case(committed.lead)
    at_once(
        lambda: apply(entry, [Change("result", "", "Mine")], committed.lead),
        lambda: apply(entry, [Change("model_name", "", "M")], committed.contributor),
    )
    values = values_of(entry)
    assert (values["result"], values["model_name"]) == ("Mine", "M")
    numbers = RecordVersion.objects.filter(record=entry.pk).values_list("number")
    assert sorted(numbers) == [(1,), (2,), (3,)]


def test_of_two_decisions_one_is_refused(committed: Cast) -> None:
    entry = make_use_case(committed.lead)
    done = at_once(*[lambda: submit(entry, committed.lead)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "Refused"]
    assert Decision.objects.filter(record=entry.pk, action="submit").count() == 1


def test_of_approving_and_withdrawing_at_once_one_wins(committed: Cast) -> None:
    entry = make_use_case(committed.lead)
    decide(entry, SHARING, "share_region", by=committed.lead)
    submit(entry, committed.contributor)
    done = at_once(
        lambda: decide(entry, PUBLISHING, "approve", by=committed.moderator, version=3),
        lambda: decide(
            entry, PUBLISHING, "withdraw", by=committed.contributor, version=3
        ),
    )
    (told,) = [each for each in done if isinstance(each, Refused)]
    assert "has changed since you opened it" in str(told)
    now = UseCase.objects.get(pk=entry.pk).publishing
    (made,) = [each for each in done if isinstance(each, Decision)]
    assert now == made.to_state


def test_two_confirmations_agree(committed: Cast) -> None:
    entry = make_use_case(committed.lead)
    done = at_once(*[lambda: confirm_record(entry, by=committed.lead)] * 2)
    assert all(isinstance(each, UseCase) for each in done)
    assert RecordVersion.objects.filter(record=entry.pk).count() == 2


def test_a_proposal_is_approved_once(committed: Cast) -> None:
    entry = make_use_case(committed.lead, sharing=Sharing.REGION)
    change = [Change("result", "", "Faster")]
    proposal = propose_edit(entry, change, by=committed.contributor)
    done = at_once(
        *[lambda: decide(proposal, PROPOSAL, "approve", by=committed.moderator)] * 2
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert values_of(entry)["result"] == "Faster"


def test_keys_given_out_at_once_are_all_different(committed: Cast) -> None:
    def some() -> list[str]:
        with transaction.atomic():
            return next_keys("NEW", 5)

    given = [key for keys in at_once(some, some, some) for key in keys]
    assert len(set(given)) == 15
    assert max(given) == "NEW-0015"
