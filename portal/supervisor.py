"""Keeps the web server, the worker and the embedded database of a local run alive.

What is prepared before they start is `manage.py run`'s. Linux only.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from portal import embedded_postgres

GRACE = 8  # seconds for web and worker to finish what they do; the database has 5
LONGEST_PAUSE = 10  # seconds before a child that keeps dying is tried again
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
Say = Callable[[str], object]


def _die_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that is started again whenever it ends by itself."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start it in a session of its own: the terminal's Ctrl-C is the parent's."""
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_POOL"}
        self.process = subprocess.Popen(
            self.command,
            env=environment,
            cwd=embedded_postgres.CLONE,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # no thread runs here
        )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def pause(self) -> float:
        """Seconds to wait before the next start: longer each time it dies young."""
        young = time.monotonic() - self.started_at < LONGEST_PAUSE
        self.failures = self.failures + 1 if young else 0
        return float(min(self.failures, LONGEST_PAUSE))

    def signal(self, number: int) -> None:
        """Send a signal to it and all that it started, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Starts children, watches them, and stops everything when asked to."""

    children: list[Child]
    say: Say
    uses_embedded_database: bool
    due: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        """Start all children."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Start again what ends, until an exception (Ctrl-C, SIGTERM) ends this."""
        turn = 0
        while True:
            self.tend()
            if turn % 4 == 0:
                self.tend_database()
            turn += 1
            time.sleep(0.5)

    def tend(self) -> None:
        """Start again the children that ended, each after its pause."""
        now = time.monotonic()
        for child in self.children:
            if not child.has_ended():
                continue
            if child.name not in self.due:
                assert child.process is not None
                pause = child.pause()
                self.say(
                    f"The {child.name} stopped (status {child.process.returncode}); "
                    + (
                        "starting it again."
                        if not pause
                        else f"again in {pause:.0f} s."
                    )
                )
                self.due[child.name] = now + pause
            if now >= self.due[child.name]:
                del self.due[child.name]
                child.start()

    def tend_database(self) -> None:
        """Start the embedded database again where it has gone."""
        if self.uses_embedded_database and not embedded_postgres.is_running():
            self.say("The database stopped; starting it again.")
            try:
                embedded_postgres.ensure_running()
            except embedded_postgres.EmbeddedPostgresError as fault:
                self.say(str(fault))

    def stop(self) -> None:
        """Stop the children, then the database: within 15 seconds."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.signal(signal.SIGKILL)
        if self.uses_embedded_database:
            embedded_postgres.stop()


def web_and_worker(host: str, port: int, workers: int, threads: int) -> list[Child]:
    """The two processes of the site, one web server and one worker."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [
        *(sys.executable, "-m", "gunicorn", "portal.wsgi"),
        *("--bind", bind, "--workers", str(workers)),
        *("--worker-class", "gthread", "--threads", str(threads)),
        *("--timeout", "60", "--graceful-timeout", "5", "--log-level", "error"),
        *("--limit-request-line", "8190", "--no-control-socket"),
    ]
    worker = [
        *(sys.executable, "manage.py", "procrastinate", "worker"),
        *("--shutdown-graceful-timeout", "5"),
    ]
    return [Child("web server", web), Child("worker", worker)]


def answers(address: str) -> bool:
    """Whether the address gives a 200 within two seconds."""
    try:
        with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310  our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
