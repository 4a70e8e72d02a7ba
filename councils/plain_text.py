"""A text as it is read out: Markdown without its signs, pieces run on, labels inside.

How Markdown is drawn on a page is `councils.templatetags.text`'s business.
"""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable("table")

# Most texts have none of them, and parsing is slow.
_SIGNS = re.compile(r"[*_#`\[\]|>~\\=&]|^\s*[-+]|^\s*\d+[.)]", re.MULTILINE)
_ENDS = (".", "!", "?", ":", ";", ",", "…")


def without_signs(markdown: str) -> str:
    """The words of a Markdown text in one line; of a link only what it shows."""
    if not _SIGNS.search(markdown):
        return run_on([markdown])
    return run_on(_blocks(READER.parse(markdown)))


def run_on(pieces: Iterable[str]) -> str:
    """Pieces in one line, with a dot between them where the first ends in no sign."""
    line = ""
    for piece in (" ".join(given.split()) for given in pieces):
        if line and piece:
            line += " " if line.endswith(_ENDS) else " · "
        line += piece
    return line


def inside(label: str) -> str:
    """A label as it stands inside a sentence: “AI types” keeps its capitals."""
    first = label.partition(" ")[0]
    is_short_form = len(first) > 1 and first.isupper()
    return label if is_short_form else f"{label[:1].lower()}{label[1:]}"


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """The words of each paragraph, heading, cell and piece of code."""
    for token in tokens:
        if token.type == "inline":
            yield "".join(_words(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield token.content


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline", "image"):
            yield token.content
