"""The mailboxes that are named for a team or a task, which screening lets stand.

The words are an admin's list; they begin as councils/data/role_mailboxes.yaml has them.
"""

from functools import lru_cache
from pathlib import Path

import yaml
from django.db import connection, transaction
from django.db.utils import DatabaseError

from councils.models.role_mailbox import RoleMailbox

ROLE_MAILBOXES_FILE = Path(__file__).parent / "data" / "role_mailboxes.yaml"


def role_mailboxes() -> frozenset[str]:
    """The words in use, by one statement; the file's while none were ever loaded."""
    rows = list(RoleMailbox.objects.values_list("word", "retired_on"))
    if not rows:
        return words_of_the_file()
    return frozenset(word for word, retired_on in rows if retired_on is None)


def role_mailboxes_if_any() -> frozenset[str]:
    """The same, and the file's words where there is no database or table of them."""
    try:
        with transaction.atomic():
            return role_mailboxes()
    except DatabaseError:
        connection.close()
        return words_of_the_file()


@lru_cache(maxsize=1)
def words_of_the_file() -> frozenset[str]:
    """The words that the list begins with."""
    groups = yaml.safe_load(ROLE_MAILBOXES_FILE.read_text(encoding="utf-8"))
    return frozenset(word for words in groups.values() for word in words.split())


def load_role_mailboxes() -> int:
    """Add the file's words that are missing; returns how many were."""
    known = set(RoleMailbox.objects.values_list("word", flat=True))
    missing = sorted(words_of_the_file() - known)
    RoleMailbox.objects.bulk_create(RoleMailbox(word=word) for word in missing)
    return len(missing)
