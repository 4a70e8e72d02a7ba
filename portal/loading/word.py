"""Makes a Word file of a Markdown text, for the starter texts of the shelf.

It knows what those texts use: headings, paragraphs, emphasis, lists, quotations and
tables. What is in them is said by the files of `resources/data/starter`.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
CLOSES = frozenset({"bullet_list_close", "ordered_list_close", "blockquote_close"})


def word_file(markdown: str, *, title: str) -> bytes:
    """The bytes of a docx that says the same; it names no author and no company."""
    document = Document()
    about = document.core_properties
    about.title, about.language = title, "en-GB"
    about.author = about.last_modified_by = about.comments = ""
    tokens = iter(_READER.parse(markdown))
    styles: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            _runs(document.add_heading(level=level - 1), next(tokens))
        elif token.type in LISTS:
            styles.append(LISTS[token.type])
        elif token.type == "blockquote_open":
            styles.append("Quote")
        elif token.type in CLOSES:
            styles.pop()
        elif token.type == "table_open":
            _table(document, list(_until(tokens, "table_close")))
        elif token.type == "inline":
            style = styles[-1] if styles else None
            _runs(document.add_paragraph(style=style), token)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _until(tokens: Iterator[Token], last: str) -> Iterator[Token]:
    for token in tokens:
        if token.type == last:
            return
        yield token


def _runs(paragraph: Any, inline: Token) -> None:
    """Write one line of text, with what is strong or emphasised in it."""
    is_bold = is_italic = False
    for part in inline.children or []:
        if part.type in ("strong_open", "strong_close"):
            is_bold = part.type == "strong_open"
        elif part.type in ("em_open", "em_close"):
            is_italic = part.type == "em_open"
        elif part.type in ("text", "softbreak"):
            run = paragraph.add_run(part.content or " ")
            run.bold, run.italic = is_bold or None, is_italic or None


def _table(document: Any, tokens: list[Token]) -> None:
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for place, row in enumerate(rows):
        for cell, inline in zip(table.rows[place].cells, row, strict=True):
            _runs(cell.paragraphs[0], inline)
            for run in cell.paragraphs[0].runs:
                run.bold = run.bold or place == 0 or None
    document.add_paragraph()
