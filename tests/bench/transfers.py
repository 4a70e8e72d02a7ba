"""Many people load one file at once: a process of its own beside the measurement.

`python -m tests.bench.transfers ADDRESS PEOPLE SECONDS SHA256` waits until all have an
answer begun, reads each to its end, no faster than in SECONDS, and compares it byte for
byte by its digest. It prints one line of JSON.
"""

import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from urllib.parse import urlsplit

PIECE = 64 * 1024
PATIENCE = 300  # seconds


@dataclass
class Transfers:
    """How the transfers ended; `at_once` is how many were open at one moment."""

    people: int
    whole: int = 0
    failed: int = 0
    seconds: float = 0.0
    at_once: int = 0
    why: str = ""


class Crowd:
    """So many people, each with a thread, who ask at the same moment."""

    def __init__(self, address: str, people: int, seconds: float, digest: str) -> None:
        self.address = urlsplit(address)
        self.seconds, self.digest = seconds, digest
        self.found = Transfers(people)
        self.open = 0
        self.lock = threading.Lock()
        self.start = threading.Barrier(people)

    def run(self) -> Transfers:
        """Load them all."""
        threads = [threading.Thread(target=self._one) for _ in range(self.found.people)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.found.seconds = time.monotonic() - begun
        return self.found

    def _one(self) -> None:
        why = ""
        self.start.wait()
        try:
            digest = self._load()
            if digest != self.digest:
                why = "other bytes"
        except (OSError, http.client.HTTPException) as fault:
            why = repr(fault)
        with self.lock:
            if why:
                self.found.failed, self.found.why = self.found.failed + 1, why
            else:
                self.found.whole += 1

    def _load(self) -> str:
        host, port = self.address.hostname or "", self.address.port
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        connection.request("GET", self.address.path)
        answer = connection.getresponse()
        with self.lock:
            self.open += 1
            self.found.at_once = max(self.found.at_once, self.open)
        try:
            return self._read(answer)
        finally:
            with self.lock:
                self.open -= 1
            connection.close()

    def _read(self, answer: http.client.HTTPResponse) -> str:
        size = int(answer.headers["Content-Length"])
        digest, done, begun = sha256(), 0, time.monotonic()
        while piece := answer.read(PIECE):
            digest.update(piece)
            done += len(piece)
            ahead = self.seconds * done / size - (time.monotonic() - begun)
            if ahead > 0:
                time.sleep(ahead)
        return digest.hexdigest() if answer.status == 200 else f"{answer.status}"


if __name__ == "__main__":
    _, address, people, seconds, digest = sys.argv
    crowd = Crowd(address, int(people), float(seconds), digest)
    print(json.dumps(asdict(crowd.run())))  # noqa: T201  its answer
