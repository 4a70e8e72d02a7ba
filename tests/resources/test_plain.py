"""csv, txt and md are text and nothing else; formulas in cells are said."""

import csv
import io
import random
import time
from pathlib import Path

import pytest
import yaml

from portal.loading.files import ORGANISATIONS
from resources.inspection import allowed, plain
from resources.inspection.notes import pieces_of
from tests.resources.reading import Reader, words_at

PAGE = b"<!DOCTYPE html><html><body>Hello</body></html>"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_nul_bytes_are_refused(reads: Reader, name: str) -> None:
    assert reads.refusal(name, b"Name,Cost\nAnn\0,7\n") == plain.NULS


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        b"\xef\xbb\xbf" + PAGE,
        b"  \n<!-- note --><html><body/></html>",
        b"<script>alert(1)</script>",
        b"<hta:application id=a>",
        b'<?xml version="1.0"?><svg onload="alert(1)"/>',
        PAGE.decode().encode("utf-16"),
    ],
)
def test_a_web_page_under_the_name_of_a_text_is_refused(
    reads: Reader, name: str, content: bytes
) -> None:
    assert "web page" in reads.refusal(name, content)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"MZ\x90\0\3\0", "a program"),
        (b"\x7fELF\2\1\1", "a program"),
        (b"#!/bin/sh\nrm -r x\n", "a script"),
        (b"\xef\xbb\xbf#!/bin/sh\nrm -r x\n", "a script"),
        (b"@ECHO OFF\r\ndel x\r\n", "a script"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\3\4\x14\0", "an Office file or an archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"{\\rtf1 hello}", "a rich text file"),
    ],
)
def test_what_is_no_text_is_refused(reads: Reader, content: bytes, seen: str) -> None:
    assert reads.refusal("a.txt", content) == allowed.MISMATCH.format(
        named="txt", seen=seen
    )


def test_noise_is_refused(reads: Reader) -> None:
    noise = random.Random(7).randbytes(5000).replace(b"\0", b"\1")
    assert reads.refusal("a.txt", b"a" + noise) == plain.NOT_TEXT


@pytest.mark.parametrize(
    "content",
    [
        "Café – costs £7".encode(),
        "Café – costs £7".encode("cp1252"),
        "Café – costs £7".encode("utf-16"),
        b"\xef\xbb\xbf" + "Café – costs £7".encode(),
    ],
)
def test_text_is_read_in_its_encoding(reads: Reader, content: bytes) -> None:
    notes = reads("a.csv", content)
    assert notes.texts == [("text", "Café – costs £7")]
    assert not notes.sentences


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "@SUM(A1)", '"=HYPERLINK(1)"', "-A1"])
def test_a_cell_that_would_be_a_formula_is_said(reads: Reader, cell: str) -> None:
    notes = reads("a.csv", f"Name,Cost\nAnn,{cell}\n".encode())
    assert notes.sentences == [plain.FORMULAS]
    assert not notes.hidden


@pytest.mark.parametrize("cell", ["-7", "+44 1632 960001", "- a dash", "a=b", "a@b.uk"])
def test_ordinary_cells_are_not(reads: Reader, cell: str) -> None:
    assert not reads("a.csv", f"Name,Cost\nAnn,{cell}\n".encode()).sentences


def test_a_cell_that_starts_a_program_is_reported(reads: Reader) -> None:
    notes = reads("a.csv", b"Name\n=cmd|' /C calc'!A0\n")
    assert notes.hidden == {"external_link"}
    assert plain.DDE in notes.sentences


def test_a_long_text_is_looked_at_to_its_end(reads: Reader) -> None:
    """Beyond what is kept of it, and across the pieces in which it is read."""
    lines = b"Ann,7\n" * 1_000_000
    notes = reads("a.csv", lines + b"=cmd|' /C calc'!A0\n<script>\n")
    assert notes.hidden == {"external_link", "script"}
    for shift in range(0, 12, 3):
        cut = lines[: 1024 * 1024 - shift - shift % 6]
        assert "external_link" in reads("a.csv", cut + b"\n=cmd|x!A0\n").hidden
    assert reads.refusal("a.csv", lines + b"\0") == plain.NULS
    windows = reads("a.csv", lines + "Café".encode("cp1252"))
    kept = sum(len(text) for _, text in windows.texts)
    assert kept == 4_999_997, "whole lines, the last without its end"
    assert plain.SEARCHED in windows.sentences


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_what_is_not_kept_of_a_long_text_is_read_for_screening(
    reads: Reader, tmp_path: Path, encoding: str
) -> None:
    whole = "One café.\n" * 520_000 + "no line ends " * 10_000 + "last"
    notes = reads("a.txt", whole.encode(encoding))
    kept = "".join(text for _, text in notes.texts)
    rest = list(plain.rest_of(tmp_path / "a.txt", len(kept)))
    assert kept + "".join(rest) == whole
    assert max(map(len, rest)) <= 100_000


def test_no_word_is_cut_in_two_where_it_can_be_helped() -> None:
    pieces = list(pieces_of("01632 960001, " * 20_000))
    assert len(pieces) > 2
    assert all(piece.endswith(" ") for piece in pieces)


@pytest.mark.parametrize(
    "content",
    [
        b"<table><tr><td>=1+1</td></tr></table>",
        b'<img src="x" onerror="alert(1)">',
        b"Report\n\n<!DOCTYPE html>\n<html><body>x</body></html>",
        b"Name,Cost\n<html lang='en'><script src='x'></script>",
    ],
)
def test_a_page_without_its_head_is_refused_but_in_markdown(
    reads: Reader, content: bytes
) -> None:
    for name in ("a.txt", "a.csv"):
        assert "web page" in reads.refusal(name, content)
    assert reads("a.md", b"# Report\n" + content).texts


def test_words_in_angle_brackets_are_no_page(reads: Reader) -> None:
    for words in (b"<name of tool> is used", b"<p.smith@example.org>", b"<a or b>"):
        assert reads("a.txt", words).texts


def test_a_first_empty_line_is_counted(reads: Reader) -> None:
    """So that what is found later is told by the line that an editor shows."""
    assert words_at(reads("a.txt", b"\n\nHello\n"), "text") == "\n\nHello"


def test_a_cell_cut_between_pieces_is_no_formula(reads: Reader) -> None:
    assert not reads("a.csv", b"a=b" * 400_000).sentences


def test_markdown_may_hold_tags_and_speak_of_scripts(reads: Reader) -> None:
    assert not reads("a.md", b'<p align="center">Hello</p>\n').hidden
    notes = reads("a.md", b"# Safety\n\nNever paste `<script>` tags.\n")
    assert notes.hidden == {"script"}


def test_many_comments_are_read_in_a_moment(reads: Reader) -> None:
    began = time.monotonic()
    assert reads("a.md", b"<!-- -->" * 100_000 + b"Hello").texts
    assert "web page" in reads.refusal("a.md", b"<!-- -->" * 100_000 + PAGE)
    assert time.monotonic() - began < 5


def test_a_table_whose_first_letters_look_like_a_program_is_text(
    reads: Reader,
) -> None:
    assert reads("a.csv", b"MZ,BM,PK\n1,2,3\n").texts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("dialect", ["excel", "unix", "excel-tab"])
def test_tables_as_spreadsheets_write_them_are_taken(
    reads: Reader, encoding: str, dialect: str
) -> None:
    rows = yaml.safe_load(ORGANISATIONS.read_text(encoding="utf-8"))
    written = io.StringIO(newline="")
    table = csv.DictWriter(
        written, sorted({k for r in rows for k in r}), dialect=dialect
    )
    table.writeheader()
    table.writerows({**row, "source": "Cost £1,000; “quoted”, é"} for row in rows)
    made = reads("councils.csv", written.getvalue().encode(encoding))
    (_, words), *_ = made.texts
    assert rows[0]["name"] in words
    assert "£1,000" in words
