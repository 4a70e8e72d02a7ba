"""A misspelt word finds the likest word of the titles that the reader may see."""

from copy import deepcopy
from typing import Any

import pytest
from django.http import QueryDict

from catalogue.filters import UseCaseFilter
from councils.models import Sharing
from tests.cast import Cast, make_cast
from tests.factories import make_use_case


def listed(text: str, reader: Any) -> UseCaseFilter:
    query = QueryDict(mutable=True)
    query["q"] = text
    return UseCaseFilter(query, kind_number=1, reader=reader)


@pytest.fixture(scope="module")
def built(once: None) -> Cast:
    cast = make_cast()
    make_use_case(cast.lead, "Copilot for committee minutes", sharing=Sharing.REGION)
    make_use_case(cast.lead, "Cameras (potholes)", sharing=Sharing.REGION)
    make_use_case(cast.lead, "Zorblaxian minutes", sharing=Sharing.OWN)
    return cast


@pytest.fixture
def shelf(db: None, built: Cast) -> Cast:
    return deepcopy(built)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("coplot", "copilot"),
        ("comittee minuts", "committee minutes"),
        ("pothloes", "potholes"),
        ("COPLOT", "copilot"),
    ],
)
def test_a_slip_is_mended(shelf: Cast, text: str, meant: str) -> None:
    found = listed(text, shelf.neighbour)
    assert found.correction == meant
    assert found.total == 1


@pytest.mark.parametrize("text", ["xyzzyq", "ai", "!!!", "’", "\u200b", "²²²²²"])
def test_what_is_like_nothing_stays_as_it_is(shelf: Cast, text: str) -> None:
    found = listed(text, shelf.neighbour)
    assert found.correction == ""
    assert found.total == 0


def test_words_that_find_something_are_left_alone(shelf: Cast) -> None:
    assert listed("minutes", shelf.neighbour).correction == ""


def test_known_words_are_not_mended_for_their_capitals(shelf: Cast) -> None:
    found = listed("Copilot Cameras", shelf.neighbour)
    assert found.total == 0
    assert found.correction == ""


def test_what_was_to_be_left_out_stays_left_out(shelf: Cast) -> None:
    assert listed("coplot -minutes", shelf.neighbour).total == 0
    assert listed("coplot -bins", shelf.neighbour).correction == "copilot -bins"


def test_a_hidden_title_suggests_nothing(shelf: Cast) -> None:
    assert listed("zorblaxain", shelf.lead).correction == "zorblaxian"
    for reader in (shelf.neighbour, shelf.stranger):
        assert "zorb" not in listed("zorblaxain", reader).correction.replace(
            "zorblaxain", ""
        )
