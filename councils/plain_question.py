"""A plain question that a person answers and a simple program does not.

The question is signed, so that nothing is kept for it and none can be made up. It is
for strangers' forms only; how often one may send is limited beside it.
"""

import secrets
from dataclasses import dataclass

from django.core import signing

SALT = "councils.plain_question"
LASTS = 2 * 60 * 60  # seconds
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen"),
)


@dataclass(frozen=True)
class PlainQuestion:
    """What two small numbers make together."""

    first: int
    second: int

    def __str__(self) -> str:
        return f"What is {NUMBERS[self.first]} plus {NUMBERS[self.second]}?"

    @property
    def signed(self) -> str:
        """The question for a hidden field, with the time at which it was asked."""
        return signing.dumps([self.first, self.second], salt=SALT)

    def is_answer(self, given: str) -> bool:
        """Whether a number, in figures or in words, is the right one."""
        total = self.first + self.second
        return given.strip().lower() in (str(total), NUMBERS[total])


def new_question() -> PlainQuestion:
    """A question with both numbers from two to nine."""
    return PlainQuestion(2 + secrets.randbelow(8), 2 + secrets.randbelow(8))


def question_in(signed: str) -> PlainQuestion | None:
    """The question that was asked; None for one made up, spoilt or too old."""
    try:
        first, second = signing.loads(signed, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return PlainQuestion(first, second)
