"""The notes taken while a file is read: its text, what it hides, what to say of it.

What the notes lead to is decided by `judging`; the readers of each format write here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from resources.inspection.verdict import Hides

MAX_TEXT = 5_000_000  # characters kept of one file
LONGEST_PIECE = 100_000  # characters: a row of the search index holds 1 MB at most
ONLY = "Only the first "  # begins each sentence on what was not screened
CUT = (
    ONLY + f"{MAX_TEXT // 1_000_000} million characters of its text were read and"
    " screened. Look through the rest yourself before you share it."
)
_PEOPLE = ("mailto:", "tel:", "sip:", "callto:")  # addresses that lead to a person
_ENDS = ("\n", " ", ",", ";", "\t")  # where a text may be cut, best first


@dataclass
class Notes:
    """What was seen so far. `pages` counts pages, sheets or slides."""

    hidden: set[Hides] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    pages: int | None = None
    left: int = MAX_TEXT

    def hides(self, kind: Hides, sentence: str = "") -> None:
        """Note that the file hides this, with a sentence where one is due."""
        self.hidden.add(kind)
        if sentence:
            self.say(sentence)

    def say(self, sentence: str) -> None:
        """Keep a sentence for whoever brought the file, once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def text(self, place: str, text: str) -> None:
        """Keep the text of a place, in pieces of whole lines, until the limit."""
        text = text.replace("\0", "").rstrip("\n")
        if not text.strip():
            return
        if len(text) > self.left:
            self.say(CUT)
            text = text[: self.left]
        self.left -= len(text)
        self.texts += ((place, piece) for piece in pieces_of(text))

    def links(self, addresses: Iterable[str]) -> None:
        """Keep the mailboxes and telephones that links lead to, each once."""
        people = (a for a in addresses if a.lower().startswith(_PEOPLE))
        named = dict.fromkeys(unquote(a).partition(":")[2] for a in people)
        self.text("links", "\n".join(named))

    @property
    def is_full(self) -> bool:
        """Whether no more text is kept."""
        return self.left <= 0


def pieces_of(text: str) -> Iterator[str]:
    """A text in pieces of 100,000 characters at most, cut between lines or words."""
    at = 0
    while at < len(text):
        end = at + LONGEST_PIECE
        if end < len(text):
            found = (text.rfind(sign, at + LONGEST_PIECE // 2, end) for sign in _ENDS)
            end = next((place + 1 for place in found if place >= 0), end)
        yield text[at:end]
        at = end
