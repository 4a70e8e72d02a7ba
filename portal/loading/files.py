"""Reads the YAML files that content is loaded from.

What is in them is said in a comment on top of each.
"""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

Row = dict[str, Any]

ORGANISATIONS = Path("councils/data/organisations.yaml")
LOOKUPS = Path("catalogue/data/lookups.yaml")
BASELINE = Path("catalogue/data/baseline.yaml")
DEMONSTRATION = Path("portal/data/demonstration")


def read(path: Path) -> Any:
    """What one file of the project holds."""
    return parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))


def parse(text: str) -> Any:
    """What a text of YAML says."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  both loaders are safe


def demonstration(name: str) -> Any:
    """What one file of the demonstration holds."""
    return read(DEMONSTRATION / f"{name}.yaml")


def demonstration_use_cases() -> list[Row]:
    """The entries of every file of use cases, in the files' order."""
    folder = settings.BASE_DIR / DEMONSTRATION
    names = sorted(path.stem for path in folder.glob("use-cases-*.yaml"))
    return [row for name in names for row in demonstration(name) or []]
