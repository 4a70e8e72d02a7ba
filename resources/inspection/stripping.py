"""Writes a copy of a file without what names people: properties and EXIF.

Comments, changes, notes and hidden parts stay: those are for whoever wrote them to
take out. It runs in the child process, which has read the file before.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from resources.inspection.allowed import ALLOWED
from resources.inspection.packages import DAMAGED, Budget, Package
from resources.inspection.parts import Parts
from resources.inspection.pdf_objects import PEOPLE, jpeg_in
from resources.inspection.picture_copies import without_camera
from resources.inspection.pictures import is_picture
from resources.inspection.readers import read
from resources.inspection.verdict import Refused

PROPERTIES = "names of people and organisations in the properties of the file"
CAMERA = "what cameras and programs wrote into its pictures"
FOLDER = "the folder in which it was kept"
CHANGERS = "the list of people who commented or changed it"

_NAMING = {
    "creator", "lastModifiedBy", "Manager", "Company", "HyperlinkBase", "property",
    "initial-creator", "printed-by", "user-defined", "template",
}  # fmt: skip
_FOLDER = re.compile(rb"""(absPath\b[^>]*?\burl=)(?:"[^"]*"|'[^']*')""")
_PREFIXES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
Change = Callable[[bytes], bytes]
_MOST = 64 * 1024 * 1024  # bytes of one picture


def strip(extension: str, path: Path, out: Path) -> list[str]:
    """Write the copy to `out` and say what was left out of it; raises Refused."""
    kind = ALLOWED[extension]
    read(kind, path)
    if extension == "pdf":
        return _strip_pdf(path, out)
    if kind.looks != "zip":
        out.write_bytes(path.read_bytes())
        return []
    with path.open("rb") as file:
        package = Package(file, Budget())
        return _strip_package(package, out)


def _strip_package(package: Package, out: Path) -> list[str]:
    removed: list[str] = []
    changes = _changes_of(package)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.names:
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            said, change = changes.get(name, (CAMERA, without_camera))
            if name in changes or _is_picture(package, name):
                before = package.read(name, _MOST)
                after = change(before)
                if after != before and said not in removed:
                    removed.append(said)
                copy.writestr(_member(name, how), after)
                continue
            with copy.open(_member(name, how), "w", force_zip64=False) as part:
                for chunk in package.chunks(name):
                    part.write(chunk)
    return removed


def _member(name: str, how: int) -> zipfile.ZipInfo:
    """A member dated like those of Office, at the beginning of 1980."""
    member = zipfile.ZipInfo(name)
    member.compress_type = how
    return member


def _is_picture(package: Package, name: str) -> bool:
    return is_picture(next(package.chunks(name), b""))


def _changes_of(package: Package) -> dict[str, tuple[str, Change]]:
    """{part: what is said of it, how it is changed}."""
    if not package.find("[Content_Types].xml"):
        metas = [n for n in package.names if n.rpartition("/")[2] == "meta.xml"]
        return dict.fromkeys(metas, (PROPERTIES, _without_names))
    parts = Parts(package)
    told = parts.described_by(
        "core-properties", "extended-properties", "custom-properties"
    )
    changes: dict[str, tuple[str, Change]] = {}
    for name in told:
        changes[name] = (PROPERTIES, _without_names)
    for name in parts.of_type("wordprocessingml.people+xml"):
        changes[name] = (CHANGERS, _without_people)
    if parts.main and parts.main.endswith("workbook.xml"):
        changes[parts.main] = (FOLDER, lambda part: _FOLDER.sub(rb'\1""', part))
    return changes


def _without_elements(part: bytes, tags: set[str]) -> bytes:
    """The part without the elements of those names that say something, else itself."""
    if not part:
        return part
    for prefix, address in _PREFIXES.items():
        ElementTree.register_namespace(prefix, address)
    root = fromstring(part, forbid_dtd=True)
    found = False
    for parent in list(root.iter()):
        for element in list(parent):
            says = "".join(element.itertext()).strip() or element.attrib
            if says and str(element.tag).rpartition("}")[2] in tags:
                parent.remove(element)
                found = True
    if not found:
        return part
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _without_names(part: bytes) -> bytes:
    return _without_elements(part, _NAMING)


def _without_people(part: bytes) -> bytes:
    return _without_elements(part, {"person"})


def _strip_pdf(path: Path, out: Path) -> list[str]:
    removed = []
    try:
        with path.open("rb") as file:
            reader = PdfReader(file, strict=False)
            writer = PdfWriter(clone_from=reader)
            about = reader.metadata
            named = about is not None and any(about.get(key) for key in PEOPLE)
            told = named or "/Metadata" in writer.root_object
            writer.metadata = None
            for found in writer._objects:
                if isinstance(found, DictionaryObject):
                    found.pop("/Metadata", None)
            if told:
                removed.append(PROPERTIES)
            if sum(map(_strip_picture, writer._objects)):
                removed.append(CAMERA)
            writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        raise Refused(DAMAGED) from None
    return removed


def _strip_picture(found: object) -> bool:
    """Take the EXIF out of a JPEG that stands in a PDF; tell if there was any."""
    if not isinstance(found, StreamObject):
        return False
    before = jpeg_in(found, _MOST)
    after = without_camera(before)
    if after == before:
        return False
    found._data = after
    found[NameObject("/Filter")] = NameObject("/DCTDecode")
    found.pop("/DecodeParms", None)
    return True
