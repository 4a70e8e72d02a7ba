"""Markdown as it is read out, without its signs, and pieces run on in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.plain_text import inside, run_on, without_signs


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("One line, as it is.", "One line, as it is."),
        ("Two\nlines", "Two lines"),
        ("**Bold**, *slanted* and `code`", "Bold, slanted and code"),
        ("# A heading\n\nA text.", "A heading · A text."),
        ("- first\n- second.\n- third", "first · second. third"),
        ("1. first\n2. second", "first · second"),
        ("See [the paper](https://a.example/x).", "See the paper."),
        ("![a chart](https://a.example/x.png)", "a chart"),
        ("| Use | Share |\n|---|---|\n| Drafts | 64% |", "Use · Share · Drafts · 64%"),
        ("> said\n\n```\nx = 1\n```", "said · x = 1"),
        ("<b>kept as text</b>", "<b>kept as text</b>"),
        ("5 * 3 and snake_case", "5 * 3 and snake_case"),
        ("", ""),
    ],
)
def test_the_words_of_a_markdown_text(markdown: str, words: str) -> None:
    assert without_signs(markdown) == words


@given(st.text())
def test_whatever_is_written_becomes_one_line(markdown: str) -> None:
    assert len(without_signs(markdown).splitlines()) <= 1


def test_pieces_run_on_with_a_dot_where_no_sign_ends_them() -> None:
    assert run_on(["A sentence.", "", "Name", " Another  name"]) == (
        "A sentence. Name · Another name"
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("One-line result", "one-line result"),
        ("AI types", "AI types"),
        ("A person can step in", "a person can step in"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence_keeps_its_short_forms(
    label: str, words: str
) -> None:
    assert inside(label) == words
