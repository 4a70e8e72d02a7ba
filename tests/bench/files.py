"""Measures large files: what an upload costs a web process, and many downloads at once.

The clients of the downloads are `tests.bench.transfers`; the bounds are here.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

from councils.models import Sharing
from resources.models import Resource, ResourceVersion
from tests.bench import catalogue
from tests.bench.servers import ROOT, Server
from tests.bench.transfers import Transfers

MB = 1024 * 1024
UPLOAD, DOWNLOAD, PEOPLE = 50 * MB, 10 * MB, 200
PACES = (0.0, 10.0)
"""Seconds that a download takes at least: as fast as it goes, and as people load."""
MOST_EXTRA = 100  # megabytes of a web process, for one upload
EVERY = 0.25  # seconds between two pages asked for meanwhile
BOUNDARY = "a-boundary-that-stands-in-no-random-bytes"


@dataclass
class Meanwhile:
    """What other pages answered while something else went on."""

    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def said(self) -> str:
        if not self.times:
            return f"none answered, {self.failed} failed"
        middle, worst = statistics.median(self.times), max(self.times)
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{len(self.times)} asked, {middle:.0f} ms, worst {worst:.0f}{failed}"


@dataclass
class Upload:
    """A worker's megabytes before, at most during, and after; of the largest."""

    before: float
    peak: float
    after: float
    seconds: float
    status: int
    meanwhile: Meanwhile

    @property
    def extra(self) -> float:
        return self.peak - self.before


@dataclass
class FileFacts:
    """What was found of large files."""

    upload: Upload
    downloads: list[tuple[float, Transfers, Meanwhile]]
    quiet: Meanwhile
    """The same other pages while nothing else goes on."""


def measure(portal: Server, cookie: str) -> FileFacts:
    """One upload, then the downloads at each pace."""
    with other_pages(portal, cookie) as quiet:
        time.sleep(4)
    upload = _upload(portal, cookie)
    path, digest = _public_file()
    downloads = []
    for pace in PACES:
        with other_pages(portal, cookie) as meanwhile:
            found = _crowd(portal.address + path, pace, digest)
        downloads.append((pace, found, meanwhile))
    return FileFacts(upload, downloads, quiet)


def _public_file() -> tuple[str, str]:
    """The address and digest of a file that strangers may have."""
    made = Resource.objects.filter(sharing=Sharing.PUBLIC, current_version=1).latest(
        "pk"
    )
    content = os.urandom(DOWNLOAD)
    digest = sha256(content).hexdigest()
    version = ResourceVersion.objects.get(resource=made, number=1)
    default_storage.delete(version.key)
    default_storage.save(version.key, ContentFile(content))
    ResourceVersion.objects.filter(pk=version.pk).update(
        size_bytes=DOWNLOAD, sha256=digest
    )
    return f"/resources/{made.key}/download/", digest


def _crowd(address: str, pace: float, digest: str) -> Transfers:
    command = [sys.executable, "-m", "tests.bench.transfers", address]
    ended = subprocess.run(
        [*command, str(PEOPLE), str(pace), digest],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return Transfers(**json.loads(ended.stdout))


def _upload(portal: Server, cookie: str) -> Upload:
    """Send a file through the form, as a browser does, in one go."""
    made = Resource.objects.filter(lead__slug=catalogue.COUNCIL).latest("pk")
    path = f"/resources/{made.key}/versions/add/"
    token = get_random_string(32)
    body = BytesIO(_form(token, os.urandom(UPLOAD - 1024)))
    before = portal.memory()
    begun = time.monotonic()
    with other_pages(portal, cookie) as meanwhile, peak_of(portal) as peak:
        status = _post(portal.address, path, body, f"{cookie}; csrftoken={token}")
    seconds = time.monotonic() - begun
    return Upload(before, max(peak), portal.memory(), seconds, status, meanwhile)


def _form(token: str, content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"'
        f"\r\n\r\n{token}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data;"
        ' name="file"; filename="large.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def _post(address: str, path: str, body: BytesIO, cookie: str) -> int:
    host = urlsplit(address)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=120)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(body.getbuffer())),
        "Cookie": cookie,
        "Referer": address + path,
    }
    connection.request("POST", path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@contextmanager
def peak_of(portal: Server) -> Iterator[list[float]]:
    """Watch the largest worker's megabytes while the block runs."""
    seen, ended = [portal.memory()], threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            seen.append(portal.memory())

    yield from _beside(watch, ended, seen)


@contextmanager
def other_pages(portal: Server, cookie: str) -> Iterator[Meanwhile]:
    """Ask for a member's list again and again while the block runs."""
    found, ended = Meanwhile(), threading.Event()

    def ask() -> None:
        while not ended.is_set():
            begun = time.monotonic()
            try:
                portal.get("/resources/", {"Cookie": cookie})
                found.times.append((time.monotonic() - begun) * 1000)
            except (OSError, http.client.HTTPException):
                found.failed += 1
            ended.wait(EVERY)

    yield from _beside(ask, ended, found)


def _beside(do: Any, ended: threading.Event, found: Any) -> Iterator[Any]:
    thread = threading.Thread(target=do)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()
