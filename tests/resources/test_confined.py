"""Files are opened in a child process that may die without harm to this one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resources.inspection import child, confined
from resources.inspection.verdict import Refused
from tests.resources import files

SLOW = "import resources.inspection.child as c, {what}; c.limit(); {does}"
ROOT = Path(__file__).resolve().parent.parent.parent


def limited(does: str, what: str = "sys") -> int:
    """The status of a process that sets the child's limits and then does this."""
    return subprocess.run(
        [sys.executable, "-c", SLOW.format(what=what, does=does)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    ).returncode


def test_the_child_answers_in_a_moment(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.docx", files.word())
    confined.ask("read", "docx", path)
    began = time.monotonic()
    answer = confined.ask("read", "docx", path)
    assert time.monotonic() - began < 2  # a tenth of that on an idle machine
    assert answer["texts"] == [["text", "How we tried it."]]


def test_the_child_knows_neither_django_nor_the_environment(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "import resources.inspection.child, resources.inspection.readers as r;"
        "import resources.inspection.pdf;"
        "print([m for m in sys.modules if m.startswith(('django', 'councils'))])"
    )
    line = [sys.executable, "-I", "-c", script, str(ROOT)]
    assert subprocess.check_output(line, text=True).strip() == "[]"


def test_a_refusal_of_the_child_is_one_here(tmp_path: Path) -> None:
    path = files.write(tmp_path, "a.pdf", files.encrypted_pdf())
    with pytest.raises(Refused, match="password"):
        confined.ask("read", "pdf", path)


def test_a_child_that_breaks_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be read safely"):
        confined.ask("read", "docx", tmp_path / "absent.docx")


def test_a_child_that_takes_too_long_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    monkeypatch.setattr(confined, "PATIENCE", 0.5)
    with pytest.raises(Refused, match="could not be read safely"):
        confined.ask("read", "txt", pipe)


def test_an_answer_that_is_none_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write(tmp_path, "a.txt", b"hello")
    monkeypatch.setattr(confined, "MAX_ANSWER", 10)
    with pytest.raises(Refused, match="could not be read safely"):
        confined.ask("read", "txt", path)


def test_the_child_may_not_take_much_memory() -> None:
    assert limited("bytearray(10 * 1024 * 1024)") == 0
    assert limited("bytearray(250 * 1024 * 1024)") != 0


def test_the_child_may_not_write_much(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert (
        limited(f"open({str(target)!r}, 'wb').write(bytes(1000)) and sys.exit(0)") == 0
    )
    large = (
        f"f = open({str(target)!r}, 'wb'); [f.write(bytes(10**6)) for _ in range(99)]"
    )
    assert limited(large) != 0
    assert target.stat().st_size <= child.WRITTEN


def test_the_child_may_not_work_for_ever() -> None:
    script = (
        "import resource as r, resources.inspection.child as c; c.limit();"
        "print(r.getrlimit(r.RLIMIT_CPU))"
    )
    out = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True)
    assert out.strip() == str((child.SECONDS, child.SECONDS))


def test_limits_that_are_stricter_already_stay() -> None:
    script = (
        "import resource as r; r.setrlimit(r.RLIMIT_CPU, (5, 5));"
        "import resources.inspection.child as c; c.limit();"
        "print(r.getrlimit(r.RLIMIT_CPU))"
    )
    out = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True)
    assert out.strip() == "(5, 5)"


def test_hostile_files_stay_within_the_memory(tmp_path: Path) -> None:
    """Asked from a small process, since a child counts what its parent had at first."""
    bomb = files.changed(files.word(), {"word/media/a.bin": bytes(90 * 1024 * 1024)})
    files.write(tmp_path, "a.docx", bomb)
    files.write(tmp_path, "a.pdf", files.pdf(*["word"] * 1000))
    nested = "<w:p>" * 100_000 + "</w:p>" * 100_000
    files.write(tmp_path, "b.docx", files.word_with(nested))
    script = """
import resource, sys
from pathlib import Path
from resources.inspection import confined
from resources.inspection.verdict import Refused
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        confined.ask("read", path.suffix[1:], path)
    except Refused:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
    line = [sys.executable, "-c", script, tmp_path]
    largest = int(subprocess.check_output(line, cwd=ROOT))
    assert largest <= child.MEMORY
