"""What is called a document must have its parts, and they must be what they should."""

import pytest

from resources.inspection.markup import NOT_XML
from resources.inspection.packages import DAMAGED
from tests.resources import files
from tests.resources.reading import Reader

OTHER = b"<html><body>x</body></html>"
CONTENT = "content.xml"
ODT = files.open_document()
AS_BOOK = {CONTENT: lambda part: part.replace(b"office:text>", b"office:spreadsheet>")}


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.docx", files.word(), files.DOCUMENT),
        ("a.xlsx", files.book(), "xl/workbook.xml"),
        ("a.xlsx", files.book(), "xl/worksheets/sheet1.xml"),
        ("a.pptx", files.slides(), "ppt/presentation.xml"),
        ("a.pptx", files.slides(), "ppt/slides/slide2.xml"),
        ("a.odt", ODT, "META-INF/manifest.xml"),
    ],
)
def test_a_part_that_is_something_else_is_refused(
    reads: Reader, name: str, content: bytes, part: str
) -> None:
    made = files.changed(content, {part: OTHER})
    assert reads.refusal(name, made) == NOT_XML.format(part=part)


@pytest.mark.parametrize(
    ("name", "content", "changes"),
    [
        ("a.docx", files.word(), {files.DOCUMENT: b"<document/>"}),
        ("a.xlsx", files.book(), {"xl/workbook.xml": b"<workbook/>"}),
        ("a.xlsx", files.book(), {"xl/worksheets/sheet1.xml": None}),
        ("a.pptx", files.slides(), {"ppt/slides/slide1.xml": None}),
        ("a.odt", ODT, {CONTENT: b"<document-content/>"}),
        ("a.odt", ODT, AS_BOOK),
    ],
)
def test_a_file_without_what_makes_it_one_is_damaged(
    reads: Reader, name: str, content: bytes, changes: dict[str, files.Change]
) -> None:
    assert reads.refusal(name, files.changed(content, changes)) == DAMAGED


def test_slides_may_stand_in_sections(reads: Reader) -> None:
    """Sections name slides once more, by their number alone."""
    section = '<p:ext uri="{5}"><section><sldId id="256"/></section></p:ext>'
    made = files.changed(
        files.slides(),
        {"ppt/presentation.xml": files.put("</p:presentation>", section)},
    )
    assert reads("a.pptx", made).pages == 2
