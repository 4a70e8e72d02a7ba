"""Why a move cannot be made now, in sentences for the page.

Who may make it at all is `councils.permissions`'; what cannot be seen is a 404.
"""

from councils.difference import Difference
from councils.models.person import User


class Refused(Exception):
    """The move cannot be made now; `sentences` say why and what to do.

    `status` is the answer's: something stands in the way, or in the words sent.
    """

    status = 409

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Outdated(Refused):
    """The record has changed since it was read; `changes` is how."""

    def __init__(self, changes: Difference) -> None:
        super().__init__("This entry has changed since you opened it. Look again.")
        self.changes = changes


class TooTelling(Refused):
    """Others would read what screening found."""

    status = 422


class OwnWork(Refused):
    """One may not decide alone on one's own work; `may_override` where nobody else can.

    `others` are the people who could decide instead.
    """

    def __init__(self, others: list[User]) -> None:
        self.others = others
        self.may_override = not others
        super().__init__(
            "You wrote this or sent it. "
            + (
                f"Ask {' or '.join(str(person) for person in others[:3])} to decide."
                if others
                else "Nobody else can approve it: you may, if you say why."
            )
        )
