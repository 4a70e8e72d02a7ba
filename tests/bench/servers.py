"""Starts the portal and the floor under the same gunicorn, and loads one of them.

What is asked of them is `pages`, what is made of the answers `measure`.
"""

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.supervisor import web_and_worker

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("report.lua")
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Point:
    """What one run of wrk saw, in milliseconds."""

    p50: float
    p95: float
    rate: float
    requests: int
    failed: int


class Server:
    """One WSGI application under gunicorn, as `manage.py run` starts the portal's."""

    def __init__(self, application: str, port: int, environ: Headers) -> None:
        self.address = f"http://127.0.0.1:{port}"
        web, _ = web_and_worker(
            "127.0.0.1", port, settings.WEB_WORKERS, settings.WEB_THREADS
        )
        self.process = subprocess.Popen(
            [application if part == "portal.wsgi" else part for part in web.command],
            cwd=ROOT,
            env={**os.environ, **environ},
            start_new_session=True,
        )

    def wait(self, path: str, headers: Headers) -> None:
        """Return when an address answers; raises RuntimeError after a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.get(path, headers)
                return
            except OSError as fault:
                if getattr(fault, "code", 0) >= 500:
                    raise RuntimeError(f"{self.address}{path}: {fault}") from fault
                time.sleep(0.2)
        raise RuntimeError(f"{self.address} does not answer")

    def get(self, path: str, headers: Headers) -> bytes:
        """The body at an address."""
        request = urllib.request.Request(self.address + path, headers=dict(headers))
        with urllib.request.urlopen(request, timeout=60) as response:
            body: bytes = response.read()
        return body

    def tag(self, path: str) -> str:
        """The entity tag at an address."""
        with urllib.request.urlopen(self.address + path, timeout=60) as response:
            return str(response.headers["ETag"])

    def load(
        self, path: str, headers: Headers, connections: int, seconds: float
    ) -> Point:
        """Ask for one address as fast as it answers."""
        given = [part for h in headers.items() for part in ("-H", ": ".join(h))]
        told = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"),
                *("--timeout", "30s", "-s", str(SCRIPT), *given, self.address + path),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        said = json.loads(told.strip().splitlines()[-1])
        return Point(
            said["p50"],
            said["p95"],
            said["requests"] / said["seconds"],
            said["requests"],
            said["failed"],
        )

    def workers(self) -> list[int]:
        """The processes that gunicorn started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def memory(self) -> float:
        """Megabytes of the largest worker: proportional set size."""
        found = []
        for pid in self.workers():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    found.append(int(line.split()[1]) / 1024)
        return max(found)

    def stop(self) -> None:
        """Stop it and its workers."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)
