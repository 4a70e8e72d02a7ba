"""Text made plain for searching, its places still known in the original.

What is searched for in it is the business of the modules of each kind.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate

Span = tuple[int, int]
Spans = Iterator[Span]

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
DRAWN_ALIKE = {"−": "-", "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"'}


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """The ASCII sign that a character stands for, "" for one without any width."""
    if sign in DRAWN_ALIKE:
        return DRAWN_ALIKE[sign]
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Pd":
        return "-"
    if category[0] == "Z":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _lower(text: str) -> str:
    """Small letters, as many as there were: a few capitals have two small ones."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(s.lower() if len(s.lower()) == 1 else s for s in text)


class Reading:
    """A text as the patterns read it.

    `text` has plain hyphens, spaces, quotes and digits and no signs without width;
    `lower` is the same in small letters, and `tabbed` still has its tabs. Places in all
    three are the same, and `place_in_original` leads from them back. Lines end with
    "\\n" alone.
    """

    def __init__(self, original: str) -> None:
        text = original.replace("\r\n", " \n").replace("\r", "\n")
        self._places: list[int] | None = None
        if not text.isascii():
            plain = NOT_ASCII.sub(lambda found: _plain(found[0]), text)
            if len(plain) != len(text):
                self._places = [i for i, sign in enumerate(text) if _has_width(sign)]
            text = plain
        self.original = original
        self.tabbed = text
        self.text = text = text.replace("\t", " ")
        self.lower = _lower(text)

    @cached_property
    def line_starts(self) -> list[int]:
        lengths = (len(line) + 1 for line in self.text.split("\n")[:-1])
        return list(accumulate(lengths, initial=0))

    def place_in_original(self, place: int) -> int:
        if self._places is None:
            return place
        return self._places[place] if place < len(self._places) else len(self.original)

    def line_of(self, place: int) -> int:
        """The line that a place is in, counted from 0."""
        return bisect_right(self.line_starts, place) - 1

    def before(self, place: int, length: int) -> str:
        """Up to `length` small letters before a place, of the same line."""
        piece = self.lower[max(0, place - length) : place]
        return piece[piece.rfind("\n") + 1 :]

    def after(self, place: int, length: int) -> str:
        """Up to `length` small letters from a place on, of the same line."""
        return self.lower[place : place + length].partition("\n")[0]


def _has_width(sign: str) -> bool:
    return sign.isascii() or _plain(sign) != ""
