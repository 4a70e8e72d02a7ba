"""A copy without metadata opens and names nobody; page one becomes a picture."""

import io
import struct
import zlib
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from resources.inspection import confined, stripping
from resources.inspection.copies import first_page_picture, strip
from resources.inspection.verdict import Refused
from tests.resources import files

CAMERA = files.jpeg(camera="Ann Example's telephone")


def stripped(folder: Path, name: str, content: bytes) -> tuple[list[str], Path]:
    """What was left out of a file, and the copy."""
    out = folder / f"copy of {name}"
    return strip(files.write(folder, name, content), out), out


def reads(path: Path) -> dict[str, object]:
    return confined.ask("read", path.suffix[1:], path)


def test_a_document_loses_its_author_and_opens(tmp_path: Path) -> None:
    made = files.word("Kept.", author="Ann Example", picture=files.png())
    made = files.changed(made, {"word/media/image9.jpeg": CAMERA})
    said, out = stripped(tmp_path, "a.docx", made)
    assert said == [stripping.PROPERTIES, stripping.CAMERA]
    document = docx.Document(str(out))
    assert document.core_properties.author == ""
    assert document.core_properties.created is not None
    assert document.paragraphs[0].text == "Kept."
    assert reads(out)["hidden"] == []
    assert b"Ann" not in out.read_bytes()


def test_a_workbook_loses_its_author_and_folder(tmp_path: Path) -> None:
    path = '<absPath xmlns="urn:x" url="C:\\Users\\ann\\"/>'
    made = files.changed(
        files.book(author="Ann Example"),
        {"xl/workbook.xml": files.put("<sheets", path)},
    )
    said, out = stripped(tmp_path, "a.xlsx", made)
    assert said == [stripping.PROPERTIES, stripping.FOLDER]
    assert openpyxl.load_workbook(out).active["A2"].value == "Licences"
    assert reads(out)["hidden"] == []


def test_a_presentation_keeps_its_notes(tmp_path: Path) -> None:
    company = files.put("</Properties>", "<Company>Northford</Company>")
    made = files.slides("Say this", author="Ann Example")
    made = files.changed(made, {"docProps/app.xml": company})
    said, out = stripped(tmp_path, "a.pptx", made)
    assert said == [stripping.PROPERTIES]
    show = pptx.Presentation(str(out))
    assert show.slides[1].notes_slide.notes_text_frame.text == "Say this"
    assert reads(out)["hidden"] == ["speaker_notes"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.odt", "text"), ("a.ods", "spreadsheet"), ("a.odp", "presentation")],
)
def test_an_open_document_loses_its_author(
    tmp_path: Path, name: str, kind: str
) -> None:
    meta = "<dc:creator>Ann Example</dc:creator><dc:title>Kept</dc:title>"
    made = files.open_document(kind, meta=meta, more={"Pictures/a.jpg": CAMERA})
    said, out = stripped(tmp_path, name, made)
    assert said == [stripping.PROPERTIES, stripping.CAMERA]
    assert out.read_bytes()[30:38] == b"mimetype"
    answer = reads(out)
    assert answer["hidden"] == []
    assert ["file properties", "Kept"] in answer["texts"]  # type: ignore[operator]


def test_a_pdf_loses_its_author(tmp_path: Path) -> None:
    said, out = stripped(tmp_path, "a.pdf", files.pdf("Kept.", author="Ann Example"))
    assert said == [stripping.PROPERTIES]
    assert files.pages_in(out.read_bytes()) == 1
    answer = reads(out)
    assert answer["hidden"] == []
    assert answer["texts"] == [["page 1", "Kept."]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", files.word()),
        ("a.xlsx", files.book()),
        ("a.odt", files.open_document(meta="<dc:creator/>")),
        ("a.pdf", files.pdf()),
    ],
)
def test_a_file_that_names_nobody_loses_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    said, out = stripped(tmp_path, name, content)
    assert said == []
    assert reads(out)["hidden"] == []


def test_a_text_is_copied_as_it_is(tmp_path: Path) -> None:
    said, out = stripped(tmp_path, "a.md", b"# Kept\n")
    assert said == []
    assert out.read_bytes() == b"# Kept\n"


def test_a_hostile_file_is_not_copied(tmp_path: Path) -> None:
    bomb = files.changed(files.word(), {"word/media/a.bin": bytes(8 * 1024 * 1024)})
    with pytest.raises(Refused, match="zip bomb"):
        stripped(tmp_path, "a.docx", bomb)


def test_the_first_page_becomes_a_picture(tmp_path: Path) -> None:
    picture = first_page_picture(files.write(tmp_path, "a.pdf", files.pdf("Hello")))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", picture, 16)
    assert (width, height) == (900, 600)
    packed = picture[picture.index(b"IDAT") + 4 :]
    rows = zlib.decompressobj().decompress(packed)
    assert len(rows) == height * (1 + 3 * width)
    assert rows.count(b"\xff" * 3) > 100_000  # the white of the paper
    assert b"\0" * 6 in rows[len(rows) // 3 :]  # and the black of the word


def test_a_pdf_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.pdf", b"%PDF-1.7\nnothing\n%%EOF")
    with pytest.raises(Refused):
        first_page_picture(path)


def test_the_picture_opens_in_another_program(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    picture = first_page_picture(files.write(tmp_path, "a.pdf", files.pdf("Hello")))
    assert image.open(io.BytesIO(picture)).convert("L").getextrema() == (0, 255)
