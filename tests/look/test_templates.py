"""What every template keeps: nothing inline, a comment that opens it, a length."""

import re
from pathlib import Path

import pytest
from django.template import Context, Engine

TEMPLATES = sorted(Path("templates").rglob("*.html"))
OURS = [path for path in TEMPLATES if path.parts[1] in ("layouts", "components")]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_nothing_that_the_security_policy_refuses(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<[a-z][^>]*\sstyle=", text)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_is_under_120_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 120


@pytest.mark.parametrize("path", OURS, ids=str)
def test_layout_or_component_opens_with_what_it_is(path: Path) -> None:
    text = re.sub(r"^(\{% (extends|load) [^%]*%\}\s*)+", "", path.read_text("utf-8"))
    assert text.startswith("{% comment %}")
    assert "Context:" in text.split("{% endcomment %}")[0]


def test_built_styles_name_no_map_and_no_address_elsewhere() -> None:
    for path in Path("static/build").glob("*.*"):
        if path.suffix in (".css", ".js"):
            text = path.read_text("utf-8")
            assert "sourceMappingURL" not in text
            assert not re.search(r"url\(\"?(https?:|//|data:)", text)


LINES = """
<p>One
  {% if shown %}
    {% with word="two" %}
      {{ word }}
    {% endwith %}
  {% endif %}
  {% if shown %}three{% endif %}
  {% block last %}
    four
  {% endblock %}
</p>
"""


def test_lines_of_tags_are_not_written_and_no_words_are_joined(tmp_path: Path) -> None:
    (tmp_path / "lines.html").write_text(LINES, "utf-8")
    (tmp_path / "child.html").write_text(
        '{% extends "lines.html" %}{% block last %}five{% endblock %}', "utf-8"
    )
    engine = Engine([str(tmp_path)], loaders=["portal.lean_templates.Loader"])

    def lines(name: str, shown: bool) -> list[str]:
        page = engine.get_template(name).render(Context({"shown": shown}))
        return page.strip().splitlines()

    assert lines("lines.html", shown=True) == [
        "<p>One",
        "two",
        "three",
        "",
        "four",
        "</p>",
    ]
    assert lines("child.html", shown=False) == ["<p>One", "", "five", "</p>"]
