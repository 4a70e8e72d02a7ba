"""Reads a file made for a test, in this process or as an upload would.

The readers run here directly where a test is about them: it is quicker, and a failure
shows its own trace. `tests/resources/test_confined.py` is about the child process.
"""

from pathlib import Path

from resources.inspection.allowed import type_by_name
from resources.inspection.notes import Notes
from resources.inspection.readers import read
from resources.inspection.verdict import Refused


class Reader:
    """Writes a file into a folder of the test and reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, content: bytes) -> Notes:
        """What was noted of it; raises Refused."""
        path = self.folder / name
        path.write_bytes(content)
        return read(type_by_name(name), path)

    def refusal(self, name: str, content: bytes) -> str:
        """The sentence it was refused with; fails where it was taken."""
        try:
            notes = self(name, content)
        except Refused as refusal:
            return str(refusal)
        raise AssertionError(f"{name} was taken: {notes}")

    def hidden(self, name: str, content: bytes) -> set[str]:
        """What it hides."""
        return {str(kind) for kind in self(name, content).hidden}


def words_at(notes: Notes, place: str) -> str:
    """The text of a place."""
    return "".join(text for found, text in notes.texts if found == place)
