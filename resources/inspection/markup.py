"""Reads XML as a stream, with flat memory, and refuses every definition in it.

A document type declaration is what entities and external parts need, so none is taken
but for three that define nothing. What the elements mean is the readers' business.
"""

from collections.abc import Collection, Iterable
from typing import Protocol
from xml.parsers import expat

from resources.inspection.verdict import Refused

DEFINITIONS = (
    "It holds XML that defines entities or a document type. Such definitions can hide"
    " or multiply text; no Office program writes them."
)
NOT_XML = "Part of it ({part}) is damaged: it is not the XML that it should be."
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm" of mainframes, which some readers know
# Written without definitions by Excel on a Mac, drawing programs and OpenOffice 2.
_HARMLESS = {
    ("plist", ".bin"),
    ("svg", ".svg"),
    ("manifest:manifest", "manifest.xml"),
}


class Handler(Protocol):
    """What a reader of one part does with its elements, named without namespace."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


class Ignore:
    """A handler that does nothing, for readers to begin from."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text stands between."""


class _RootSeen(Exception):
    """The first element began: no definition can follow."""


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def _named(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes without namespace; the second of two of one name gets a star."""
    named: dict[str, str] = {}
    for key in sorted(attributes, key=lambda key: " " in key):
        short = local(key)
        named[f"*{short}" if short in named else short] = attributes[key]
    return named


def _guarded(part: str) -> expat.XMLParserType:
    """A parser that raises Refused at a definition."""

    def doctype(name: str, system: str | None, public: str | None, own: bool) -> None:
        harmless = any(name == tag and part.endswith(end) for tag, end in _HARMLESS)
        if own or not harmless:
            raise Refused(DEFINITIONS)

    def entity(*_: object) -> None:
        raise Refused(DEFINITIONS)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    return parser


def parse(
    part: str, chunks: Iterable[bytes], handler: Handler, root: Collection[str] = ()
) -> None:
    """Walk a part that must be XML; raises Refused where it is not.

    Where names are given for its first element, it must have one of them.
    """
    parser = _guarded(part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        handler.start(local(tag), _named(attributes) if attributes else attributes)

    def first(tag: str, attributes: dict[str, str]) -> None:
        if root and local(tag) not in root:
            raise Refused(NOT_XML.format(part=part))
        parser.StartElementHandler = start
        start(tag, attributes)

    parser.StartElementHandler = first
    parser.EndElementHandler = lambda tag: handler.end(local(tag))
    parser.CharacterDataHandler = handler.data
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(NOT_XML.format(part=part)) from None


def check_definitions(part: str, head: bytes, is_whole: bool) -> None:
    """Raise Refused where the beginning of a part defines entities or a type.

    `head` is its first 256 KB or all of it. A part that is no XML at all passes, since
    some drawings of Excel are not quite XML; one whose first element is farther away
    than `head` reaches does not.
    """
    if head.startswith(_EBCDIC):
        raise Refused(DEFINITIONS)
    parser = _guarded(part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        raise _RootSeen

    parser.StartElementHandler = start
    try:
        parser.Parse(head, False)
        if not is_whole:
            raise Refused(DEFINITIONS)
    except _RootSeen:
        return
    except expat.ExpatError:
        pass
    if b"<!" in head.replace(b"\0", b"").replace(b"<!--", b""):
        raise Refused(DEFINITIONS)


def is_markup(head: bytes) -> bool:
    """Whether a part opens like XML, in any of the encodings of one."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
