"""The lists of words that the patterns read by, from councils/data.

The mailboxes of teams are an admin's list: `councils.screening.mailboxes`.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent.parent / "data"
WORDS_FILE, MAILBOXES_FILE = DATA / "screening_words.yaml", DATA / "role_mailboxes.yaml"
# Endings that words for tasks have and names hardly: translation, safeguarding.
TASK_WORD = re.compile(
    r"[a-z]{3,20}(?:[aeiucpr]tion|[aeioun]sion|[ai]bility|ality|urity|ology|graphy|ership|"
    r"(?<!cl)ement)s?"
)


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    rows = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(str(words).split()) for name, words in rows.items()}


def words(name: str) -> frozenset[str]:
    """The words of one list of screening_words.yaml; KeyError where there is none."""
    return _lists()[name]


@lru_cache(maxsize=1)
def task_words() -> frozenset[str]:
    """Words of teams and tasks as a new site has them: none of them names a person."""
    groups = yaml.safe_load(MAILBOXES_FILE.read_text(encoding="utf-8"))
    return frozenset(word for said in groups.values() for word in said.split())
