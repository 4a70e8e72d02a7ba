"""Takes the words of a PDF that stand on no page: of fields, bookmarks and links.

Keys are those of ISO 32000-2:2020: fields 12.7.4, bookmarks 12.3.3, alternative texts
14.9.3. Scripts, comments and files are `pdf_objects`'.
"""

from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from resources.inspection.notes import MAX_TEXT, Notes
from resources.inspection.sweep import words_of

UNREADABLE = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError,
    AssertionError, RecursionError, NotImplementedError,
)  # fmt: skip  # what pypdf raises at objects that PDF programs skip
MAX_XFA = 4 * 1024 * 1024  # bytes of what was filled into a form
_FIELD = {"/FT", "/T", "/Parent"}  # what tells a field from other parts with a value
_BOOKMARK = {"/Dest", "/A", "/First", "/Next", "/Prev"}


def value_of(part: DictionaryObject, key: str) -> object:
    """What stands under a key, or is referred to from there; None where nothing."""
    value = part.get(key)
    if not isinstance(value, IndirectObject):
        return value
    try:
        return value.get_object()
    except UNREADABLE:
        return None


def string_of(part: DictionaryObject, key: str) -> str:
    """The text under a key, empty where there is none."""
    value = value_of(part, key)
    return value.strip() if isinstance(value, str) else ""


class AsideWords:
    """The words found so far, by place."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}
        self._links: list[str] = []
        self._left = MAX_TEXT

    def look_at(self, part: DictionaryObject) -> None:
        """Take the words of an object that is a field, a bookmark, a link or such."""
        if "/V" in part and _FIELD & part.keys():
            self._keep("form", self._filled_in(part))
        elif "/TU" in part:
            self._keep("form", string_of(part, "/TU"))
        if "/Title" in part and "/Parent" in part and _BOOKMARK & part.keys():
            self._keep("bookmarks", string_of(part, "/Title"))
        if "/Alt" in part:
            self._keep("words about pictures", string_of(part, "/Alt"))
        if "/URI" in part and self._left > 0:
            self._links.append(string_of(part, "/URI"))
            self._left -= len(self._links[-1])
        if "/XFA" in part:
            self._keep("form", _filled_into_xfa(part))

    def _filled_in(self, part: DictionaryObject) -> str:
        """What a field asks and the answer, in one line: the first tells the second."""
        asked = string_of(part, "/TU") or string_of(part, "/T")
        return ": ".join(filter(None, (asked, self._answer(part))))

    def _answer(self, part: DictionaryObject) -> str:
        value = value_of(part, "/V")
        if isinstance(value, ArrayObject):  # of a list with several chosen
            return "\n".join(str(entry) for entry in value if isinstance(entry, str))
        text = string_of(part, "/V")
        return "" if text.startswith("/") else text  # the name of a tick

    def _keep(self, place: str, words: str) -> None:
        if words and self._left > 0:
            self._found.setdefault(place, {})[words] = None
            self._left -= len(words)

    def give(self, notes: Notes) -> None:
        """Note them all, each once a place."""
        for place, words in self._found.items():
            notes.text(place, "\n".join(words))
        notes.links(self._links)


def _filled_into_xfa(part: DictionaryObject) -> str:
    """The answers in a form of XML, which stands whole or in packets with names."""
    packets = value_of(part, "/XFA")
    if isinstance(packets, ArrayObject):
        names = [str(entry) for entry in packets]
        at = names.index("datasets") + 1 if "datasets" in names else len(names)
        packets = packets[at].get_object() if at < len(names) else None
    if not isinstance(packets, StreamObject):
        return ""
    try:
        return words_of(packets.get_data()[:MAX_XFA]).strip()
    except UNREADABLE:
        return ""
