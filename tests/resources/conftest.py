"""What the tests of the shelf share: a folder of their own for files."""

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


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep each test's files in a folder of its own."""
    storages = {**settings.STORAGES}
    options = {**storages["default"]["OPTIONS"], "location": str(tmp_path / "kept")}
    settings.STORAGES = {
        **storages,
        "default": {**storages["default"], "OPTIONS": options},
    }
