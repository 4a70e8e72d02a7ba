"""The embedded database starts, survives kill -9, and belongs to one clone."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal import embedded_postgres as embedded

SOURCE = Path(embedded.__file__)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home for a database of this test's own, in reach of any account."""
    folder = Path(tempfile.mkdtemp(prefix="ne-pg-", dir="/tmp"))
    folder.chmod(0o755)
    monkeypatch.setenv("PORTAL_PG_HOME", str(folder))
    yield folder
    embedded.stop()
    shutil.rmtree(folder, ignore_errors=True)


def execute(statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(embedded.url(), autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def kill_the_server() -> None:
    pid = embedded._postmaster()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while embedded.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_committed_rows_survive_kill_9_and_reset_drops_them(place: Path) -> None:
    assert not embedded.is_running()
    assert embedded.ensure_running() == embedded.url()
    execute("CREATE TABLE kept (n int)")
    execute("INSERT INTO kept VALUES (42)")
    kill_the_server()
    assert not embedded.is_running()
    embedded.ensure_running()
    assert execute("SELECT n FROM kept") == [(42,)]

    embedded.stop()
    assert not embedded.is_running()
    embedded.stop()  # twice does no harm

    embedded.reset()
    embedded.ensure_running()
    assert execute("SELECT to_regclass('kept')") == [(None,)]


def test_nobody_reaches_it_from_outside(place: Path) -> None:
    embedded.ensure_running()
    assert execute("SHOW listen_addresses") == [("",)]
    assert execute("SHOW fsync") == [("on",)]
    assert embedded.socket_directory().stat().st_mode & 0o777 == 0o700
    assert embedded.data_directory().stat().st_mode & 0o777 == 0o700


def test_processes_that_start_it_at_once_share_one_server(place: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from portal import embedded_postgres as e; e.ensure_running();"
        "print(e._postmaster())",
    ]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=embedded.CLONE)
        for _ in range(3)
    ]
    said = {process.communicate(timeout=60)[0].strip() for process in started}
    assert said == {str(embedded._postmaster())}


def test_a_lock_file_left_by_a_number_now_reused_is_forgotten(place: Path) -> None:
    embedded.ensure_running()
    kill_the_server()
    account = embedded._account()  # PostgreSQL minds processes of its own account only
    stranger = subprocess.Popen(
        ["sleep", "60"], user=account.pw_uid if account else None, cwd="/"
    )
    try:
        file = embedded.data_directory() / "postmaster.pid"
        lines = file.read_text().split("\n")
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        embedded.ensure_running()
        assert embedded._postmaster() != stranger.pid
    finally:
        stranger.kill()
        stranger.wait()


def test_two_clones_have_homes_of_their_own(tmp_path: Path) -> None:
    script = (
        "import embedded_postgres as e;"
        "print(e.home(), e.socket_directory(), e.url(), sep='|')"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PORTAL_PG_HOME"}
    said = []
    for name in ("one", "two"):
        folder = tmp_path / name / "portal"
        folder.mkdir(parents=True)
        shutil.copy(SOURCE, folder)
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout.strip().split("|"))
    for mine, theirs in zip(*said, strict=True):
        assert mine != theirs


def test_a_long_path_gets_a_short_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PG_HOME", "/srv/" + "long/" * 30)
    socket = embedded.socket_directory() / ".s.PGSQL.5432.lock"
    assert len(os.fsencode(socket)) <= embedded.LONGEST_SOCKET
    assert not str(socket).startswith("/srv")


def test_a_place_that_cannot_be_used_is_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_PG_HOME", "/proc/nowhere")
    with pytest.raises(embedded.EmbeddedPostgresError, match="PORTAL_PG_HOME"):
        embedded.ensure_running()
