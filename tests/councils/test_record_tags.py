"""The small signs of every record: their words, and nonsense that breaks nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

from councils.templatetags.records import entry, iso_date, sharing_words


def drawn(source: str, **context: Any) -> str:
    template = Template("{% load records %}" + source)
    return " ".join(template.render(Context(context)).split())


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Confirmed"), (90, "Due to be confirmed"), (120, "Overdue")],
)
def test_freshness_is_the_same_for_a_date_and_its_text(days: int, words: str) -> None:
    day = timezone.localdate() - timedelta(days=days)
    sign = drawn("{% freshness day %}", day=day)
    assert words in sign
    assert f"{day:%B %Y}" in sign
    assert sign == drawn("{% freshness day %}", day=day.isoformat())


def test_what_is_retired_is_never_due_to_be_confirmed() -> None:
    day = timezone.localdate() - timedelta(days=200)
    sign = drawn("{% freshness day state %}", day=day, state="retired")
    assert "Last confirmed" in sign
    assert "verdue" not in sign
    assert "Overdue" in drawn("{% freshness day state %}", day=day, state="published")
    assert "Not yet confirmed" in drawn("{% freshness day 'retired' %}", day=None)


@pytest.mark.parametrize("nothing", [None, "", "last week"])
def test_what_was_never_confirmed_says_so(nothing: Any) -> None:
    assert "Not yet confirmed" in drawn("{% freshness day %}", day=nothing)


@pytest.mark.parametrize(
    ("state", "word"), [("draft", "Draft"), ("retired", "Retired")]
)
def test_only_what_is_not_published_wears_a_tag(state: str, word: str) -> None:
    assert word in drawn("{% publishing_tag state %}", state=state)
    for silent in ("published", "", "burnt"):
        assert "tag" not in drawn("{% publishing_tag state %}", state=silent)


def test_sharing_is_said_in_words() -> None:
    assert sharing_words("region") == "Councils of the region"
    assert sharing_words("moon") == ""


def test_a_public_source_is_named_and_escaped() -> None:
    sign = drawn("{% publicly_sourced url %}", url='https://a.example/"><script>')
    assert "<script>" not in sign


def test_filters_take_what_a_card_holds() -> None:
    assert iso_date("2026-03-31") == iso_date(date(2026, 3, 31)) == date(2026, 3, 31)
    assert iso_date(None) is None
    assert entry({"a": 1}, "a") == 1
    assert entry({"a": 1}, "b") == entry(None, "a") == ""
