"""What screening finds: its kinds, what to do about each, and how it is shown.

How text is searched for them is the other modules' of this package.
"""

import re
from dataclasses import dataclass

from django.db import models

MASK = "•"
LONGEST_MASK = 6  # in characters: a key of 2,000 letters is not drawn as 2,000 bullets


class FindingKind(models.TextChoices):
    """The kinds of sensitive text, with the words that stand in files and addresses."""

    EMAIL = "email", "E-mail address of a person"
    PHONE = "phone", "Phone number"
    NINO = "nino", "National Insurance number"
    NHS_NUMBER = "nhs_number", "NHS number"
    PAYMENT_CARD = "payment_card", "Payment card number"
    BANK_ACCOUNT = "bank_account", "Bank account"
    ADDRESS = "address", "Postal address with a house number"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    PASSPORT = "passport", "Passport number"
    DRIVING_LICENCE = "driving_licence", "Driving licence number"
    CREDENTIAL = "credential", "Password, key or token"
    MARKING = "marking", "Protective marking"

    @property
    def what_to_do(self) -> str:
        """One sentence for the officer who reads the finding."""
        return WHAT_TO_DO[self]


WHAT_TO_DO = {
    FindingKind.EMAIL: "Use a team's mailbox instead, or take the address out.",
    FindingKind.PHONE: "Take the number out, and name a team's mailbox to write to.",
    FindingKind.NINO: "Take the number out: nothing here needs it.",
    FindingKind.NHS_NUMBER: "Take the number out: nothing here needs it.",
    FindingKind.PAYMENT_CARD: (
        "Take the number out, and tell your data protection officer where it came from."
    ),
    FindingKind.BANK_ACCOUNT: "Take the account and its sort code out.",
    FindingKind.ADDRESS: "Take the house number out, or name only the ward or town.",
    FindingKind.DATE_OF_BIRTH: "Take the date out, or give an age range instead.",
    FindingKind.PASSPORT: "Take the number out: nothing here needs it.",
    FindingKind.DRIVING_LICENCE: "Take the number out: nothing here needs it.",
    FindingKind.CREDENTIAL: (
        "Take it out, and change it now: treat it as known to others."
    ),
    FindingKind.MARKING: (
        "Ask whoever marked it before you share it. SECRET and TOP SECRET material may "
        "not be kept here at all."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of sensitive text.

    `line` counts from 1; `start` and `end` are character columns in that line, the
    end being the first column after it. What runs over several lines is given by its
    part in the first.
    """

    line: int
    start: int
    end: int
    kind: FindingKind
    text: str

    @property
    def masked(self) -> str:
        """The match with its middle hidden, so that showing it gives nothing away."""
        if self.kind == FindingKind.MARKING:
            return self.text
        if self.kind == FindingKind.CREDENTIAL:
            shown = self.text[:3] if len(self.text) >= 12 else ""
            return shown + MASK * LONGEST_MASK
        if self.kind == FindingKind.EMAIL and "@" in self.text:
            local, _, domain = self.text.rpartition("@")
            return f"{local[: min(2, len(local) // 2)]}{MASK * 4}@{domain}"
        return _middle_hidden(self.text)

    @property
    def is_refused(self) -> bool:
        """Whether no reason can let it be shared: a marking of SECRET or above."""
        return self.kind == FindingKind.MARKING and "secret" in self.text.lower()


def _middle_hidden(text: str) -> str:
    """The first and last two letters or digits as they are, bullets for the others."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    kept = places[:2] + places[-2:] if len(places) >= 8 else places[:1]
    hidden = set(places) - set(kept)
    drawn = "".join(MASK if place in hidden else c for place, c in enumerate(text))
    return re.sub(f"{MASK}{{{LONGEST_MASK},}}", MASK * LONGEST_MASK, drawn)
