"""Makes the files that the tests of the shelf read: good, telling and hostile ones.

Nothing is kept in the repository. Whole files come from the libraries that offices use;
what those cannot write is put into their packages by hand.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"

Change = bytes | Callable[[bytes], bytes] | None
Adapt = Callable[[PdfWriter], None]


def zipped(members: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these members, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def members_of(package: bytes) -> dict[str, bytes]:
    """{name: content} of a zip."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(package: bytes, changes: Mapping[str, Change]) -> bytes:
    """A package with members replaced, changed by a function, or (None) left out."""
    members = members_of(package)
    for name, change in changes.items():
        if change is None:
            del members[name]
        elif callable(change):
            members[name] = change(members[name])
        else:
            members[name] = change
    return zipped(members, stored=("mimetype",))


def put(before: str, text: str) -> Callable[[bytes], bytes]:
    """A change that puts text in front of the first such mark, which must be there."""

    def change(content: bytes) -> bytes:
        assert before.encode() in content, before
        return content.replace(before.encode(), text.encode() + before.encode(), 1)

    return change


def with_part(
    package: bytes, name: str, content: bytes, kind: str, changes: Mapping[str, Change]
) -> bytes:
    """An Open XML package with one more part of that content type."""
    declared = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    types = {"[Content_Types].xml": put("</Types>", declared)}
    return changed(package, {**types, name: content, **changes})


def relation(key: str, kind: str, target: str, *, external: bool = False) -> str:
    """A relationship as it stands in a .rels part."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{target}"{mode}/>'


# --- Word -----------------------------------------------------------------------------
DOCUMENT = "word/document.xml"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"


def word(*paragraphs: str, author: str = "", picture: bytes = b"") -> bytes:
    """A docx as python-docx writes it."""
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.comments = ""
    for text in paragraphs or ("How we tried it.",):
        document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(picture))
    return _saved(document.save)


def word_with(body: str, *paragraphs: str) -> bytes:
    """A docx with this markup at the end of its body."""
    return changed(word(*paragraphs), {DOCUMENT: put("<w:sectPr", body)})


def word_with_comment() -> bytes:
    """A docx with a comment beside its words."""
    document = docx.Document()
    document.core_properties.author = ""
    run = document.add_paragraph("Said in public.").add_run("Marked.")
    document.add_comment(run, text="Ask J Smith on 01632 960 001", author="A")
    return _saved(document.save)


# --- Excel ----------------------------------------------------------------------------
def book(
    adapt: Callable[[openpyxl.Workbook], None] | None = None, *, author: str = ""
) -> bytes:
    """An xlsx as openpyxl writes it, with one sheet "Budget" that adapt may change."""
    workbook = openpyxl.Workbook()
    workbook.properties.creator = author or None
    sheet = workbook.active
    sheet.title = "Budget"
    sheet.append(["Item", "Cost"])
    sheet.append(["Licences", 1200])
    if adapt:
        adapt(workbook)
    return _saved(workbook.save)


# --- PowerPoint -----------------------------------------------------------------------
def slides(notes: str = "", *, author: str = "") -> bytes:
    """A pptx of two slides as python-pptx writes it, the second with notes."""
    show = pptx.Presentation()
    show.core_properties.author = author
    show.core_properties.last_modified_by = ""
    for title in ("What we tried", "What we learned"):
        slide = show.slides.add_slide(show.slide_layouts[0])
        slide.shapes.title.text = title
    if notes:
        show.slides[1].notes_slide.notes_text_frame.text = notes
    return _saved(show.save)


# --- OpenDocument ---------------------------------------------------------------------
_NAMESPACES = (
    " ".join(
        f'xmlns:{short}="{ODF}:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
            ("meta", "meta"),
            ("presentation", "presentation"),
            ("script", "script"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_BODIES = {
    "text": "<text:p>How we tried it.</text:p>",
    "spreadsheet": '<table:table table:name="Budget"><table:table-row>'
    "<table:table-cell><text:p>Licences</text:p></table:table-cell></table:table-row></table:table>",
    "presentation": '<draw:page draw:name="One"><draw:frame><draw:text-box>'
    "<text:p>What we tried</text:p></draw:text-box></draw:frame></draw:page>",
}


def open_document(
    kind: str = "text",
    body: str = "",
    *,
    styles: str = "",
    meta: str = "",
    manifest: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """An odt, ods or odp by hand, laid out as LibreOffice does."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}>'
        f"<office:scripts/><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{_BODIES[kind]}{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    about = f"<office:document-meta {_NAMESPACES}><office:meta>{meta}</office:meta>"
    entries = (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml"'
        f' manifest:media-type="text/xml"/>{manifest}'
    )
    members = {
        "mimetype": media.encode(),
        "Configurations2/accelerator/current.xml": b"",
        "content.xml": content.encode(),
        "meta.xml": f"{about}</office:document-meta>".encode(),
        **(more or {}),
        "META-INF/manifest.xml": (
            f"<manifest:manifest {_NAMESPACES}>{entries}</manifest:manifest>"
        ).encode(),
    }
    return zipped(members, stored=("mimetype",))


# --- PDF ------------------------------------------------------------------------------
def pdf(
    *pages: str,
    adapt: Adapt | None = None,
    author: str = "",
) -> bytes:
    """A PDF with a line of text on each page, which adapt may change."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    reference = writer._add_object(font)
    for text in pages or ("How we tried it.",):
        page = writer.add_blank_page(300, 200)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): reference})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if author:
        writer.add_metadata({"/Author": author})
    if adapt:
        adapt(writer)
    return _saved(writer.write)


def annotate(kind: str, **entries: str) -> Adapt:
    """A change that puts an annotation of that kind on the first page."""

    def change(writer: PdfWriter) -> None:
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(f"/{kind}"),
                NameObject("/Rect"): ArrayObject(map(FloatObject, (0, 0, 20, 20))),
            }
        )
        for key, value in entries.items():
            annotation[NameObject(f"/{key}")] = TextStringObject(value)
        reference = writer._add_object(annotation)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])

    return change


def act(action: Mapping[str, str]) -> Adapt:
    """A change that makes the PDF do this when it is opened."""

    def change(writer: PdfWriter) -> None:
        entry = DictionaryObject()
        for key, value in action.items():
            name = value.startswith("/")
            entry[NameObject(key)] = (
                NameObject(value) if name else TextStringObject(value)
            )
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(entry)

    return change


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    return pdf(adapt=lambda writer: writer.encrypt("secret", algorithm="RC4-128"))


def pages_in(content: bytes) -> int:
    """How many pages a PDF has, as another program sees it."""
    return len(PdfReader(io.BytesIO(content)).pages)


# --- Pictures -------------------------------------------------------------------------
def png(width: int = 8, height: int = 8) -> bytes:
    """A whole grey PNG; its bytes stay few even where it claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checked)

    rows = min(height, 64)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    picture = zlib.compress((b"\0" + b"\x80" * width) * rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", picture)
        + chunk(b"IEND", b"")
    )


def jpeg(*, camera: str = "", width: int = 8, height: int = 8) -> bytes:
    """The headers of a JPEG, with the EXIF of a camera where it is named."""
    parts = [b"\xff\xd8"]
    if camera:
        text = camera.encode() + b"\0"
        entry = struct.pack("<HHII", 271, 2, len(text), 26)
        block = b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
        exif = b"Exif\0\0" + block + text
        parts.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    parts.append(b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame)
    return b"".join([*parts, b"\xff\xda\x00\x02\x00\xff\xd9"])


def photograph(form: str, *, size: int = 16) -> bytes:
    """A noisy picture as Pillow writes it, with what a telephone notes in it."""
    exif = Image.Exif()
    exif[271], exif[272], exif[315] = "Telephones Ltd", "Telephone 7", "Ann Example"
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 58.0, 30.0)})
    noise = Image.effect_noise((size, size), 90).convert("RGB")
    how: dict[str, Any] = {"lossless": True} if form == "webp" else {}
    return _saved(lambda out: noise.save(out, form, exif=exif, **how))


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def write(folder: Path, name: str, content: bytes) -> Path:
    """The content as a file of that name."""
    path = folder / name
    path.write_bytes(content)
    return path
