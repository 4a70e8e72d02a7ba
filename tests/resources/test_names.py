"""A file's name is made safe, and whoever brought it is told what was changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.inspection import names
from resources.inspection.names import extension_of, safe_name
from resources.inspection.verdict import Refused


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert safe_name("AI policy (v2) – Durham.docx") == (
        "AI policy (v2) – Durham.docx",
        [],
    )


@pytest.mark.parametrize(
    ("given", "shown", "sentence"),
    [
        ("../../etc/passwd", "passwd", names.PATH_LEFT_OUT),
        ("C:\\Users\\ann\\plan.docx", "plan.docx", names.PATH_LEFT_OUT),
        ("plan\u202excod.docx", "planxcod.docx", names.UNSEEN_REMOVED),
        ("pl\u200ban.docx", "plan.docx", names.UNSEEN_REMOVED),
        ("pl\nan\0.docx", "plan.docx", names.UNSEEN_REMOVED),
        ("a" * 400 + ".docx", "a" * 145 + ".docx", names.SHORTENED),
        ("CON.txt", "_CON.txt", names.DEVICE),
        ("lpt1.md", "_lpt1.md", names.DEVICE),
        ('what: "this"?.pdf', "what_ _this__.pdf", names.CHARACTERS_REPLACED),
    ],
)
def test_a_dangerous_name_is_made_safe_with_a_sentence(
    given: str, shown: str, sentence: str
) -> None:
    assert safe_name(given) == (shown, [sentence])


@pytest.mark.parametrize("given", ["", "...", "/", "\u202e", " . ", "folder/.."])
def test_a_name_of_which_nothing_is_left_is_refused(given: str) -> None:
    with pytest.raises(Refused, match="has no name"):
        safe_name(given)


def test_trailing_dots_and_spaces_go() -> None:
    assert safe_name(" plan.docx. . ")[0] == "plan.docx"


def test_the_last_extension_counts() -> None:
    assert extension_of("plan.pdf.EXE") == "exe"
    assert extension_of(safe_name(".docx")[0]) == ""


def test_a_long_name_of_wide_letters_fits_a_file_system() -> None:
    shown, _ = safe_name("計" * 300 + ".docx")
    assert len(shown.encode()) <= names.LONGEST_BYTES
    assert shown.endswith(".docx")


@given(st.text(max_size=500))
def test_whatever_the_name_what_is_shown_is_safe(given: str) -> None:
    try:
        shown, _ = safe_name(given)
    except Refused:
        return
    assert 0 < len(shown) <= names.LONGEST + 1
    assert not set('/\\:*?"<>|') & set(shown)
    assert all(unicodedata.category(sign)[0] != "C" for sign in shown)
    assert shown == shown.strip()
    assert safe_name(shown)[0] == shown
