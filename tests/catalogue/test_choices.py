"""The fixed vocabularies only grow: a place is a code or a bit in the search rows."""

import pytest
from django.db import models

from catalogue.models.choices import (
    AiType,
    Collaboration,
    Readiness,
    Sensitivity,
    Stage,
    Status,
)
from catalogue.search_rows import code_of, mask_of

PLACES: dict[type[models.TextChoices], list[str]] = {
    Stage: ["not_stated", "scan", "pilot", "scale"],
    Status: ["active", "paused", "stopped"],
    Sensitivity: ["open", "internal", "personal", "special", "not_known"],
    AiType: ["perceptive", "predictive", "generative", "simulation"],
    Readiness: [
        "conversation",
        "documents",
        "configuration",
        "code",
        "contract",
        "training",
    ],
    Collaboration: [
        "shared_learning",
        "shared_evaluation",
        "shared_standards",
        "joint_procurement",
        "offers_help",
        "looks_for_partner",
    ],
}


@pytest.mark.parametrize("vocabulary", PLACES, ids=lambda v: v.__name__)
def test_a_member_keeps_its_place_for_ever(
    vocabulary: type[models.TextChoices],
) -> None:
    known = PLACES[vocabulary]
    assert list(vocabulary.values)[: len(known)] == known
    assert len(vocabulary.values) <= 63


def test_nothing_said_has_no_code() -> None:
    assert code_of(Sensitivity, "") == 0
    assert code_of(Sensitivity, "open") == 1


def test_a_mask_counts_each_member_once() -> None:
    assert mask_of(AiType, ["perceptive", "simulation", "perceptive"]) == 0b1001
    assert mask_of(AiType, []) == 0
