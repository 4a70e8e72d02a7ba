"""What every template keeps: nothing inline, a comment that opens it, a length."""

import re
from pathlib import Path

import pytest

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
