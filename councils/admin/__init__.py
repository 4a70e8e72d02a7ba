"""The ground floor's pages in the back office, registered when Django starts.

What every such page is made of is `councils.backoffice`.
"""

from councils.admin import (
    councils,
    happened,
    memberships,
    on_records,
    people,
    role_mailboxes,
)

__all__ = [
    "councils",
    "happened",
    "memberships",
    "on_records",
    "people",
    "role_mailboxes",
]
