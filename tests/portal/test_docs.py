"""The generated pages of docs/ say what the code declares, and staleness is found."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from councils.kinds import all_kinds
from councils.machines import all_machines
from portal.generated_docs import pages


@pytest.fixture
def elsewhere(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_the_committed_pages_are_fresh() -> None:
    call_command("make_docs", "--check")


def test_every_field_of_every_kind_is_in_the_dictionary() -> None:
    text = pages()["data-dictionary.md"]
    for kind in all_kinds():
        assert f"## {kind.noun.capitalize()}\n" in text
        for code in kind.fields:
            assert f"| {kind.label(code)} | `{code}` |" in text


def test_every_move_of_every_machine_is_drawn_and_listed() -> None:
    for machine in all_machines():
        text = pages()[f"generated/{machine.name}.md"]
        for move in machine.moves:
            assert f"| {move.label} |" in text
            for state in move.from_states:
                assert f"    {state} --> {move.to_state}: {move.label}\n" in text


def test_a_stale_page_is_named_and_mended(elsewhere: Path) -> None:
    call_command("make_docs")
    call_command("make_docs", "--check")
    page = elsewhere / "docs" / "data-dictionary.md"
    page.write_text(page.read_text() + "An old line.\n")
    with pytest.raises(CommandError, match=r"docs/data-dictionary\.md"):
        call_command("make_docs", "--check")
    call_command("make_docs")
    call_command("make_docs", "--check")
