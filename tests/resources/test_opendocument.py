"""odt, ods and odp are read by sheet and slide, and what hides in them is reported."""

from collections.abc import Mapping

import pytest

from resources.inspection import allowed, markup, packages, sweep
from tests.resources import files
from tests.resources.reading import Reader, words_at

KINDS = {"a.odt": "text", "a.ods": "spreadsheet", "a.odp": "presentation"}
every = pytest.mark.parametrize("name", sorted(KINDS))


def entry(path: str, media: str, inside: str = "") -> str:
    return (
        f'<manifest:file-entry manifest:full-path="{path}"'
        f' manifest:media-type="{media}">{inside}</manifest:file-entry>'
    )


@every
def test_a_clean_file_hides_nothing(reads: Reader, name: str) -> None:
    notes = reads(name, files.open_document(KINDS[name]))
    assert not notes.hidden
    assert not notes.sentences


def test_text_is_told_by_place(reads: Reader) -> None:
    assert reads("a.odt", files.open_document()).texts == [("text", "How we tried it.")]
    book = reads("a.ods", files.open_document("spreadsheet"))
    assert words_at(book, "sheet Budget").strip() == "Licences"
    show = reads("a.odp", files.open_document("presentation"))
    assert show.pages == 1
    assert words_at(show, "slide 1") == "What we tried"


@every
def test_one_kind_is_not_another(reads: Reader, name: str) -> None:
    other = {"a.odt": "spreadsheet", "a.ods": "presentation", "a.odp": "text"}[name]
    made = files.open_document(other)
    assert "another kind of OpenDocument" in reads.refusal(name, made)


@every
def test_entities_are_refused(reads: Reader, name: str) -> None:
    doctype = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for part in ("content.xml", "meta.xml", "META-INF/manifest.xml"):
        hostile = files.changed(
            files.open_document(KINDS[name]),
            {part: lambda xml: doctype + xml.partition(b"?>")[2] or doctype + xml},
        )
        assert reads.refusal(name, hostile) == markup.DEFINITIONS, part


@every
def test_an_encrypted_file_is_refused(reads: Reader, name: str) -> None:
    locked = entry("content.xml", "text/xml", "<manifest:encryption-data/>")
    made = files.open_document(KINDS[name], manifest=locked)
    assert reads.refusal(name, made) == allowed.ENCRYPTED


@every
def test_a_file_without_its_list_of_parts_is_damaged(reads: Reader, name: str) -> None:
    made = files.changed(
        files.open_document(KINDS[name]), {"META-INF/manifest.xml": None}
    )
    assert reads.refusal(name, made) == packages.DAMAGED


@pytest.mark.parametrize("part", ["Basic/Standard/Module1.xml", "Scripts/python/a.py"])
def test_macros_are_refused(reads: Reader, part: str) -> None:
    made = files.open_document(more={part: b"<a/>"})
    assert reads.refusal("a.odt", made) == sweep.MACROS


def test_an_empty_list_of_macros_is_taken(reads: Reader) -> None:
    reads("a.odt", files.open_document(more={"Basic/script-lc.xml": b"<a/>"}))


def test_an_event_that_starts_a_macro_is_refused(reads: Reader) -> None:
    listener = (
        "<script:event-listener xlink:href="
        '"vnd.sun.star.script:a.b.c?language=Basic&amp;location=document"/>'
    )
    made = files.open_document(body=listener)
    assert reads.refusal("a.odt", made) == sweep.MACROS


def test_an_event_that_turns_a_slide_is_taken(reads: Reader) -> None:
    turn = '<presentation:event-listener presentation:action="next-page"/>'
    reads("a.odp", files.open_document("presentation", turn))


HIDDEN: Mapping[str, tuple[str, dict[str, str], str]] = {
    "author": ("text", {"meta": "<dc:creator>Ann Example</dc:creator>"}, "author"),
    "first author": (
        "text",
        {"meta": "<meta:initial-creator>Ann</meta:initial-creator>"},
        "author",
    ),
    "template": (
        "text",
        {"meta": '<meta:template xlink:href="http://example.org/a.ott"/>'},
        "external_link",
    ),
    "comment": (
        "text",
        {"body": "<text:p><office:annotation><text:p>Ask J Smith</text:p>"
         "</office:annotation></text:p>"},
        "comments",
    ),
    "comment on a cell": (
        "spreadsheet",
        {"body": "<table:table><table:table-row><table:table-cell><office:annotation>"
         "<text:p>Ask J Smith</text:p></office:annotation></table:table-cell>"
         "</table:table-row></table:table>"},
        "comments",
    ),
    "change": (
        "text",
        {"body": "<text:tracked-changes><text:changed-region><text:deletion><text:p>old"
         "</text:p></text:deletion></text:changed-region></text:tracked-changes>"},
        "tracked_changes",
    ),
    "change of a cell": (
        "spreadsheet",
        {"body": "<table:tracked-changes><table:cell-content-change/>"
         "</table:tracked-changes>"},
        "tracked_changes",
    ),
    "sheet": (
        "spreadsheet",
        {
            "styles": '<style:style style:name="ta2"><style:table-properties'
            ' table:display="false"/></style:style>',
            "body": '<table:table table:name="Pay" table:style-name="ta2"/>',
        },
        "hidden_sheet",
    ),
    "slide": (
        "presentation",
        {
            "styles": '<style:style style:name="dp2"><style:drawing-page-properties'
            ' presentation:visibility="hidden"/></style:style>',
            "body": '<draw:page draw:style-name="dp2"/>',
        },
        "hidden_sheet",
    ),
    "row": (
        "spreadsheet",
        {"body": '<table:table><table:table-row table:visibility="collapse"/>'
         "</table:table>"},
        "hidden_row",
    ),
    "filtered row": (
        "spreadsheet",
        {"body": '<table:table><table:table-row table:visibility="filter"/>'
         "</table:table>"},
        "hidden_row",
    ),
    "column": (
        "spreadsheet",
        {"body": '<table:table><table:table-column table:visibility="collapse"/>'
         "</table:table>"},
        "hidden_column",
    ),
    "notes": (
        "presentation",
        {"body": "<draw:page><presentation:notes><draw:frame><draw:text-box><text:p>Do"
         " not mention Ann</text:p></draw:text-box></draw:frame></presentation:notes>"
         "</draw:page>"},
        "speaker_notes",
    ),
    "picture from elsewhere": (
        "text",
        {"body": '<draw:image xlink:href="https://example.org/a.png"/>'},
        "external_link",
    ),
    "section from elsewhere": (
        "text",
        {"body": '<text:section><text:section-source xlink:href="file:///a.odt"/>'
         "</text:section>"},
        "external_link",
    ),
    "DDE": (
        "spreadsheet",
        {"body": '<table:table><office:dde-source office:dde-application="cmd"/>'
         "</table:table>"},
        "external_link",
    ),
    "DDE in a formula": (
        "spreadsheet",
        {"body": "<table:table><table:table-row><table:table-cell table:formula="
         "'of:=DDE(\"cmd\";\"/c calc\";\"a\")'/></table:table-row></table:table>"},
        "external_link",
    ),
    "script in a field": (
        "text",
        {"body": "<text:p><text:script script:language='JavaScript'>x()</text:script>"
         "</text:p>"},
        "script",
    ),
    "program behind a click": (
        "presentation",
        {"body": "<draw:page><draw:frame><office:event-listeners>"
         "<presentation:event-listener presentation:action='execute'"
         " xlink:href='file:///C:/calc.exe'/></office:event-listeners></draw:frame>"
         "</draw:page>"},
        "script",
    ),
    "object": (
        "text",
        {"manifest": entry("Object 1/", allowed.ALLOWED["ods"].media_type)},
        "embedded_file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDDEN)
def test_what_a_file_hides_is_reported(reads: Reader, case: str) -> None:
    kind, parts, hidden = HIDDEN[case]
    extension = {kind: name for name, kind in KINDS.items()}[kind]
    made = files.open_document(kind, **parts)  # type: ignore[arg-type]
    assert reads.hidden(extension, made) == {hidden}


def test_empty_notes_are_none(reads: Reader) -> None:
    body = "<draw:page><presentation:notes><text:p/></presentation:notes></draw:page>"
    assert not reads.hidden("a.odp", files.open_document("presentation", body))


def test_words_aside_are_places_of_their_own(reads: Reader) -> None:
    _, parts, _ = HIDDEN["notes"]
    notes = reads("a.odp", files.open_document("presentation", **parts))  # type: ignore[arg-type]
    assert words_at(notes, "slide 2 (notes)") == "Do not mention Ann"
    _, parts, _ = HIDDEN["comment"]
    notes = reads("a.odt", files.open_document(**parts))  # type: ignore[arg-type]
    assert words_at(notes, "comments") == "Ask J Smith"
    assert words_at(notes, "text") == "How we tried it."


def test_a_row_of_a_table_is_a_line(reads: Reader) -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, note: str = "") -> str:
        return f"<table:table-cell><text:p>{text}</text:p>{note}</table:table-cell>"

    empty = "<table:table-cell table:number-columns-repeated='2'/>"
    far = empty.replace("'2'", "'16381'")
    note = "<office:annotation><text:p>aside</text:p></office:annotation>"
    table = row(cell("Name"), empty, cell("Born"), far) + row(
        empty, cell("x", note), cell("1984")
    )
    body = f'<table:table table:name="People">{table}</table:table>'
    notes = reads("a.ods", files.open_document("spreadsheet", body))
    text = words_at(notes, "sheet People")
    assert text == "Name\t\t\tBorn\n\t\tx\t1984"
    assert words_at(notes, "comments") == "aside"


def test_fields_that_a_document_keeps_are_read(reads: Reader) -> None:
    field = '<text:user-field-decl office:string-value="Ann Example"/>'
    body = f"<text:user-field-decls>{field}</text:user-field-decls>"
    notes = reads("a.odt", files.open_document("text", body))
    assert words_at(notes, "settings") == "Ann Example"


@every
def test_words_about_a_picture_are_read(reads: Reader, name: str) -> None:
    body = "<draw:frame><svg:desc>Ann on 01632 960001</svg:desc></draw:frame>"
    svg = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    made = files.open_document(
        KINDS[name], body.replace("<svg:desc", f"<svg:desc {svg}")
    )
    assert "Ann on 01632 960001" in str(reads(name, made).texts)


def test_a_mailbox_in_a_link_is_read(reads: Reader) -> None:
    body = '<text:p><text:a xlink:href="mailto:ann@example.org">Ask</text:a></text:p>'
    notes = reads("a.odt", files.open_document("text", body))
    assert words_at(notes, "links") == "ann@example.org"
    assert not notes.hidden


def test_a_chart_is_no_embedded_file(reads: Reader) -> None:
    chart = entry("Object 1/", "application/vnd.oasis.opendocument.chart")
    assert not reads.hidden("a.odt", files.open_document(manifest=chart))


def test_a_camera_is_reported(reads: Reader) -> None:
    made = files.open_document(more={"Pictures/1.jpg": files.jpeg(camera="Canon EOS")})
    assert reads.hidden("a.odt", made) == {"exif"}
