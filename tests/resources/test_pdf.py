"""A PDF is read page by page; scripts, comments, files and names in it are reported."""

import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    TextStringObject,
)

from resources.inspection import (
    allowed,
    packages,
    pdf,
    pdf_files,
    pdf_objects,
    sweep,
)
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


def link_to_an_address(writer: PdfWriter) -> None:
    """A link that asks for an address when it is clicked."""
    files.annotate("Link")(writer)
    act = DictionaryObject()
    act[NameObject("/S")] = NameObject("/URI")
    act[NameObject("/URI")] = TextStringObject("https://example.org")
    link = writer.pages[0]["/Annots"][0].get_object()
    link[NameObject("/A")] = act


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
        (files.annotate("Highlight", T="Ann Example"), "comments"),
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
        link_to_an_address,
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


def indirectly(key: str, value: str, **entries: str) -> files.Adapt:
    """A change that adds an object which only refers to what it is."""

    def change(writer: PdfWriter) -> None:
        name = writer._add_object(NameObject(value))
        entry = DictionaryObject({NameObject(key): name})
        for word, text in entries.items():
            entry[NameObject(f"/{word}")] = TextStringObject(text)
        entry[NameObject("/Rect")] = ArrayObject()
        writer._add_object(entry)

    return change


@pytest.mark.parametrize(
    ("adapt", "kind"),
    [
        (indirectly("/S", "/Launch", F="cmd.exe"), "script"),
        (indirectly("/S", "/GoToR", F="other.pdf"), "external_link"),
        (indirectly("/Subtype", "/Text", Contents="Ask J Smith"), "comments"),
    ],
)
def test_what_a_pdf_names_by_reference_is_seen(
    reads: Reader, adapt: files.Adapt, kind: str
) -> None:
    assert reads.hidden("a.pdf", files.pdf(adapt=adapt)) == {kind}


def test_an_address_that_is_asked_for_by_itself_is_reported(reads: Reader) -> None:
    calls = files.act({"/S": "/URI", "/URI": "https://example.org"})
    notes = reads("a.pdf", files.pdf(adapt=calls))
    assert notes.hidden == {"external_link"}
    assert pdf_objects.BY_ITSELF in notes.sentences


def test_words_about_scripts_are_no_script(reads: Reader) -> None:
    assert not reads.hidden(
        "a.pdf", files.pdf("Take /JavaScript out of /EmbeddedFiles")
    )


def test_an_author_in_the_short_form_of_xmp_is_reported(reads: Reader) -> None:
    def describe_shortly(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b'<rdf:Description pdf:Author="Ann Example"/>')
        stream[NameObject("/Type")] = NameObject("/Metadata")
        writer._add_object(stream)

    notes = reads("a.pdf", files.pdf(adapt=describe_shortly))
    assert notes.hidden == {"author"}
    assert "Ann Example" in words_at(notes, "file properties")


def test_the_document_that_libreoffice_puts_beside_a_pdf_is_reported(
    reads: Reader,
) -> None:
    """Its hybrid PDFs name it in the trailer alone."""
    whole = files.pdf()
    mark = b"/AdditionalStreams [/application#2Fvnd.oasis.opendocument.text 4 0 R]\n"
    hybrid = whole.replace(b"/Root", mark + b"/Root")
    assert hybrid != whole
    assert reads.hidden("a.pdf", hybrid) == {"embedded_file"}


def carrying(name: str, content: bytes) -> files.Adapt:
    return lambda writer: writer.add_attachment(name, content) and None


def test_an_office_file_that_a_pdf_carries_is_read(reads: Reader) -> None:
    inner = files.word("Ring 01632 960001", author="Ann Example")
    notes = reads("a.pdf", files.pdf(adapt=carrying("Plan.docx", inner)))
    assert notes.hidden == {"embedded_file", "author"}
    assert "01632" in words_at(notes, "embedded file, text")


def test_the_words_of_a_text_that_a_pdf_carries_are_read(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf(adapt=carrying("a.xml", b"<a>01632 960001</a>")))
    assert notes.hidden == {"embedded_file"}
    assert words_at(notes, "embedded file").strip() == "01632 960001"
    assert not notes.sentences


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x7fELF" + bytes(60), sweep.PROGRAM),
        (b"#!/bin/sh\nrm x\n", sweep.PROGRAM),
        (files.zipped({"a.txt": b"hello"}), sweep.ARCHIVE),
        (files.changed(files.word(), {"word/vbaProject.bin": b"x"}), sweep.MACROS),
    ],
)
def test_a_pdf_that_carries_what_may_not_come_in_is_refused(
    reads: Reader, content: bytes, reason: str
) -> None:
    made = files.pdf(adapt=carrying("a.bin", content))
    assert reads.refusal("a.pdf", made) == reason


def test_a_carried_file_that_is_not_read_is_said(reads: Reader) -> None:
    notes = reads("a.pdf", files.pdf(adapt=carrying("a.png", files.png())))
    assert notes.hidden == {"embedded_file"}
    assert notes.sentences == [pdf_files.CARRIES]


def test_a_photograph_packed_twice_is_seen(reads: Reader) -> None:
    def pack_twice(writer: PdfWriter) -> None:
        stream = EncodedStreamObject()
        stream._data = zlib.compress(files.photograph("jpeg"))
        filters = map(NameObject, ("/FlateDecode", "/DCTDecode"))
        stream[NameObject("/Filter")] = ArrayObject(filters)
        writer._add_object(stream)

    assert reads.hidden("a.pdf", files.pdf(adapt=pack_twice)) == {"exif"}


def test_no_pages_are_no_pdf(reads: Reader) -> None:
    empty = files.pdf(adapt=lambda writer: writer.remove_page(0))
    assert reads.refusal("a.pdf", empty) in (pdf.NO_PAGES, packages.DAMAGED)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-\n" * 99])
def test_a_pdf_in_name_alone_is_refused(reads: Reader, content: bytes) -> None:
    assert reads.refusal("a.pdf", content) == packages.DAMAGED
