"""What the tests of the shelf share."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.resources.reading import Reader


@pytest.fixture
def reads(tmp_path: Path) -> Reader:
    """Reads files that a test makes."""
    return Reader(tmp_path)


@pytest.fixture
def demonstration(settings: Settings) -> None:
    """Files that nobody scanned may be shared, as in the local run."""
    settings.DEMONSTRATION = True
