"""Signs drawn the same everywhere, and Markdown that can do no harm."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from catalogue.models.choices import Stage, Status
from catalogue.templatetags.catalogue import stage_track
from councils.templatetags.text import long_text, markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="x" onclick="alert(1)">x</a>',
    "![](https://example.org/spy.png)",
    "<style>body{display:none}</style>",
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
    "<svg><script>alert(1)</script></svg>",
]


@pytest.mark.parametrize("words", ATTACKS)
def test_markdown_lets_nothing_dangerous_through(words: str) -> None:
    html = str(markdown(words)).lower()
    for tag in ("<script", "<img", "<style", "<svg", "<iframe"):
        assert tag not in html
    links = html.split("<a ")[1:]
    for link in links:
        attributes = link.split(">")[0]
        assert "javascript:" not in attributes
        assert "data:" not in attributes
        assert not attributes.replace("&quot;", "").split('onmouseover="')[1:]


def test_markdown_keeps_lists_links_and_tables_and_sinks_headings() -> None:
    html = str(markdown("# Head\n\n- one\n\n[a](https://e.org)\n\n|a|b|\n|-|-|\n|1|2|"))
    for part in ("<h3>Head</h3>", "<li>one</li>", "<table>", 'href="https://e.org"'):
        assert part in html
    assert 'rel="noopener nofollow ugc"' in html


def test_long_text_folds_between_paragraphs_and_loses_nothing() -> None:
    words = "\n\n".join(f"Paragraph {n}. " + "words " * 60 for n in range(8))
    parts = long_text(words)
    assert parts["rest"]
    assert str(parts["first"]).endswith("</p>\n")
    assert str(parts["first"]) + str(parts["rest"]) == str(markdown(words))


def test_short_text_does_not_fold() -> None:
    assert long_text("Short.")["rest"] == ""


@pytest.mark.parametrize("stage", Stage.values)
def test_track_refers_to_a_drawing_that_exists(stage: str) -> None:
    signs = (settings.BASE_DIR / "static" / "signs.svg").read_text()
    for status in Status.values:
        for sign in re.findall(r"#([a-z_]+)\"", stage_track(stage, status)):
            assert f'<symbol id="{sign}"' in signs
    assert f"#{stage}" in stage_track(stage)


def test_every_stage_and_status_is_said_in_words() -> None:
    for stage in Stage:
        assert stage.label.lower() in stage_track(stage).lower()
    for status in (Status.PAUSED, Status.STOPPED):
        html = stage_track(Stage.PILOT, status)
        assert status.label in html
        assert f"portal-status--{status.value}" in html
    assert "portal-status" not in stage_track(Stage.PILOT, Status.ACTIVE)


def test_nonsense_for_a_stage_is_drawn_as_not_stated() -> None:
    assert "Stage not stated" in stage_track("<b>")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Confirmed"), (90, "Due to be confirmed"), (120, "Overdue to be confirmed")],
)
def test_freshness_is_said_in_words(days: int, words: str) -> None:
    day = timezone.localdate() - timedelta(days=days)
    template = Template("{% load records %}{% freshness day %}")
    for given in (day, day.isoformat()):
        assert words in template.render(Context({"day": given}))
