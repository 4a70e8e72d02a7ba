"""Every pair of colours in use passes its contrast (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path("static/tokens.scss").read_text("utf-8")
COLOURS = dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});$", TOKENS, re.M))
PAIRS = re.findall(r"\(\$([\w-]+), \$([\w-]+), ([\d.]+)\)", TOKENS)
STYLES = [*Path("static/parts").glob("*.scss"), Path("static/_kit.scss")]


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour, 0 (black) to 1 (white)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back", "needed"), PAIRS)
def test_pair_of_colours_passes(front: str, back: str, needed: str) -> None:
    assert contrast(COLOURS[front], COLOURS[back]) >= float(needed)


def test_every_colour_of_words_and_shapes_stands_in_a_pair() -> None:
    decoration = {"hairline"}
    paired = {name for front, back, _ in PAIRS for name in (front, back)}
    assert set(COLOURS) - paired == decoration


def test_parts_use_tokens_and_no_colours_of_their_own() -> None:
    for path in STYLES:
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\{)", path.read_text("utf-8"))
