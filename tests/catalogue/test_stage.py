"""The stage of a use case: any step, forwards or back, dated and with its reason."""

from datetime import date
from itertools import permutations

import pytest

from catalogue.machines import STAGE, STAGES
from catalogue.models import Stage, UseCase
from councils.history import decisions_of
from councils.machines import Refused, decide
from councils.models import Sharing
from councils.readable_versions import versions_for
from tests.cast import Cast
from tests.factories import make_use_case, share


@pytest.mark.parametrize(("first", "second"), list(permutations(STAGES, 2)))
def test_a_lead_may_move_from_any_stage_to_any_other(
    cast: Cast, first: Stage, second: Stage
) -> None:
    entry = make_use_case(cast.lead, stage=first)
    decide(entry, STAGE, f"to_{second.value}", by=cast.lead, reason="We looked again")
    assert UseCase.objects.get(pk=entry.pk).stage == second


def test_nothing_moves_to_not_stated(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(Refused):
        decide(entry, STAGE, "to_not_stated", by=cast.lead, reason="Forgotten")


def test_the_log_is_read_in_the_order_of_its_dates(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    for action, on in (("to_scale", date(2026, 9, 1)), ("to_pilot", date(2026, 3, 1))):
        decide(entry, STAGE, action, by=cast.lead, reason="As it was", on=on)
    log = decisions_of(entry, "stage", versions_for(entry, cast.lead))
    assert [d.to_state for d in log] == ["pilot", "scale", "scan"]


def test_reasons_given_over_a_draft_stay_with_the_council(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    decide(entry, STAGE, "to_pilot", by=cast.lead, reason="Only between us")
    share(entry, cast.lead, Sharing.PUBLIC)
    shared = UseCase.objects.get(pk=entry.pk)
    decide(shared, STAGE, "to_scale", by=cast.lead, reason="For all to read")

    def told(reader: object) -> set[str]:
        log = decisions_of(entry, "stage", versions_for(shared, reader))  # type: ignore[arg-type]
        return {d.reason for d in log if d.is_told and d.reason}

    assert told(cast.lead) == {"Only between us", "For all to read"}
    assert told(cast.neighbour) == told(cast.stranger) == {"For all to read"}
