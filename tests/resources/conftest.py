"""What the tests of the shelf share."""

from pathlib import Path

import pytest

from tests.resources.reading import Reader


@pytest.fixture
def reads(tmp_path: Path) -> Reader:
    """Reads files that a test makes."""
    return Reader(tmp_path)
