"""Reads the parts of a workbook beside its sheets: comments, links, copies, drawings.

Element names are those of ECMA-376 part 1, chapter 18 (5th edition, 2016). Cells are
`sheets`' business.
"""

from resources.inspection.markup import Ignore
from resources.inspection.notes import MAX_TEXT, Notes
from resources.inspection.parts import Parts
from resources.inspection.verdict import Hides
from resources.inspection.word import Story

DDE = "A cell or link of it asks Excel to start another program (DDE)."
FROM_OUTSIDE = "It takes in data from another file or address."


def read(parts: Parts, notes: Notes) -> None:
    """Take the words of these parts and note what hides."""
    for name in parts.of_type("spreadsheetml.comments+xml", "threadedcomments+xml"):
        comments = _Comments()
        parts.walk(name, comments)
        if comments.count:
            notes.hides(Hides.COMMENTS)
            notes.text("comments", "".join(comments.words))
    _read_outside(parts, notes)
    for name in parts.of_type("revisionHeaders+xml", "revisionLog+xml"):
        notes.hides(Hides.TRACKED_CHANGES)
        notes.text("tracked changes", _words(parts, name, {"v", "t", "f"}))
    for name in parts.of_type("pivotCacheDefinition+xml", "pivotCacheRecords+xml"):
        items = _Items()
        parts.walk(name, items)
        notes.text("copies kept by pivot tables", "\n".join(items.words))
    for ending, place in (("drawing+xml", "drawings"), ("chart+xml", "charts")):
        for name in parts.of_type(ending):
            story = Story()
            parts.walk(name, story)
            notes.text(place, "".join("".join(page) for page in story.pages))
            story.finish(notes)


def _read_outside(parts: Parts, notes: Notes) -> None:
    """What it takes in, with the values kept of it and how it is reached."""
    for name in parts.of_type("externalLink+xml"):
        link = _Links()
        parts.walk(name, link)
        notes.hides(Hides.EXTERNAL_LINK, DDE if link.is_dde else FROM_OUTSIDE)
        notes.text("copies kept of other workbooks", _words(parts, name, {"v", "val"}))
    for name in parts.of_type("connections+xml", "queryTable+xml"):
        notes.hides(Hides.EXTERNAL_LINK, FROM_OUTSIDE)
        reached = _Connections()
        parts.walk(name, reached)
        notes.text("connections", "\n".join(reached.words))


def _words(parts: Parts, name: str, tags: set[str]) -> str:
    """What stands in these elements of a part, a line each."""
    taken = _Taken(tags)
    parts.walk(name, taken)
    return "".join(taken.words)


class _Taken(Ignore):
    """The words of some elements."""

    def __init__(self, tags: set[str]) -> None:
        self.words: list[str] = []
        self.left = MAX_TEXT
        self._tags = tags
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._taking = tag in self._tags

    def data(self, text: str) -> None:
        if self._taking and self.left > 0:
            self.words.append(text)
            self.left -= len(text)

    def end(self, tag: str) -> None:
        if self._taking:
            self.words.append("\n")
        self._taking = False


class _Connections(Ignore):
    """How other data is reached: it may name a person and a password."""

    _TOLD = ("connection", "command", "url", "post", "sourceFile", "description")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.left = MAX_TEXT

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        for key in self._TOLD:
            if attributes.get(key) and self.left > 0:
                self.words.append(attributes[key])
                self.left -= len(attributes[key])


class _Items(Ignore):
    """The words and numbers that a pivot table keeps a copy of."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.left = MAX_TEXT

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("s", "n") and self.left > 0:
            self.words.append(attributes.get("v", ""))
            self.left -= len(self.words[-1]) + 1


class _Links(Ignore):
    is_dde = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.is_dde = self.is_dde or tag == "ddeLink"


class _Comments(Ignore):
    """The words of comments: of `t` in the older kind, of `text` in threads."""

    def __init__(self) -> None:
        self.count = 0
        self.words: list[str] = []
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._taking = tag in ("t", "text", "author")
        self.count += tag in ("comment", "threadedComment")

    def data(self, text: str) -> None:
        if self._taking:
            self.words.append(text)

    def end(self, tag: str) -> None:
        self._taking = False
        if tag in ("comment", "threadedComment", "author"):
            self.words.append("\n")
