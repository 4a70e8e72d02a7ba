"""A pptx is read slide by slide, and what is not on the screen is reported."""

import pytest

from resources.inspection import slides
from tests.resources import files
from tests.resources.reading import Reader, words_at

SLIDE = "ppt/slides/slide2.xml"
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"


def test_text_is_told_by_slide(reads: Reader) -> None:
    notes = reads("a.pptx", files.slides())
    assert notes.pages == 2
    assert words_at(notes, "slide 1") == "What we tried"
    assert words_at(notes, "slide 2") == "What we learned"


def test_speaker_notes_are_reported_and_read(reads: Reader) -> None:
    notes = reads("a.pptx", files.slides("Do not mention Ann"))
    assert notes.hidden == {"speaker_notes"}
    assert words_at(notes, "slide 2 (notes)") == "Do not mention Ann"


def test_notes_that_hold_a_slide_number_alone_are_none(reads: Reader) -> None:
    made = files.slides("Do not mention Ann")
    number = '<a:fld type="slidenum"><a:rPr/><a:t>2</a:t></a:fld>'
    change = files.put("<a:r><a:t>Do not", number)

    def empty(part: bytes) -> bytes:
        return change(part).replace(b"<a:t>Do not mention Ann</a:t>", b"<a:t/>")

    made = files.changed(made, {"ppt/notesSlides/notesSlide1.xml": empty})
    assert not reads.hidden("a.pptx", made)


def test_a_slide_that_is_not_shown_is_reported(reads: Reader) -> None:
    made = files.changed(
        files.slides(),
        {SLIDE: lambda part: part.replace(b"<p:sld ", b'<p:sld show="0" ', 1)},
    )
    notes = reads("a.pptx", made)
    assert notes.hidden == {"hidden_sheet"}
    assert notes.sentences == [slides.HIDDEN_SLIDE]
    assert words_at(notes, "slide 2 (hidden)") == "What we learned"


def test_words_about_a_picture_are_read(reads: Reader) -> None:
    about = files.put('name="', 'descr="Ann on 01632 960001" ')
    made = files.changed(files.slides(), {SLIDE: about})
    place = "slide 2 (words about pictures)"
    assert words_at(reads("a.pptx", made), place) == "Ann on 01632 960001"


def test_words_behind_all_slides_are_read_without_prompts(reads: Reader) -> None:
    words = "<a:p><a:r><a:t>OFFICIAL-SENSITIVE</a:t></a:r></a:p>"
    box = f"<p:sp><p:txBody>{words}</p:txBody></p:sp>"
    made = files.changed(
        files.slides(),
        {"ppt/slideMasters/slideMaster1.xml": files.put("</p:spTree", box)},
    )
    assert words_at(reads("a.pptx", made), "behind the slides") == "OFFICIAL-SENSITIVE"
    assert "OFFICIAL" not in str(reads("b.pptx", files.slides()).texts)


def test_a_row_of_a_table_is_a_line(reads: Reader) -> None:
    def row(*cells: str) -> str:
        words = (f"<a:p><a:r><a:t>{cell}</a:t></a:r></a:p>" for cell in cells)
        return f"<a:tr>{''.join(f'<a:tc>{word}</a:tc>' for word in words)}</a:tr>"

    table = row("Name", "Born") + row("", "1984") + row("Ann", "")
    made = files.changed(files.slides(), {SLIDE: files.put("</p:spTree", table)})
    text = words_at(reads("a.pptx", made), "slide 2")
    assert text.endswith("\nName\tBorn\n\t1984\nAnn")


def test_tags_are_read(reads: Reader) -> None:
    tags = b'<tagLst><tag name="OWNER" val="ann@example.org"/></tagLst>'
    kind = f"{PRESENTATION}.tags+xml"
    made = files.with_part(files.slides(), "ppt/tags/tag1.xml", tags, kind, {})
    assert words_at(reads("a.pptx", made), "tags") == "ann@example.org"


@pytest.mark.parametrize(
    "kind",
    [f"{PRESENTATION}.comments+xml", "application/vnd.ms-powerpoint.comments+xml"],
)
def test_comments_are_reported_and_read(reads: Reader, kind: str) -> None:
    comments = b"<cmLst><cm><text>Ask J Smith</text></cm></cmLst>"
    made = files.with_part(files.slides(), "ppt/comments/c.xml", comments, kind, {})
    notes = reads("a.pptx", made)
    assert notes.hidden == {"comments"}
    assert words_at(notes, "comments") == "Ask J Smith"


def test_the_names_of_commenters_are_reported(reads: Reader) -> None:
    kind = f"{PRESENTATION}.commentAuthors+xml"
    authors = b'<cmAuthorLst><cmAuthor name="Ann Example"/></cmAuthorLst>'
    made = files.with_part(files.slides(), "ppt/authors.xml", authors, kind, {})
    assert reads.hidden("a.pptx", made) == {"author"}


def test_a_click_that_starts_a_program_is_reported(reads: Reader) -> None:
    link = '<a:hlinkClick action="ppaction://program"/>'

    def change(part: bytes) -> bytes:
        return part.replace(b"<a:p>", b"<a:p>" + link.encode(), 1)

    made = files.changed(files.slides(), {SLIDE: change})
    assert reads.hidden("a.pptx", made) == {"script"}
