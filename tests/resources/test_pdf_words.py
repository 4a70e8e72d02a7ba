"""Words that a PDF keeps beside its pages are read: filled in, linked, or taken out."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from resources.inspection import pdf_revisions
from tests.resources import files
from tests.resources.reading import Reader, words_at


def aside(**entries: str) -> files.Adapt:
    """A change that adds an object with these entries, of which some are names."""

    def change(writer: PdfWriter) -> None:
        entry = DictionaryObject()
        for key, value in entries.items():
            is_name = value.startswith("/")
            made = NameObject(value) if is_name else TextStringObject(value)
            entry[NameObject(f"/{key}")] = made
        writer._add_object(entry)

    return change


def fill_in_xml(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"<data><who>Ann Example</who></data>")
    packets = [TextStringObject("datasets"), writer._add_object(stream)]
    entry = DictionaryObject({NameObject("/XFA"): ArrayObject(packets)})
    writer._add_object(entry)


@pytest.mark.parametrize(
    ("adapt", "place"),
    [
        (aside(FT="/Tx", V="Ann Example"), "form"),
        (aside(FT="/Tx", TU="Ann Example"), "form"),
        (fill_in_xml, "form"),
        (aside(Title="Ann Example", Parent="/None", Dest="/One"), "bookmarks"),
        (aside(S="/Figure", Alt="Ann Example"), "words about pictures"),
        (aside(S="/URI", URI="mailto:Ann%20Example"), "links"),
    ],
)
def test_words_that_stand_on_no_page_are_read(
    reads: Reader, adapt: files.Adapt, place: str
) -> None:
    notes = reads("a.pdf", files.pdf(adapt=adapt))
    assert words_at(notes, place).strip() == "Ann Example"


def test_an_answer_stands_beside_what_was_asked(reads: Reader) -> None:
    told = aside(FT="/Tx", T="a1", TU="Date of birth", V="12/03/1984")
    named = aside(FT="/Tx", T="dob", V="12/03/1984")
    texts = [reads("a.pdf", files.pdf(adapt=adapt)) for adapt in (told, named)]
    assert [words_at(notes, "form") for notes in texts] == [
        "Date of birth: 12/03/1984",
        "dob: 12/03/1984",
    ]


def test_a_tick_and_a_link_to_a_page_are_no_words(reads: Reader) -> None:
    tick = reads("a.pdf", files.pdf(adapt=aside(FT="/Btn", V="/Yes")))
    link = reads("a.pdf", files.pdf(adapt=aside(S="/URI", URI="https://a.example")))
    assert tick.texts == link.texts == [("page 1", "How we tried it.")]


def shown_instead(first: bytes, words: str) -> bytes:
    """A PDF to whose end a program added these words as those of its first page."""
    writer = PdfWriter(BytesIO(first), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(first)
    return out.getvalue()


def test_words_of_an_earlier_version_are_said_and_read(reads: Reader) -> None:
    made = shown_instead(files.pdf("Ring 01632 960001", "Two"), "Ring us")
    for more in range(4):
        made = shown_instead(made, f"Ring us {more}")
    notes = reads("a.pdf", made)
    assert notes.sentences == [pdf_revisions.EARLIER]
    earlier = words_at(notes, pdf_revisions.PLACE).splitlines()
    assert earlier == ["Ring 01632 960001", "Ring us 1", "Ring us 2"]
    assert words_at(notes, "page 1") == "Ring us 3"


def test_a_pdf_that_only_gained_words_keeps_nothing_back(reads: Reader) -> None:
    made = shown_instead(files.pdf("Ring us"), "Ring us here")
    assert reads("a.pdf", made).texts == [("page 1", "Ring us here")]
