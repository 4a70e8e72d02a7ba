"""A PDF is read page by page; scripts, comments, files and names in it are reported."""

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from resources.inspection import allowed, packages, pdf
from tests.resources import files
from tests.resources.reading import Reader, words_at


def attach(writer: PdfWriter) -> None:
    writer.add_attachment("plan.txt", b"the plan")


def describe(writer: PdfWriter) -> None:
    """XMP, as office programs write it beside the older properties."""
    stream = DecodedStreamObject()
    stream.set_data(
        b"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Ann Example</rdf:li></rdf:Seq>"
        b"</dc:creator></x:xmpmeta>"
    )
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def form(writer: PdfWriter) -> None:
    entry = DictionaryObject({NameObject("/XFA"): DictionaryObject()})
    writer.root_object[NameObject("/AcroForm")] = entry


def photograph(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(files.jpeg(camera="Canon EOS"))
    stream[NameObject("/Filter")] = NameObject("/DCTDecode")
    writer._add_object(stream)


def test_text_is_told_by_page(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf("First page.", "Second page."))
    assert notes.texts == [("page 1", "First page."), ("page 2", "Second page.")]
    assert notes.pages == 2
    assert not notes.hidden


@pytest.mark.parametrize(
    ("adapt", "kind"),
    [
        (files.act({"/S": "/JavaScript", "/JS": "app.alert(1)"}), "script"),
        (files.act({"/S": "/Launch", "/F": "cmd.exe"}), "script"),
        (form, "script"),
        (files.act({"/S": "/GoToR", "/F": "other.pdf"}), "external_link"),
        (files.act({"/S": "/SubmitForm", "/F": "https://a.b"}), "external_link"),
        (attach, "embedded_file"),
        (files.annotate("FileAttachment"), "embedded_file"),
        (files.annotate("Text", Contents="Ask J Smith"), "comments"),
        (files.annotate("FreeText", Contents="Ask J Smith"), "comments"),
        (files.annotate("Highlight", Contents="Ask J Smith"), "comments"),
        (files.annotate("Popup"), "comments"),
        (describe, "author"),
        (photograph, "exif"),
    ],
)
def test_what_a_pdf_hides_is_reported(
    reads: Reader, adapt: files.Adapt, kind: str
) -> None:
    assert reads.hidden("a.pdf", files.pdf(adapt=adapt)) == {kind}


def test_the_author_is_reported_and_read(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf(author="Ann Example"))
    assert notes.hidden == {"author"}
    assert words_at(notes, "file properties") == "Ann Example"


@pytest.mark.parametrize(
    "adapt",
    [
        files.annotate("Link", Contents="Ask J Smith"),
        files.annotate("Highlight"),
        files.act({"/S": "/GoTo"}),
        files.act({"/S": "/URI", "/URI": "https://example.org"}),
    ],
)
def test_links_and_marks_without_words_are_ordinary(
    reads: Reader, adapt: files.Adapt
) -> None:
    assert not reads.hidden("a.pdf", files.pdf(adapt=adapt))


def test_a_comment_is_read(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf(adapt=files.annotate("Text", Contents="J Smith")))
    assert words_at(notes, "comments") == "J Smith"


def test_an_encrypted_pdf_is_refused(reads: Reader) -> None:
    assert reads.refusal("a.pdf", files.encrypted_pdf()) == allowed.ENCRYPTED


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_pdf_is_refused(reads: Reader, kept: float) -> None:
    whole = files.pdf("one", "two")
    assert reads.refusal("a.pdf", whole[: int(len(whole) * kept)]) == packages.DAMAGED


def test_a_pdf_with_an_archive_behind_it_is_refused(reads: Reader) -> None:
    double = files.pdf() + files.zipped({"a.txt": b"hello"})
    assert reads.refusal("a.pdf", double) == pdf.TRAILING


def test_padding_behind_a_pdf_is_taken(reads: Reader) -> None:
    reads("a.pdf", files.pdf() + b"\r\n" + bytes(500))


def test_a_script_outside_the_directory_of_objects_is_seen(reads: Reader) -> None:
    whole = files.pdf()
    end = whole[whole.rindex(b"startxref") :]
    loose = whole + b"\n99 0 obj <</S /JavaScript /JS (x)>> endobj\n" + end
    assert reads.hidden("a.pdf", loose) == {"script"}


def test_a_thousand_pages_are_read(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf(*["word"] * 1000))
    assert notes.pages == 1000
    assert notes.texts[-1] == ("page 1000", "word")
    assert not notes.sentences


def test_more_pages_than_are_read_are_said(
    reads: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    notes = reads("a.pdf", files.pdf("one", "two", "three"))
    assert notes.pages == 3
    assert notes.texts[-1] == ("page 2", "two")
    assert "of its 3 pages were read" in notes.sentences[0]


def test_no_pages_are_no_pdf(reads: Reader) -> None:
    empty = files.pdf(adapt=lambda writer: writer.remove_page(0))
    assert reads.refusal("a.pdf", empty) in (pdf.NO_PAGES, packages.DAMAGED)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-\n" * 99])
def test_a_pdf_in_name_alone_is_refused(reads: Reader, content: bytes) -> None:
    assert reads.refusal("a.pdf", content) == packages.DAMAGED
