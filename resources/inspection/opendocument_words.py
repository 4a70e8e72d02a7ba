"""Walks the body of an OpenDocument file: words by place, and marks of what hides.

Which parts are walked, and what is refused for them, is `opendocument`'s business.
"""

from dataclasses import dataclass, field

from resources.inspection.markup import Ignore
from resources.inspection.notes import MAX_TEXT
from resources.inspection.table_text import end_cell, end_row
from resources.inspection.verdict import Hides

DDE = "It takes in data from another program (DDE)."
OUTSIDE = "It takes in contents from another address or file each time it is opened."
PROGRAM = "A click in it starts a program."
SCRIPT = "It carries a script in a field."
HIDDEN_WORDS = "Some of its words are formatted as hidden."
HIDDEN_SLIDE = "Some of its slides are not shown."

_OUTSIDE_TAGS = {
    "section-source", "table-source", "cell-range-source", "connection-resource",
    "file-based-database", "server-database",
}  # fmt: skip
_SHOWN_TAGS = {"image", "object", "object-ole", "plugin", "applet", "floating-frame"}
_ELSEWHERE = ("http://", "https://", "ftp://", "file:", "smb:", "\\\\", "//", "../")
_WORDS = {"p", "h", "title", "desc"}  # the last two of a picture
_CELLS = {"table-cell", "covered-table-cell"}
_LINE_ENDS = {"p", "h", "line-break", "list-item"}


@dataclass
class Styles(Ignore):
    """The names of styles that hide a sheet, a slide or words."""

    hide_sheet: set[str] = field(default_factory=set)
    hide_slide: set[str] = field(default_factory=set)
    hide_words: set[str] = field(default_factory=set)
    _name: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self._name = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hide_sheet.add(self._name)
        elif tag == "drawing-page-properties":
            if attributes.get("visibility") == "hidden":
                self.hide_slide.add(self._name)
        elif tag == "text-properties" and attributes.get("display") == "none":
            self.hide_words.add(self._name)


@dataclass
class Body(Ignore):
    """The words of one part by place. `count` is the number of sheets or slides."""

    styles: Styles
    hidden: set[Hides] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    has_macros: bool = False
    count: int = 0
    kind: str = ""  # the first element in the body: text, spreadsheet, presentation
    left: int = MAX_TEXT + 1
    links: list[str] = field(default_factory=list)  # the addresses they lead to
    _found: list[tuple[str, list[str]]] = field(default_factory=lambda: [("text", [])])
    _aside: list[tuple[str, str]] = field(default_factory=list)  # (tag, place)
    _apart: dict[str, list[str]] = field(default_factory=dict)
    _cells: list[tuple[int, int]] = field(default_factory=list)  # (start, times)
    _tables: int = 0
    _begins: bool = False
    _is_book: bool = False
    _in_words: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._begins:
            self.kind, self._begins = tag, False
            self._is_book = tag == "spreadsheet"
        elif tag == "body":
            self._begins = True
        elif tag == "page":
            self._begin_slide(attributes)
        elif tag == "table":
            self._tables += 1
            if self._is_book and self._tables == 1:
                self._begin_sheet(attributes)
        elif tag in _WORDS:
            self._in_words += 1
        elif tag in ("tab", "s"):
            self._add("\t" if tag == "tab" else " ")
        elif tag in _CELLS:
            self._begin_cell(attributes)
        self._look_aside(tag)
        self._look_at_rows(tag, attributes)
        self._look_outside(tag, attributes)
        self._look_at_macros(tag, attributes)
        self._look_at_words(tag, attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        times = attributes.get("number-columns-repeated", "1")
        number = int(times[:9]) if times.isdecimal() else 1
        self._cells.append((len(self._words()), number))

    def _words(self) -> list[str]:
        """The list that words are added to at present."""
        if self._aside:
            return self._apart.setdefault(self._aside[-1][1], [])
        return self._found[-1][1]

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self.count += 1
        place = f"sheet {attributes.get('name', self.count)}"
        if attributes.get("style-name") in self.styles.hide_sheet:
            self.hidden.add(Hides.HIDDEN_SHEET)
            place += " (hidden)"
        self._found.append((place, []))

    def _begin_slide(self, attributes: dict[str, str]) -> None:
        self.count += 1
        place = f"slide {self.count}"
        if attributes.get("style-name") in self.styles.hide_slide:
            self.hidden.add(Hides.HIDDEN_SHEET)
            self.sentences.append(HIDDEN_SLIDE)
            place += " (hidden)"
        self._found.append((place, []))

    def _look_aside(self, tag: str) -> None:
        """Words of comments, changes and notes go to places of their own."""
        if tag == "annotation":
            self.hidden.add(Hides.COMMENTS)
            self._aside.append((tag, "comments"))
        elif tag == "notes" and self._found[-1][0].startswith("slide"):
            self._aside.append((tag, f"{self._found[-1][0]} (notes)"))
        elif tag in ("changed-region", "cell-content-change", "insertion", "deletion"):
            self.hidden.add(Hides.TRACKED_CHANGES)
            if tag == "changed-region":
                self._aside.append((tag, "deleted text"))

    def _look_at_rows(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("visibility") in ("collapse", "filter"):
            if tag == "table-row":
                self.hidden.add(Hides.HIDDEN_ROW)
            elif tag == "table-column":
                self.hidden.add(Hides.HIDDEN_COLUMN)

    def _look_outside(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "").lower()
        formula = attributes.get("formula", "").upper()
        if tag == "a" and href:
            self.links.append(attributes["href"])
        if tag in ("dde-source", "dde-connection-decl") or "DDE(" in formula:
            self._link(DDE)
        elif (
            "WEBSERVICE(" in formula
            or "'FILE:" in formula
            or (tag in _OUTSIDE_TAGS and (href or tag.endswith("database")))
            or (tag in _SHOWN_TAGS and href.startswith(_ELSEWHERE))
        ):
            self._link(OUTSIDE)

    def _look_at_macros(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "event-listener":
            href = attributes.get("href", "").lower()
            is_script = href.startswith("vnd.sun.star.script:")
            self.has_macros |= is_script or "macro-name" in attributes
            if attributes.get("action") == "execute":
                self._runs(PROGRAM)
        elif tag == "script":
            self._runs(SCRIPT)
        elif tag in ("library-embedded", "module", "source-code"):
            self.has_macros = True

    def _runs(self, sentence: str) -> None:
        self.hidden.add(Hides.SCRIPT)
        self.sentences.append(sentence)

    def _link(self, sentence: str) -> None:
        self.hidden.add(Hides.EXTERNAL_LINK)
        self.sentences.append(sentence)

    def _look_at_words(self, tag: str, attributes: dict[str, str]) -> None:
        hides = attributes.get("style-name") in self.styles.hide_words
        if (hides and tag in ("span", "p", "h")) or tag == "hidden-text":
            self.sentences.append(HIDDEN_WORDS)
            self._add(attributes.get("string-value", ""))
        elif tag == "user-field-decl" and self.left > 0:
            kept = attributes.get("string-value", "")
            self._apart.setdefault("settings", []).append(f"{kept}\n")
            self.left -= len(kept)

    def data(self, text: str) -> None:
        if self._in_words or self._aside:
            self._add(text)

    def _add(self, text: str) -> None:
        if self.left <= 0:
            return
        self.left -= len(text)
        self._words().append(text)

    def end(self, tag: str) -> None:
        if tag in _WORDS:
            self._in_words -= 1
        if tag in _CELLS and self._cells:
            start, times = self._cells.pop()
            end_cell(self._words(), start, times if self.left > 0 else 0)
            self.left -= 1
        elif tag == "table-row":
            end_row(self._words())
        elif tag in _LINE_ENDS:
            self._add("\n")
        elif tag in _WORDS:
            self._add(" ")
        if self._aside and self._aside[-1][0] == tag:
            self._aside.pop()
        if tag == "table":
            self._tables -= 1

    def places(self) -> list[tuple[str, str]]:
        """(place, text) in the order of the file, what stands apart last."""
        for place, words in self._apart.items():
            if place.endswith("(notes)") and "".join(words).strip():
                self.hidden.add(Hides.SPEAKER_NOTES)
        return [
            (place, "".join(words))
            for place, words in [*self._found, *self._apart.items()]
        ]
