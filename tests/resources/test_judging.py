"""One function judges a file: name, size, inside, what it hides, what it says."""

import hashlib
import os
from pathlib import Path

import pytest

from resources import malware
from resources.inspection import allowed, judging
from resources.inspection.judging import inspect_file
from resources.inspection.names import PATH_LEFT_OUT
from resources.inspection.verdict import MAX_BYTES, Place, Scan
from tests.resources import files

NINO = "QQ123456C".replace("QQ", "AB")


def test_a_good_file_is_accepted_with_all_that_is_known(tmp_path: Path) -> None:
    content = files.pdf("First.", "Second.", author="Ann Example")
    verdict = inspect_file(files.write(tmp_path, "Plan.PDF", content))
    assert verdict.accepted
    assert verdict.name == "Plan.PDF"
    assert verdict.type == "pdf"
    assert verdict.size == len(content)
    assert verdict.sha256 == hashlib.sha256(content).hexdigest()
    assert verdict.pages == 2
    assert verdict.hidden == ("author",)
    assert verdict.texts[-1] == ("page 2", "Second.")


def test_without_a_scanner_the_reason_says_so(tmp_path: Path) -> None:
    verdict = inspect_file(files.write(tmp_path, "a.txt", b"hello"))
    assert verdict.accepted
    assert verdict.scan is Scan.NOT_SCANNED
    assert verdict.reason == malware.NOT_CONFIGURED


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", b"", judging.EMPTY),
        ("a.exe", b"MZ\0", allowed.REASONS["exe"]),
        ("a.docm", b"PK", allowed.REASONS["docm"]),
        ("a.doc", b"x", allowed.REASONS["doc"]),
        ("a.svg", b"<svg/>", allowed.REASONS["svg"]),
        ("a.html", b"<html/>", allowed.REASONS["html"]),
        ("a.zip", b"PK", allowed.REASONS["zip"]),
        ("a.xyz", b"x", allowed.NOT_ALLOWED),
        ("passwd", b"root:x:0:0", allowed.NO_EXTENSION),
    ],
)
def test_a_file_that_may_not_come_in_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    verdict = inspect_file(files.write(tmp_path, name, content))
    assert not verdict.accepted
    assert verdict.reason == sentence


def test_a_program_under_the_name_of_a_pdf_is_refused(tmp_path: Path) -> None:
    verdict = inspect_file(files.write(tmp_path, "a.pdf", b"MZ\x90\0" + bytes(999)))
    assert "inside it is a program" in verdict.reason


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    verdict = inspect_file(path)
    assert verdict.reason == judging.TOO_LARGE
    assert not verdict.sha256


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "c.txt").mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        assert inspect_file(tmp_path / name).reason == judging.NO_FILE, name


def test_the_name_given_by_a_browser_counts(tmp_path: Path) -> None:
    path = files.write(tmp_path, "upload.tmp", files.word())
    verdict = inspect_file(path, "../../plan\u202e.docx")
    assert verdict.accepted
    assert verdict.name == "plan.docx"
    assert PATH_LEFT_OUT in verdict.reason
    assert not inspect_file(path, "../../etc/passwd").accepted
    assert not inspect_file(path, "").accepted


def test_findings_say_where_they_stand(tmp_path: Path) -> None:
    lines = f"Fine.\nFine.\nNational Insurance number {NINO}\n"
    plain = inspect_file(files.write(tmp_path, "a.txt", lines.encode()))
    assert plain.findings == (Place("nino", "line 3"),)
    page = inspect_file(
        files.write(tmp_path, "a.pdf", files.pdf("Fine.", f"NI number {NINO}"))
    )
    assert page.findings == (Place("nino", "page 2"),)


def test_what_hides_is_screened_too(tmp_path: Path) -> None:
    notes = files.slides(f"NI number {NINO}")
    verdict = inspect_file(files.write(tmp_path, "a.pptx", notes))
    assert verdict.hidden == ("speaker_notes",)
    assert verdict.findings == (Place("nino", "slide 2 (notes)"),)
    named = files.word(author=f"{NINO}")
    verdict = inspect_file(files.write(tmp_path, "a.docx", named))
    assert verdict.findings == (Place("nino", "file properties"),)


def test_lines_are_counted_through_a_long_text(tmp_path: Path) -> None:
    lines = "A line that says nothing of anybody.\n" * 8000 + f"NI number {NINO}\n"
    verdict = inspect_file(files.write(tmp_path, "a.txt", lines.encode()))
    assert len(verdict.texts) > 1
    assert verdict.findings == (Place("nino", "line 8001"),)


def test_a_text_full_of_one_number_is_not_looked_through_for_minutes(
    tmp_path: Path,
) -> None:
    """After thousands of findings on one line, what follows them adds nothing."""
    numbers = "01632 960001, " * (judging.MAX_FOUND * 2)
    path = files.write(tmp_path, "a.csv", f"{numbers}\n{NINO}\n".encode())
    assert inspect_file(path).findings == (Place("phone", "line 1"),)


def test_the_mailbox_of_a_team_is_no_finding(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.txt", b"Write to foresight@northford.gov.uk")
    assert inspect_file(path).findings == (Place("email", "line 1"),)
    assert inspect_file(path, role_mailboxes={"foresight"}).findings == ()
