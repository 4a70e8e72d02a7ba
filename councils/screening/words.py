"""The lists of words that the patterns read by, from councils/data.

The mailboxes of teams are an admin's list: `councils.screening.mailboxes`.
"""

from functools import lru_cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).parent.parent / "data" / "screening_words.yaml"


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    rows = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(str(words).split()) for name, words in rows.items()}


def words(name: str) -> frozenset[str]:
    """The words of one list of screening_words.yaml; KeyError where there is none."""
    return _lists()[name]
