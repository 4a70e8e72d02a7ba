"""What the database itself refuses about use cases, products and suppliers."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from catalogue.actions import create_use_case
from catalogue.models import Stage
from councils.changes import change_set
from tests.cast import Cast
from tests.factories import ENOUGH, edit, make_supplier, make_use_case


def force(record: Any, **values: Any) -> None:
    """Write past every form, as a faulty program would."""
    with change_set(channel="command"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


WRONG = {
    "usecase_not_stated_needs_source": {"stage": "not_stated"},
    "usecase_stage_known": {"stage": "dreaming"},
    "usecase_status_known": {"status": "asleep", "status_reason": "other"},
    "usecase_stop_has_reason": {"status": "stopped"},
    "usecase_external_reference_is_whole": {"external_source": "a register"},
    "usecase_summary_length": {"summary": "x" * 401},
    "usecase_result_length": {"result": "x" * 161},
    "usecase_ai_types_known": {"ai_types": ["telepathic"]},
    "usecase_inform_known": {"inform": "perhaps"},
    "usecase_setup_cost_known": {"setup_cost": "a_lot"},
    "record_title_length": {"title": "x" * 201},
    "record_sharing_known": {"sharing": "friends"},
    "record_publishing_known": {"publishing": "secret"},
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_refuses_a_wrong_use_case(cast: Cast, constraint: str) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(IntegrityError, match=constraint):
        force(entry, **WRONG[constraint])


def test_one_entry_of_another_register_comes_in_once(cast: Cast) -> None:
    reference = {"external_source": "a register", "external_id": "7"}
    create_use_case({**ENOUGH, "title": "The first", **reference}, by=cast.lead)
    with pytest.raises(ValidationError):
        create_use_case({**ENOUGH, "title": "Again", **reference}, by=cast.lead)


def test_the_stage_may_be_left_out_with_a_public_source_alone(cast: Cast) -> None:
    source = "https://northford.example/ai"
    entry = make_use_case(cast.lead, stage=Stage.NOT_STATED, source_url=source)
    with pytest.raises(ValidationError, match="public source"):
        edit(entry, cast.lead, source_url="")


@pytest.mark.parametrize("number", ["1234567", "ABC12345", "0123456x"])
def test_a_companies_house_number_has_its_shape(cast: Cast, number: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_supplier(cast.lead, companies_house_number=number)
    assert "companies_house_number" in caught.value.message_dict
    supplier = make_supplier(cast.lead, companies_house_number="SC012345")
    with pytest.raises(IntegrityError, match="shape"):
        force(supplier, companies_house_number=number)
