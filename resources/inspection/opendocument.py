"""Reads odt, ods and odp: text by sheet and slide, and what hides.

Element names are those of OpenDocument 1.3 part 3 (OASIS, 2021); the package is that of
its part 2.
"""

from resources.inspection.allowed import ALLOWED, ENCRYPTED, MISMATCH
from resources.inspection.markup import Ignore
from resources.inspection.markup import parse as walk
from resources.inspection.notes import Notes
from resources.inspection.opendocument_words import Body, Styles
from resources.inspection.packages import DAMAGED, Package
from resources.inspection.sweep import MACROS, Inner, sweep
from resources.inspection.verdict import Hides, Refused

TEMPLATE = "It was made from a template whose address it names."
_MANIFEST = "META-INF/manifest.xml"
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
_MACRO_LISTS = ("-lc.xml", "-lb.xml")  # of libraries, written even where none is full
_ORDINARY_OBJECTS = ("opendocument.chart", "opendocument.formula")
_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_CONTENT = ("content.xml", "styles.xml")


def read(
    extension: str, package: Package, notes: Notes, depth: int, inner: Inner
) -> None:
    """Read a file that must be of one of the three types; raises Refused."""
    if not package.find("mimetype") or not package.find("content.xml"):
        raise Refused(MISMATCH.format(named=extension, seen="another kind of file"))
    declared = package.read("mimetype", 200).decode("latin-1").strip()
    if declared != ALLOWED[extension].media_type:
        seen = "another kind of OpenDocument file"
        raise Refused(MISMATCH.format(named=extension, seen=seen))
    if read_embedded(package, notes, depth, inner) != _KINDS[extension]:
        raise Refused(DAMAGED)


def read_embedded(package: Package, notes: Notes, depth: int, inner: Inner) -> str:
    """Read an OpenDocument file of any kind; raises Refused with the reason.

    Answers what kind of body its contents have, empty where they have none.
    """
    _check_manifest(package, notes)
    for name in package.names:
        plain = name.lower()
        if plain.startswith(_MACRO_FOLDERS) and not plain.endswith(_MACRO_LISTS):
            raise Refused(MACROS)
    sweep(package, notes, depth, inner)
    _read_properties(package, notes)
    styles = Styles()
    bodies = [n for n in package.names if n.rpartition("/")[2] in _CONTENT]
    for name in bodies:
        if package.size(name):
            walk(name, package.chunks(name), styles)
    kinds = {
        name: _read_body(name, package, styles, notes)
        for name in bodies
        if package.size(name)
    }
    return kinds.get("content.xml", "")


class _Manifest(Ignore):
    def __init__(self) -> None:
        self.is_encrypted = False
        self.has_objects = False
        self._chart_folders = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("encryption-data", "encrypted-key", "EncryptedKey"):
            self.is_encrypted = True
        if tag == "file-entry":
            kind = attributes.get("media-type", "")
            path = attributes.get("full-path", "")
            is_document = "opendocument" in kind or "sun.star.oleobject" in kind
            is_ordinary = any(word in kind for word in _ORDINARY_OBJECTS)
            if path != "/" and is_document and not is_ordinary:
                self.has_objects = True


def _check_manifest(package: Package, notes: Notes) -> None:
    name = package.find(_MANIFEST)
    if not name:
        raise Refused(DAMAGED)
    manifest = _Manifest()
    walk(name, package.chunks(name), manifest, ("manifest",))
    if manifest.is_encrypted or package.find("encrypted-package"):
        raise Refused(ENCRYPTED)
    if manifest.has_objects:
        notes.hides(Hides.EMBEDDED_FILE)


class _Meta(Ignore):
    _PEOPLE = {"creator", "initial-creator", "printed-by"}
    _TOLD = {*_PEOPLE, "title", "subject", "description", "keyword", "user-defined"}

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names_somebody = False
        self.has_template = False
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._text = ""
        if tag == "template" and attributes.get("href"):
            self.has_template = True

    def data(self, text: str) -> None:
        self._text += text

    def end(self, tag: str) -> None:
        if tag in self._TOLD and self._text.strip():
            self.lines.append(self._text.strip())
            self.names_somebody |= tag in self._PEOPLE
        self._text = ""


def _read_properties(package: Package, notes: Notes) -> None:
    for name in package.names:
        if name.rpartition("/")[2] != "meta.xml" or not package.size(name):
            continue
        meta = _Meta()
        walk(name, package.chunks(name), meta)
        if meta.names_somebody:
            notes.hides(Hides.AUTHOR)
        if meta.has_template:
            notes.hides(Hides.EXTERNAL_LINK, TEMPLATE)
        notes.text("file properties", "\n".join(meta.lines))


def _read_body(name: str, package: Package, styles: Styles, notes: Notes) -> str:
    """Note the words of a body and what it hides; answers of what kind it is."""
    body = Body(styles)
    walk(name, package.chunks(name), body)
    if body.has_macros:
        raise Refused(MACROS)
    places = body.places()
    for kind in body.hidden:
        notes.hides(kind)
    for sentence in body.sentences:
        notes.say(sentence)
    notes.links(body.links)
    folder, _, file = name.rpartition("/")
    if folder:
        place = "charts and objects"
        notes.text(place, "\n".join(text for _, text in places))
        return body.kind
    if file == "styles.xml":
        words = "\n".join(text for _, text in places)
        notes.text("headers and footers", words)
        return body.kind
    if body.count:
        notes.pages = body.count
    for place, text in places:
        notes.text(place, text)
    return body.kind
