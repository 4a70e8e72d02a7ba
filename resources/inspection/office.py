"""Reads docx, xlsx and pptx: what they share, and which reader takes the rest.

Macros and controls are refused here; text is read by `word`, `sheets` and `slides`.
"""

from contextlib import suppress

from resources.inspection import sheets, slides, word
from resources.inspection.allowed import MISMATCH
from resources.inspection.markup import Ignore
from resources.inspection.notes import MAX_TEXT, Notes
from resources.inspection.packages import Package
from resources.inspection.parts import Parts
from resources.inspection.sweep import MACROS, NOT_READ, Inner, sweep
from resources.inspection.verdict import Hides, Refused

CONTROLS = (
    "It holds ActiveX controls, small programs that run when it is opened. Take them"
    " out and try again."
)
TEMPLATE = (
    "It takes its template from another address each time it is opened. Attach the"
    " usual template before you share it."
)
OUTSIDE = "It takes in contents from another address or file each time it is opened."
ADD_IN = "It asks for an Office add-in when it is opened."
NO_DOCUMENT = "It is an Office file without a document in it, or a damaged one."

_NAMED_ODDLY = "sheet.binary.macroenabled.main"  # xlsb, even where it has no macros
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_READERS = {"docx": word.read, "xlsx": sheets.read, "pptx": slides.read}
_MACRO_TYPES = ("vbaproject", "vbadata", "macrosheet", "macroenabled")
_ORDINARY = {"hyperlink"}
LONGEST_WORD = 200  # signs: packed data, which has no spaces, is no text


def read(
    extension: str, package: Package, notes: Notes, depth: int, inner: Inner
) -> None:
    """Read a file that must be of one of the three types.

    `inner` reads what is embedded in it. Raises Refused with the reason.
    """
    parts = Parts(package)
    _refuse_programs(parts)
    if not parts.main:
        raise Refused(NO_DOCUMENT)
    if not parts.type_of(parts.main).endswith(_MAIN[extension]):
        seen = "another kind of Office file"
        raise Refused(MISMATCH.format(named=extension, seen=seen))
    _read_all(parts, notes, depth, inner)
    _READERS[extension](parts, notes)


def read_embedded(package: Package, notes: Notes, depth: int, inner: Inner) -> None:
    """Read an Office file of any type that stands in another."""
    parts = Parts(package)
    _refuse_programs(parts)
    _read_all(parts, notes, depth, inner)
    main = parts.type_of(parts.main) if parts.main else ""
    for extension, ending in _MAIN.items():
        if main.endswith(ending):
            _READERS[extension](parts, notes)
            return
    notes.say(NOT_READ.format(name="an Office file"))


def _read_all(parts: Parts, notes: Notes, depth: int, inner: Inner) -> None:
    sweep(parts.package, notes, depth, inner)
    _read_properties(parts, notes)
    _read_own_data(parts, notes)
    _read_references(parts, notes)


def _refuse_programs(parts: Parts) -> None:
    for name in parts.package.names:
        kind = parts.type_of(name).lower()
        if kind.endswith(_NAMED_ODDLY):
            continue
        file = name.lower().rpartition("/")[2]
        if any(word in kind for word in _MACRO_TYPES) or "vbaproject" in file:
            raise Refused(MACROS)
        if "macrosheets/" in name.lower() or "dialogsheets/" in name.lower():
            raise Refused(MACROS)
        if "activex" in kind or "/activex/" in name.lower():
            raise Refused(CONTROLS)


_PEOPLE = {
    "creator",
    "lastModifiedBy",
    "Manager",
    "Company",
}
_TOLD = {
    *_PEOPLE,
    "title",
    "subject",
    "description",
    "keywords",
    "category",
    "contentStatus",
}


class _Properties(Ignore):
    """Takes what the file's properties say, and whether they name somebody."""

    def __init__(self) -> None:
        self.names_somebody = False
        self.lines: list[str] = []
        self._tag = ""
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tag, self._text = tag, ""

    def data(self, text: str) -> None:
        self._text += text

    def end(self, tag: str) -> None:
        if tag == self._tag and self._text.strip():
            if tag in _TOLD:
                self.lines.append(self._text.strip())
            if tag in _PEOPLE:
                self.names_somebody = True
        self._text = ""


class _Custom(_Properties):
    """Takes every value: custom properties are people's own words."""

    def end(self, tag: str) -> None:
        if self._text.strip() and tag.startswith(("lp", "bstr")):
            self.lines.append(self._text.strip())
        self._text = ""


class _People(Ignore):
    """Takes the names of those who commented or changed something."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("person", "presenceInfo", "cmAuthor", "author", "chgData"):
            for key in ("author", "displayName", "name", "userId"):
                if attributes.get(key):
                    self.names.append(attributes[key])


def _read_properties(parts: Parts, notes: Notes) -> None:
    lines: list[str] = []
    for name in parts.described_by("core-properties", "extended-properties"):
        told = _Properties()
        parts.walk(name, told)
        lines += told.lines
        if told.names_somebody:
            notes.hides(Hides.AUTHOR)
    for name in parts.described_by("custom-properties"):
        custom = _Custom()
        parts.walk(name, custom)
        lines += custom.lines
    for name in parts.of_type(
        "people+xml", "person+xml", "commentAuthors+xml", "powerpoint.authors+xml",
        "changesinfo+xml",
    ):  # fmt: skip
        people = _People()
        parts.walk(name, people)
        lines += people.names
        if people.names:
            notes.hides(Hides.AUTHOR)
    notes.text("file properties", "\n".join(lines))


class _OwnData(Ignore):
    """The words of XML that an organisation's programs keep in a file."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.left = MAX_TEXT
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._text = ""

    def data(self, text: str) -> None:
        if self.left > 0:
            self._text += text
            self.left -= len(text)

    def end(self, tag: str) -> None:
        text = self._text.strip()
        if text and max(map(len, text.split())) <= LONGEST_WORD:
            self.lines.append(text)
        self._text = ""


def _read_own_data(parts: Parts, notes: Notes) -> None:
    """Custom XML; one that is no XML is not shown by Office either, and is left."""
    main = parts.main or ""
    for relation in parts.relations(main):
        part = parts.package.find(relation.target)
        if relation.kind == "customXml" and part:
            own = _OwnData()
            with suppress(Refused):
                parts.walk(part, own)
            notes.text("data kept with the document", "\n".join(own.lines))


def _read_references(parts: Parts, notes: Notes) -> None:
    outside = parts.external()
    notes.links(r.target for r in outside if r.kind == "hyperlink")
    for relation in outside:
        if relation.kind == "attachedTemplate":
            notes.hides(Hides.EXTERNAL_LINK, TEMPLATE)
        elif relation.kind not in _ORDINARY:
            notes.hides(Hides.EXTERNAL_LINK, OUTSIDE)
    if parts.of_type("webextension+xml", "webextensiontaskpanes+xml"):
        notes.hides(Hides.EXTERNAL_LINK, ADD_IN)
