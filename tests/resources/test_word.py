"""A docx is read page by page, and what Word does not show at once is reported."""

import pytest

from resources.inspection import word
from tests.resources import files
from tests.resources.reading import Reader, words_at


def run(text: str, about: str = "") -> str:
    return f"<w:r><w:rPr>{about}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def field(*pieces: str) -> str:
    """A field whose instruction is cut in these pieces."""
    marks = [f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces]
    begin, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")
    )
    return paragraph(begin, *marks, end)


def test_text_without_pages_stands_in_one_place(reads: Reader) -> None:
    notes = reads("a.docx", files.word("First.", "Second."))
    assert notes.texts == [("text", "First.\nSecond.")]
    assert notes.pages is None


@pytest.mark.parametrize(
    "turn",
    ['<w:r><w:br w:type="page"/></w:r>', "<w:r><w:lastRenderedPageBreak/></w:r>"],
)
def test_text_is_told_by_page(reads: Reader, turn: str) -> None:
    body = paragraph(run("On one.")) + paragraph(turn, run("On two."))
    notes = reads("a.docx", files.word_with(body, "Begin."))
    assert notes.pages == 2
    assert words_at(notes, "page 1") == "Begin.\nOn one."
    assert words_at(notes, "page 2") == "On two."


def test_a_comment_is_reported_and_read(reads: Reader) -> None:
    notes = reads("a.docx", files.word_with_comment())
    assert notes.hidden == {"comments"}
    assert "J Smith" in words_at(notes, "comments")
    assert "J Smith" not in words_at(notes, "text")


@pytest.mark.parametrize("tag", ["ins", "del", "moveFrom", "moveTo"])
def test_a_tracked_change_is_reported(reads: Reader, tag: str) -> None:
    body = paragraph(f'<w:{tag} w:id="1" w:author="A">{run("new")}</w:{tag}>')
    assert reads.hidden("a.docx", files.word_with(body)) == {"tracked_changes"}


def test_deleted_words_are_kept_apart(reads: Reader) -> None:
    deleted = "<w:r><w:delText>secret plan</w:delText></w:r>"
    body = paragraph(f'<w:del w:id="1" w:author="A">{deleted}</w:del>')
    notes = reads("a.docx", files.word_with(body))
    assert words_at(notes, "deleted text") == "secret plan"
    assert "secret plan" not in words_at(notes, "text")


def test_a_change_of_format_is_a_tracked_change(reads: Reader) -> None:
    body = paragraph(run("bold", '<w:b/><w:rPrChange w:id="1" w:author="A"/>'))
    assert reads.hidden("a.docx", files.word_with(body)) == {"tracked_changes"}


def test_hidden_words_are_said_and_read(reads: Reader) -> None:
    body = paragraph(run("behind", "<w:vanish/>"), run("seen", '<w:vanish w:val="0"/>'))
    notes = reads("a.docx", files.word_with(body))
    assert notes.sentences == [word.HIDDEN_WORDS]
    assert words_at(notes, "hidden words") == "behind"
    assert "seen" in words_at(notes, "text")


@pytest.mark.parametrize(
    "body",
    [
        field('DDEAUTO c:\\\\run.exe "/k x"'),
        field("D", "DE", "AUTO cmd"),
        '<w:p><w:fldSimple w:instr="DDE cmd x"/></w:p>',
    ],
)
def test_a_field_that_starts_a_program_is_reported(reads: Reader, body: str) -> None:
    notes = reads("a.docx", files.word_with(body))
    assert notes.hidden == {"external_link"}
    assert notes.sentences == [word.DDE]


def test_a_field_that_takes_something_in_is_reported(reads: Reader) -> None:
    body = field('INCLUDEPICTURE "https://example.org/a.png" \\d')
    assert reads.hidden("a.docx", files.word_with(body)) == {"external_link"}


@pytest.mark.parametrize(
    "instruction", ["PAGE", "TOC \\o", 'HYPERLINK "https://a.b/link"']
)
def test_an_ordinary_field_is_not(reads: Reader, instruction: str) -> None:
    assert not reads.hidden("a.docx", files.word_with(field(instruction)))


def test_a_text_box_is_read_once(reads: Reader) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{run("boxed")}</mc:Choice>'
        f"<mc:Fallback>{run('boxed')}</mc:Fallback></mc:AlternateContent>"
    )
    notes = reads("a.docx", files.word_with(paragraph(box)))
    assert words_at(notes, "text").count("boxed") == 1


def test_words_about_a_picture_are_read(reads: Reader) -> None:
    about = '<docPr id="1" name="a.png" title="Team" descr="Ann on 01632 960001"/>'
    notes = reads("a.docx", files.word_with(paragraph(f"<w:r>{about}</w:r>")))
    assert words_at(notes, "words about pictures") == "Team Ann on 01632 960001"


def test_a_mailbox_in_a_link_is_read(reads: Reader) -> None:
    body = field('HYPERLINK "mailto:ann.example%40example.org"')
    kept = files.relation(
        "rId90", "hyperlink", "mailto:bob@example.org", external=True
    ) + files.relation("rId91", "hyperlink", "https://example.org/", external=True)
    made = files.changed(
        files.word_with(body),
        {files.DOCUMENT_RELATIONS: files.put("</Relationships>", kept)},
    )
    notes = reads("a.docx", made)
    assert words_at(notes, "links") == "bob@example.organn.example@example.org"
    assert not notes.hidden


def test_how_a_mail_merge_reaches_its_contents_is_read(reads: Reader) -> None:
    merge = (
        '<w:mailMerge><w:connectString w:val="UID=sa;PWD=hunter2x"/></w:mailMerge>'
        '<w:docVars><w:docVar w:name="who" w:val="Ann Example"/></w:docVars>'
    )
    made = files.changed(
        files.word(), {"word/settings.xml": files.put("</w:settings>", merge)}
    )
    assert words_at(reads("a.docx", made), "settings") == (
        "UID=sa;PWD=hunter2x\nAnn Example"
    )


def test_a_row_of_a_table_is_a_line(reads: Reader) -> None:
    def row(*cells: str) -> str:
        inside = (f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in cells)
        return f"<w:tr>{''.join(inside)}</w:tr>"

    table = row("Name", "", "Born") + row("", "x", "1984") + row("Ann", "", "")
    notes = reads("a.docx", files.word_with(f"<w:tbl>{table}</w:tbl>", "Before."))
    lines = words_at(notes, "text").split("\n")
    assert lines == ["Before.", "Name\t\tBorn", "\tx\t1984", "Ann"]


def test_headers_are_read(reads: Reader) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    header = f'<w:hdr xmlns:w="{files.W}">{paragraph(run("OFFICIAL"))}</w:hdr>'
    made = files.with_part(files.word(), "word/header1.xml", header.encode(), kind, {})
    assert words_at(reads("a.docx", made), "headers and footers") == "OFFICIAL"


def test_text_beyond_the_limit_is_cut_and_said(reads: Reader) -> None:
    numbers = [" ".join(map(str, range(n, n + 90_000))) for n in range(10)]
    notes = reads("a.docx", files.word(*numbers))
    assert sum(len(text) for _, text in notes.texts) == 5_000_000
    assert "Only the first 5 million characters" in notes.sentences[0]
    assert max(len(text) for _, text in notes.texts) <= 100_000


def test_a_document_taken_in_whole_is_an_embedded_file(reads: Reader) -> None:
    """Programs that join documents give it the type of a main part (altChunk)."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    made = files.with_part(
        files.word("Outer"),
        "word/afchunk1.docx",
        files.word("Ring 01632 960001"),
        f"{kind}.document.main+xml",
        {},
    )
    notes = reads("a.docx", made)
    assert notes.hidden == {"embedded_file"}
    assert words_at(notes, "text") == "Outer"
    assert "01632" in words_at(notes, "embedded file afchunk1.docx, text")
