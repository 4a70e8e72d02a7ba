"""A plain question: answered in figures or words, and never made up by the sender."""

from typing import Any

import pytest
from django.core import signing

from councils import plain_question
from councils.plain_question import PlainQuestion, new_question, question_in


def test_it_is_asked_in_words_and_answered_either_way() -> None:
    question = PlainQuestion(3, 4)
    assert str(question) == "What is three plus four?"
    for given in ("7", " 7 ", "seven", "Seven"):
        assert question.is_answer(given)
    for given in ("", "34", "8", "three plus four", "07"):
        assert not question.is_answer(given)


def test_each_that_may_be_asked_has_an_answer_in_words() -> None:
    for _ in range(200):
        question = new_question()
        total = question.first + question.second
        assert question.is_answer(plain_question.NUMBERS[total])


def test_what_was_signed_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    question = PlainQuestion(3, 4)
    assert question_in(question.signed) == question
    monkeypatch.setattr(plain_question, "LASTS", -1)
    assert question_in(question.signed) is None, "too old"


@pytest.mark.parametrize("given", ["", "x", "\x00", "WzEsMV0:1:1"])
def test_what_was_made_up_does_not(given: str) -> None:
    assert question_in(given) is None
    elsewhere: Any = signing.dumps([1, 1], salt="another form")
    assert question_in(elsewhere) is None
