"""`manage.py run` keeps the site alive through kill -9 and stops when asked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.embedded_postgres import CLONE

PATIENCE = 90  # seconds, on a machine where other tests run beside these


def wait_for(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether the condition came true within that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def children_of(pid: int) -> dict[int, str]:
    """{number: command line} of the processes that `pid` started and that live."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if parent == pid and line:
            found[int(folder.name)] = line
    return found


@dataclass
class Site:
    """A running site with a database and a port of its own."""

    environment: dict[str, str]
    port: int
    process: "subprocess.Popen[str]"

    @property
    def postmaster(self) -> int:
        file = Path(self.environment["PORTAL_PG_HOME"]) / "data" / "postmaster.pid"
        return int(file.read_text().split("\n")[0])

    def status(self, path: str = "/healthz") -> int:
        """The status of one page; 0 when nobody answers."""
        try:
            address = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(address, timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return 0

    def is_well(self) -> bool:
        return self.status() == 200

    def child(self, word: str) -> int | None:
        """The number of the child whose command has this word in it."""
        for pid, line in children_of(self.process.pid).items():
            if word in line:
                return pid
        return None


def start(environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=CLONE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A database's home: the first site to run in it fills it."""
    folder = Path(tempfile.mkdtemp(prefix="ne-run-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "pg"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "PORTAL_PG_HOME": str(home),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DEMONSTRATION": "off",
    }
    running = Site(environment, port, start(environment))
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(30)
    stop = "from portal import embedded_postgres; embedded_postgres.stop()"
    subprocess.run([sys.executable, "-c", stop], cwd=CLONE, env=environment)


def test_the_site_comes_back_after_kill_9_and_stops_when_asked(site: Site) -> None:
    assert wait_for(site.is_well)

    web = site.child("gunicorn")
    assert web
    os.kill(web, signal.SIGKILL)
    assert wait_for(lambda: site.child("gunicorn") not in (None, web))
    assert wait_for(site.is_well)

    worker = site.child("procrastinate")
    assert worker
    os.kill(worker, signal.SIGKILL)
    assert wait_for(lambda: site.child("procrastinate") not in (None, worker))

    web, database = site.child("gunicorn"), site.postmaster
    os.kill(database, signal.SIGKILL)
    assert wait_for(lambda: site.status() != 200 or site.postmaster != database)
    assert wait_for(site.is_well)
    assert site.postmaster != database
    assert site.child("gunicorn") == web, "the web server went on without a restart"

    second = start(site.environment)
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"Port {site.port} on 127.0.0.1 is in use" in said
    assert "Traceback" not in said
    assert site.is_well(), "the second start left the first alone"

    asked = time.monotonic()
    os.killpg(site.process.pid, signal.SIGINT)
    said, _ = site.process.communicate(timeout=30)
    assert time.monotonic() - asked < 15
    assert site.process.returncode == 0
    assert "Stopped" in said
    assert site.status() == 0
    assert not Path(f"/proc/{web}").exists()
    assert not (
        Path(site.environment["PORTAL_PG_HOME"]) / "data/postmaster.pid"
    ).exists()


def test_killing_the_supervisor_takes_its_children_along(site: Site) -> None:
    assert wait_for(site.is_well)
    web, worker = site.child("gunicorn"), site.child("procrastinate")
    site.process.kill()
    site.process.wait()
    for child in (web, worker):
        assert wait_for(lambda child=child: not Path(f"/proc/{child}").exists())
    again = Site(site.environment, site.port, start(site.environment))
    try:
        assert wait_for(again.is_well)
    finally:
        again.process.terminate()
        again.process.wait(30)
