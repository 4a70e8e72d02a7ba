"""`manage.py check_file` answers as an upload would, and leaves nothing behind.

Three cases start it as an officer does; what is answered is asked in this process.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from resources import malware
from resources.inspection.judging import inspect_file
from tests.resources import files

ROOT = Path(__file__).resolve().parent.parent.parent


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an officer does, with no database anywhere."""
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_PG_HOME": str(folder / "database"),
    }
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check_file", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@dataclass(frozen=True)
class Done:
    """What the command said, and its status, without a process of its own."""

    stdout: str
    returncode: int


@pytest.fixture
def here(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where `check` looks."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> Done:
    said, status = StringIO(), 0
    try:
        call_command("check_file", *arguments, stdout=said)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return Done(said.getvalue(), status)


def answers(done: Done | subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_file_is_one_line_of_json(tmp_path: Path) -> None:
    files.write(tmp_path, "good.docx", files.word_with_comment())
    files.write(tmp_path, "bad.pdf", files.encrypted_pdf())
    done = run(tmp_path, "good.docx", "bad.pdf", "--format", "json")
    assert done.returncode == 1
    good, bad = answers(done)
    assert good == {
        "path": "good.docx",
        "accepted": True,
        "type": "docx",
        "reason": malware.NOT_CONFIGURED,
        "hidden": ["comments"],
        "findings": [{"kind": "phone", "where": "comments"}],
    }
    assert not bad["accepted"]
    assert "password" in bad["reason"]
    assert not (tmp_path / "database").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.pdf", "good.docx"]


def test_the_status_is_zero_when_all_are_accepted(tmp_path: Path) -> None:
    files.write(tmp_path, "a.md", b"# Plan\n")
    done = run(tmp_path, "a.md")
    assert done.returncode == 0
    assert "Accepted: a.md" in done.stdout
    assert "not scanned" in done.stdout


def test_a_folder_is_walked_in_order(here: Path) -> None:
    folder = here / "shelf"
    (folder / "b").mkdir(parents=True)
    for name in ("c.txt", "a.txt", "b/d.exe", "b/\u202eb.txt"):
        files.write(folder, name, b"hello")
    done = check("shelf", "--format", "json")
    assert [(a["path"], a["accepted"]) for a in answers(done)] == [
        ("shelf/a.txt", True),
        ("shelf/c.txt", True),
        ("shelf/b/d.exe", False),
        ("shelf/b/\u202eb.txt", True),
    ]
    assert "\u202e" not in check("shelf").stdout


def test_a_path_that_is_not_there_has_its_line_among_the_others(here: Path) -> None:
    files.write(here, "a.txt", b"hello")
    (here / "empty").mkdir()
    paths = ["nothing.docx", "a.txt", "empty"]
    done = check(*paths, "--format", "json")
    assert done.returncode == 1
    found = answers(done)
    assert [answer["path"] for answer in found] == paths
    assert [answer["accepted"] for answer in found] == [False, True, False]
    assert "no such file" in found[0]["reason"]
    assert "no files" in found[2]["reason"]


def test_what_is_no_file_is_refused_without_being_opened(here: Path) -> None:
    os.mkfifo(here / "pipe.txt")
    (here / "nowhere.txt").symlink_to("/nowhere")
    (here / "device.txt").symlink_to("/dev/zero")
    for answer in answers(check(".", "--format", "json")):
        assert not answer["accepted"]
        assert answer["reason"].endswith(".")


def test_a_name_that_looks_like_an_option_is_a_file_behind_two_dashes(
    here: Path,
) -> None:
    files.write(here, "--format=csv.txt", b"hello")
    done = check("--format", "json", "--", "--format=csv.txt")
    assert [answer["path"] for answer in answers(done)] == ["--format=csv.txt"]


def test_what_stands_behind_five_million_characters_is_found(here: Path) -> None:
    """On its own line; only the search leaves it out."""
    lines = b"The council writes about AI.\n" * 200_000
    files.write(here, "a.txt", lines + b"Ring 01632 960001\n")
    (answer,) = answers(check("a.txt", "--format", "json"))
    assert answer["findings"] == [{"kind": "phone", "where": "line 200001"}]


def test_a_name_in_no_encoding_is_answered(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.txt")
    Path(os.fsdecode(path)).write_bytes(b"hello")
    for style in ("json", "text"):
        assert run(tmp_path, ".", "--format", style).returncode == 1, style


HOSTILE = {
    "empty.docx": b"",
    "truncated.pdf": files.pdf("one")[:-30],
    "bomb.xlsx": files.changed(files.book(), {"xl/a.bin": bytes(8 * 1024 * 1024)}),
    "huge.docx": files.changed(files.word(), {"a.png": files.png(10**4, 10**4)}),
    "script.pdf": files.pdf(adapt=files.act({"/S": "/JavaScript", "/JS": "x"})),
    "program.pdf": b"MZ\x90\0" + bytes(100),
    "nul.csv": b"a,b\0\n",
    "page.md": b"<html><body>x</body></html>",
    "good.odt": files.open_document(),
    "notes.pptx": files.slides("Say this"),
}  # fmt: skip


def test_the_command_and_the_function_agree(here: Path) -> None:
    for name, content in HOSTILE.items():
        files.write(here, name, content)
    paths = [str(here / name) for name in HOSTILE]
    for answer in answers(check(*paths, "--format", "json")):
        verdict = inspect_file(Path(answer["path"]))
        assert answer["accepted"] == verdict.accepted, answer
        assert answer["reason"] == verdict.reason
        assert answer["hidden"] == list(verdict.hidden)
        assert answer["type"] == verdict.type


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_the_whole_command_fits_in_300_mb(tmp_path: Path) -> None:
    files.write(tmp_path, "a.pdf", files.pdf(*["word"] * 1000))
    files.write(tmp_path, "b.docx", HOSTILE["bomb.xlsx"])
    line = [sys.executable, ROOT / "manage.py", "check_file", tmp_path]
    limited = "import os, resource, sys; n = 300 * 1024 * 1024;"
    limited += "resource.setrlimit(resource.RLIMIT_AS, (n, n));"
    limited += "os.execv(sys.executable, sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", limited, *map(str, line)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PORTAL_PG_HOME": str(tmp_path / "none")},
    )
    assert "Accepted: " in done.stdout, done.stderr
    assert "REFUSED: " in done.stdout
