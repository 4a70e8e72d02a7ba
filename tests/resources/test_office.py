"""Open XML files: macros and definitions are refused, names and links are reported."""

from collections.abc import Callable

import pytest

from resources.inspection import allowed, markup, office, sweep
from tests.resources import files
from tests.resources.reading import Reader, words_at

MACRO_TYPE = "application/vnd.ms-office.vbaProject"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">'
    b'<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;">]>'
)
MADE: dict[str, Callable[[], bytes]] = {
    "a.docx": files.word,
    "a.xlsx": files.book,
    "a.pptx": files.slides,
}
MAIN = {
    "a.docx": files.DOCUMENT,
    "a.xlsx": "xl/workbook.xml",
    "a.pptx": "ppt/presentation.xml",
}
every = pytest.mark.parametrize("name", sorted(MADE))


def with_doctype(content: bytes, doctype: bytes = LAUGHS) -> bytes:
    """XML with this document type declared."""
    declaration, end, rest = content.partition(b"?>")
    return declaration + end + doctype + rest if end else doctype + content


@every
def test_a_clean_file_hides_nothing(reads: Reader, name: str) -> None:
    notes = reads(name, MADE[name]())
    assert not notes.hidden
    assert not notes.sentences


@every
def test_entities_in_any_part_are_refused(reads: Reader, name: str) -> None:
    for part in (MAIN[name], "[Content_Types].xml", "docProps/app.xml", "_rels/.rels"):
        hostile = files.changed(MADE[name](), {part: with_doctype})
        assert reads.refusal(name, hostile) == markup.DEFINITIONS, part


@every
def test_a_document_type_alone_is_refused(reads: Reader, name: str) -> None:
    def change(part: bytes) -> bytes:
        return with_doctype(part, b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">')

    assert reads.refusal(name, files.changed(MADE[name](), {MAIN[name]: change})) == (
        markup.DEFINITIONS
    )


def test_entities_are_found_in_another_encoding_and_name(reads: Reader) -> None:
    hostile = (LAUGHS + b"<a>&lol3;</a>").decode().encode("utf-16")
    assert reads.refusal(
        "a.docx", files.changed(files.word(), {"word/notes.dat": hostile})
    ) == (markup.DEFINITIONS)


def test_entities_in_the_letters_of_a_mainframe_are_refused(reads: Reader) -> None:
    text = '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    made = files.changed(files.word(), {"customXml/item9.xml": text.encode("cp037")})
    assert reads.refusal("a.docx", made) == markup.DEFINITIONS


def test_entities_behind_a_long_comment_are_refused(reads: Reader) -> None:
    noise = b"<!--" + bytes(range(65, 91)) * 12_000 + b"-->"
    hostile = noise + LAUGHS + b"<a/>"
    assert reads.refusal(
        "a.docx", files.changed(files.word(), {"customXml/item9.xml": hostile})
    ) == (markup.DEFINITIONS)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (
            "xl/printerSettings/printerSettings1.bin",
            b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
            b' "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist/>',
        ),
        (
            "xl/media/logo.svg",
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>',
        ),
        ("xl/drawings/vmlDrawing1.vml", b"<xml><div>two<br>lines</div></xml>"),
        ("xl/media/image1.emf", b"\x01\0\0\0" + bytes(100)),
        ("xl/model/item.data", b"\0\1\2\3" * 100),
    ],
)
def test_what_office_programs_write_is_taken(
    reads: Reader, part: str, content: bytes
) -> None:
    reads("a.xlsx", files.changed(files.book(), {part: content}))


@every
def test_macros_are_refused_under_an_innocent_name(reads: Reader, name: str) -> None:
    folder = MAIN[name].partition("/")[0]
    hostile = files.with_part(
        MADE[name](), f"{folder}/innocent.bin", OLE, MACRO_TYPE, {}
    )
    assert reads.refusal(name, hostile) == sweep.MACROS


@every
def test_macros_are_refused_by_their_own_name(reads: Reader, name: str) -> None:
    hostile = files.changed(MADE[name](), {"other/vbaProject.bin": OLE})
    assert reads.refusal(name, hostile) == sweep.MACROS


@every
def test_macros_are_refused_by_their_bytes_alone(reads: Reader, name: str) -> None:
    hidden = OLE + "_VBA_PROJECT".encode("utf-16-le")
    hostile = files.changed(MADE[name](), {"other/printer.dat": hidden})
    assert reads.refusal(name, hostile) == sweep.MACROS


@pytest.mark.parametrize(
    ("name", "plain", "enabled"),
    [
        (
            "a.docx",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"application/vnd.ms-word.document.macroEnabled.main",
        ),
        (
            "a.xlsx",
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            b"application/vnd.ms-excel.sheet.macroEnabled.main",
        ),
        (
            "a.pptx",
            b"application/vnd.openxmlformats-officedocument.presentationml"
            b".presentation.main",
            b"application/vnd.ms-powerpoint.presentation.macroEnabled.main",
        ),
    ],
)
def test_a_macro_enabled_type_under_a_plain_name_is_refused(
    reads: Reader, name: str, plain: bytes, enabled: bytes
) -> None:
    def enable(types: bytes) -> bytes:
        assert plain in types
        return types.replace(plain, enabled)

    hostile = files.changed(MADE[name](), {"[Content_Types].xml": enable})
    assert reads.refusal(name, hostile) == sweep.MACROS


def test_a_macro_sheet_is_refused(reads: Reader) -> None:
    kind = "application/vnd.ms-excel.macrosheet+xml"
    hostile = files.with_part(
        files.book(), "xl/worksheets/sheet9.xml", b"<a/>", kind, {}
    )
    assert reads.refusal("a.xlsx", hostile) == sweep.MACROS


@every
def test_controls_are_refused(reads: Reader, name: str) -> None:
    kind = "application/vnd.ms-office.activeX+xml"
    hostile = files.with_part(MADE[name](), "word/control.xml", b"<a/>", kind, {})
    assert reads.refusal(name, hostile) == office.CONTROLS


@every
def test_one_kind_of_office_file_is_not_another(reads: Reader, name: str) -> None:
    other = {"a.docx": "a.xlsx", "a.xlsx": "a.pptx", "a.pptx": "a.docx"}[name]
    assert "another kind of Office file" in reads.refusal(name, MADE[other]())


@every
def test_an_encrypted_or_old_file_is_refused(reads: Reader, name: str) -> None:
    locked = OLE + "EncryptedPackage".encode("utf-16-le")
    assert reads.refusal(name, locked) == allowed.ENCRYPTED
    assert "old Office format" in reads.refusal(name, OLE)


def test_a_program_in_a_document_is_refused(reads: Reader) -> None:
    program = b"MZ" + bytes(200) + b"This program cannot be run in DOS mode" + bytes(99)
    direct = files.changed(files.word(), {"word/embeddings/a.bin": program})
    assert reads.refusal("a.docx", direct) == sweep.PROGRAM
    wrapped = files.changed(files.word(), {"word/embeddings/a.bin": OLE + program})
    assert reads.refusal("a.docx", wrapped) == sweep.PROGRAM
    packed = OLE + "Ole10Native".encode("utf-16-le") + b"run.vbs\0C:\\run.vbs\0"
    script = files.changed(files.word(), {"word/embeddings/a.bin": packed})
    assert reads.refusal("a.docx", script) == sweep.PROGRAM


def test_an_embedded_workbook_is_reported_and_read(reads: Reader) -> None:
    inner = files.book(lambda book: setattr(book.active, "sheet_state", "visible"))
    outer = files.changed(files.word(), {"word/embeddings/Costs.xlsx": inner})
    notes = reads("a.docx", outer)
    assert "embedded_file" in notes.hidden
    assert "Licences" in words_at(notes, "embedded file Costs.xlsx, sheet Budget")


def test_an_embedded_file_brings_what_it_hides_and_what_refuses_it(
    reads: Reader,
) -> None:
    inner = files.word_with_comment()
    outer = files.changed(files.slides(), {"ppt/embeddings/a.docx": inner})
    assert {"embedded_file", "comments"} <= reads.hidden("a.pptx", outer)
    hostile = files.changed(inner, {"word/vbaProject.bin": OLE})
    outer = files.changed(files.slides(), {"ppt/embeddings/a.docx": hostile})
    assert reads.refusal("a.pptx", outer) == sweep.MACROS


def test_a_web_page_put_into_a_document_is_reported_and_read(reads: Reader) -> None:
    page = b"<html><body>Ask <b>J Smith</b></body></html>"
    notes = reads("a.docx", files.changed(files.word(), {"word/afchunk.htm": page}))
    assert "embedded_file" in notes.hidden
    assert "J Smith" in words_at(notes, "embedded file afchunk.htm")


def test_a_long_text_put_into_a_file_is_read_to_its_end(reads: Reader) -> None:
    lines = b"".join(b"<p>Line %d says nothing.</p>\n" % n for n in range(20_000))
    page = lines + b"<p>Ring 01632 960001</p>"
    notes = reads("a.docx", files.changed(files.word(), {"word/afchunk.htm": page}))
    assert "01632 960001" in words_at(notes, "embedded file afchunk.htm")


@every
def test_the_author_is_reported(reads: Reader, name: str) -> None:
    def by(part: bytes) -> bytes:
        start = part.index(b"</cp:coreProperties>")
        return (
            part[:start]
            + b"<cp:lastModifiedBy>Ann Example</cp:lastModifiedBy>"
            + (part[start:])
        )

    notes = reads(name, files.changed(MADE[name](), {"docProps/core.xml": by}))
    assert notes.hidden == {"author"}
    assert "Ann Example" in words_at(notes, "file properties")


def test_the_company_is_reported(reads: Reader) -> None:
    company = files.put("</Properties>", "<Company>Northford Council</Company>")
    named = files.changed(files.slides(), {"docProps/app.xml": company})
    assert reads.hidden("a.pptx", named) == {"author"}


def test_a_template_from_elsewhere_is_reported(reads: Reader) -> None:
    link = files.relation(
        "rId900", "attachedTemplate", "http://example.org/a.dotm", external=True
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    relations = f'{head}relationships">{link}</Relationships>'.encode()
    made = files.changed(files.word(), {"word/_rels/settings.xml.rels": relations})
    notes = reads("a.docx", made)
    assert notes.hidden == {"external_link"}
    assert notes.sentences == [office.TEMPLATE]


def test_a_picture_from_elsewhere_is_reported_and_a_link_is_not(reads: Reader) -> None:
    def linked(kind: str) -> bytes:
        link = files.relation("rId900", kind, "https://example.org/a", external=True)
        change = files.put("</Relationships>", link)
        return files.changed(files.word(), {files.DOCUMENT_RELATIONS: change})

    assert reads.hidden("a.docx", linked("hyperlink")) == set()
    assert reads.hidden("a.docx", linked("image")) == {"external_link"}
    assert reads.hidden("a.docx", linked("oleObject")) == {"external_link"}


def test_an_office_add_in_is_reported(reads: Reader) -> None:
    kind = "application/vnd.ms-office.webextension+xml"
    made = files.with_part(files.word(), "word/webextension.xml", b"<a/>", kind, {})
    assert reads.hidden("a.docx", made) == {"external_link"}


def with_own_data(content: bytes) -> bytes:
    """A document with XML that some program keeps in it (custom XML)."""
    kept = (
        f'<Relationship Id="rId90" Type="{files.REL}/customXml" Target="../kept.xml"/>'
    )
    changes = {files.DOCUMENT_RELATIONS: files.put("</Relationships>", kept)}
    return files.changed(files.word(), {**changes, "kept.xml": content})


def test_data_that_a_program_keeps_with_a_document_are_read(reads: Reader) -> None:
    packed = "A" * 300  # as queries are kept, and no text
    made = with_own_data(f"<a><b>Ann Example</b><c>{packed}</c></a>".encode())
    assert words_at(reads("a.docx", made), "data kept with the document") == (
        "Ann Example"
    )


def test_data_that_are_no_xml_do_not_refuse_a_document(reads: Reader) -> None:
    assert "kept" not in str(reads("a.docx", with_own_data(b"{no xml}")).texts)


@every
def test_the_status_of_a_file_is_read(reads: Reader, name: str) -> None:
    status = "<cp:contentStatus>OFFICIAL-SENSITIVE</cp:contentStatus>"
    change = {"docProps/core.xml": files.put("</cp:coreProperties>", status)}
    made = files.changed(MADE[name](), change)
    assert "SENSITIVE" in words_at(reads(name, made), "file properties")


def test_accounts_of_those_who_commented_are_read(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"
    people = (
        b'<people><person author="Ann"><presenceInfo providerId="AD"'
        b' userId="S::ann@example.org::1"/></person></people>'
    )
    made = files.with_part(files.word(), "word/people.xml", people, kind, {})
    assert "ann@example.org" in words_at(reads("a.docx", made), "file properties")
