"""`manage.py screen` reads a file for an officer at a terminal, or for a program."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.management.commands.screen import decoded

TEXT = "Nothing here\nNI AB 12 34 56 C and jane.smith@northford.gov.uk\n"


def screened(*arguments: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("screen", *arguments, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_an_officer_reads_where_what_and_what_to_do(file: Path) -> None:
    said, status = screened(str(file))
    assert status == 1
    assert "Line 2: AB •• •• •6 C (National Insurance number)" in said
    assert "Take the number out" in said
    assert "ja••••@northford.gov.uk" in said
    assert "2 found. This finds patterns, not names" in said
    assert "jane.smith" not in said


@pytest.mark.django_db
def test_a_program_reads_one_object_a_line(file: Path) -> None:
    said, status = screened(str(file), "--format", "json")
    assert status == 1
    assert [json.loads(line) for line in said.splitlines()] == [
        {"line": 2, "start": 3, "end": 16, "kind": "nino"},
        {"line": 2, "start": 21, "end": 48, "kind": "email"},
    ]


@pytest.mark.django_db
def test_a_clean_file_ends_with_0_and_still_says_what_was_not_sought(
    tmp_path: Path,
) -> None:
    clean = tmp_path / "clean.txt"
    clean.write_text("Write to foi@northford.gov.uk about case 0042.")
    said, status = screened(str(clean))
    assert status == 0
    assert "Nothing was found. This finds patterns, not names" in said
    assert screened(str(clean), "--format", "json") == ("", 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.txt", None, "There is no file"),
        ("", None, "is a folder"),
        ("a\x00b", None, "cannot be read"),
        ("paper.docx", b"PK\x03\x04word", "is not a text file"),
        ("picture.bin", b"a\x00b", "is not a text file"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=sentence) as refused:
        screened(f"{tmp_path}/{name}" if name else str(tmp_path))
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
)
def test_text_is_read_in_the_ways_that_files_are_written(encoding: str) -> None:
    text = "Café – £5\njane@northford.gov.uk"
    assert decoded(text.encode(encoding), "x") == text


def test_it_works_before_there_is_any_database(file: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "screen", "-", "--format", "json"],
        input=TEXT.encode() + b"foi@northford.gov.uk",
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={
            "PATH": "/usr/bin:/bin",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "SECRET_KEY": "tests-only-" + "0123456789" * 5,
            "EMAIL_URL": "memory://",
            "SITE_URL": "http://testserver",
            "ALLOWED_HOSTS": "testserver",
        },
    )
    assert ended.returncode == 1, ended.stderr
    assert [json.loads(line)["kind"] for line in ended.stdout.splitlines()] == [
        "nino",
        "email",
    ]
