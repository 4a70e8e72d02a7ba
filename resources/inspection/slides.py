"""Reads the parts of a pptx: text by slide, speaker notes, comments, hidden slides.

Element names are those of ECMA-376 part 1, chapters 19 and 21 (5th edition, 2016).
"""

from dataclasses import dataclass, field

from resources.inspection.markup import Ignore
from resources.inspection.notes import MAX_TEXT, Notes
from resources.inspection.packages import DAMAGED
from resources.inspection.parts import PICTURES, Parts, said_of_picture
from resources.inspection.table_text import end_cell, end_row
from resources.inspection.verdict import Hides, Refused

HIDDEN_SLIDE = "Some of its slides are not shown."
MAX_TAGS = 10_000  # different ones that are kept
_OWN_WORDS = {"ftr", "hdr", "dt"}  # placeholders whose words a slide takes as they are
ACTION = "A click in it starts a program or a macro."


@dataclass
class _Order(Ignore):
    """The keys of the slides in the order of the show."""

    keys: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        key = attributes.get("*id")  # sections name the same slides without one
        if tag == "sldId" and key:
            self.keys.append(key)


@dataclass
class Words(Ignore):
    """The words of a slide or its notes, without the number that is put in by itself.

    `asks_program` tells of a click that starts a program. Where prompts are skipped,
    what a layout asks an author to fill in ("Click to add text") is no word of it.
    """

    words: list[str] = field(default_factory=list)
    skips_prompts: bool = False
    left: int = MAX_TEXT + 1
    is_hidden: bool = False
    asks_program: bool = False
    comment_count: int = 0
    pictures: list[str] = field(default_factory=list)  # what is said of them
    _taking: bool = False
    _in_field: bool = False
    _is_prompt: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sld":
            self.is_hidden = attributes.get("show", "1") in ("0", "false")
        elif tag == "fld":
            self._in_field = True
        elif tag in ("t", "text"):
            self._taking = not self._in_field and not self._is_prompt
        elif tag == "cm":
            self.comment_count += 1
        elif tag == "ph" and self.skips_prompts:
            self._is_prompt = attributes.get("type") not in _OWN_WORDS
        elif tag in PICTURES and self.left > 0:
            self.pictures.append(said_of_picture(attributes))
            self.left -= len(self.pictures[-1])
        action = attributes.get("action", "")
        if action.startswith(("ppaction://program", "ppaction://macro")):
            self.asks_program = True

    def data(self, text: str) -> None:
        if self._taking and self.left > 0:
            self.left -= len(text)
            self.words.append(text)

    def end(self, tag: str) -> None:
        if tag in ("t", "text"):
            self._taking = False
        elif tag == "fld":
            self._in_field = False
        elif tag == "sp":
            self._is_prompt = False
        elif tag in ("p", "br", "cm"):
            self.words.append("\n")
        elif tag == "tc":
            end_cell(self.words, 0)  # it holds a paragraph always
        elif tag == "tr":
            end_row(self.words)

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(parts: Parts, notes: Notes) -> None:
    """Take the text slide by slide and note what hides."""
    main = parts.main or ""
    order = _Order()
    parts.walk(main, order, ("presentation",))
    targets = {r.key: r.target for r in parts.relations(main)}
    shown = [parts.package.find(targets.get(key, "")) for key in order.keys]
    slides = [part for part in shown if part]
    if len(slides) < len(shown):
        raise Refused(DAMAGED)
    left_over = [
        p for p in parts.of_type("presentationml.slide+xml") if p not in slides
    ]
    notes.pages = len(slides)
    for number, part in enumerate(slides + left_over, 1):
        _read_slide(parts, part, f"slide {number}", part in left_over, notes)
    for name in parts.of_type("presentationml.comments+xml", "powerpoint.comments+xml"):
        comments = _walk(parts, name)
        if comments.comment_count:
            notes.hides(Hides.COMMENTS)
            notes.text("comments", comments.text)
    for name in parts.of_type("diagramData+xml", "drawingml.chart+xml"):
        notes.text("diagrams and charts", _walk(parts, name).text)
    _read_behind(parts, notes)


def _read_behind(parts: Parts, notes: Notes) -> None:
    """What stands on all slides alike, and marks that programs keep with a slide."""
    lines: dict[str, None] = {}
    for name in parts.of_type("slideMaster+xml", "slideLayout+xml"):
        words = Words(skips_prompts=True)
        parts.walk(name, words)
        lines |= dict.fromkeys([*words.text.split("\n"), *words.pictures])
    notes.text("behind the slides", "\n".join(line for line in lines if line.strip()))
    marks = _Marks()
    for name in parts.of_type("presentationml.tags+xml"):
        parts.walk(name, marks)
    notes.text("tags", "\n".join(marks.words))


class _Marks(Ignore):
    """The values of tags, each once."""

    def __init__(self) -> None:
        self.words: dict[str, None] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tag" and len(self.words) < MAX_TAGS:
            self.words[attributes.get("val", "")] = None


def _walk(parts: Parts, name: str, *root: str) -> Words:
    words = Words()
    parts.walk(name, words, root)
    return words


def _read_slide(
    parts: Parts, part: str, place: str, is_left_over: bool, notes: Notes
) -> None:
    slide = _walk(parts, part, "sld")
    if slide.is_hidden or is_left_over:
        notes.hides(Hides.HIDDEN_SHEET, HIDDEN_SLIDE)
        place += " (hidden)"
    if slide.asks_program:
        notes.hides(Hides.SCRIPT, ACTION)
    notes.text(place, slide.text)
    pictured = "\n".join(filter(None, slide.pictures))
    notes.text(f"{place} (words about pictures)", pictured)
    for relation in parts.relations(part):
        said = parts.package.find(relation.target)
        if relation.kind == "notesSlide" and said:
            words = _walk(parts, said).text
            if words.strip():
                notes.hides(Hides.SPEAKER_NOTES)
                notes.text(f"{place} (notes)", words)
