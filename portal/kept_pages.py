"""Whole answers for strangers, kept in this process and named by what made them.

When one may be given is `portal.conditional`'s; that it is still true is said by its
tag, which `councils.generation` changes with every write. ADR 13 says why.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone

from councils.generation import generation

FLOORS = ("councils", "catalogue", "resources", "skills", "governance", "portal")
PLAIN_BYTES = 12 * 1024 * 1024
QUERY_BYTES = 4 * 1024 * 1024
LARGEST = 512 * 1024  # bytes of one answer
LONGEST_QUERY = 200  # characters
MOST_PARAMETERS = 3

Address = tuple[str, str, str, bool]
"""Origin, path, query, and whether it may be compressed."""


@dataclass(frozen=True)
class Kept:
    """One answer as it was sent, compressed or not, with the tag it was made under."""

    tag: str
    headers: dict[str, str]
    body: bytes

    def answer(self) -> HttpResponse:
        return HttpResponse(self.body, headers=self.headers)


class Shelf:
    """The answers asked for last, as many as fit into `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()  # gunicorn's threads share it

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, address: Hashable) -> Kept | None:
        """The answer last kept for an address, whether or not its tag still holds."""
        with self._lock:
            found = self._kept.get(address)
            if found is not None:
                self._kept.move_to_end(address)
            return found

    def put(self, address: Hashable, kept: Kept) -> None:
        """Keep an answer in the place of an older one; those long unasked go."""
        with self._lock:
            self._take(address)
            self._kept[address] = kept
            self.size += len(kept.body)
            while self.size > self.limit:
                self._take(next(iter(self._kept)))

    def _take(self, address: Hashable) -> None:
        taken = self._kept.pop(address, None)
        self.size -= len(taken.body) if taken else 0


_plain = Shelf(PLAIN_BYTES)
_with_query = Shelf(QUERY_BYTES)


def shelf_for(request: HttpRequest) -> Shelf | None:
    """Where the answer to this request is kept; None for one too particular to keep.

    Addresses with a query have a small shelf of their own, so that a robot which
    walks all filters cannot push the plain pages out.
    """
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return _plain
    if len(query) > LONGEST_QUERY or query.count("&") >= MOST_PARAMETERS:
        return None
    return _with_query


def address_of(request: HttpRequest) -> Address:
    """What tells one answer from another, for readers who are all strangers."""
    origin = f"{request.scheme}://{request.get_host()}"
    accepts = request.META.get("HTTP_ACCEPT_ENCODING", "")
    query = request.META.get("QUERY_STRING", "")
    return origin, request.path, query, bool(re_accepts_gzip.search(accepts))


def tag_now(address: Address) -> str:
    """The weak entity tag that an answer made from now on has; one statement."""
    origin, path, query, _ = address
    days = f"{timezone.localdate()} {datetime.now(UTC).date()}"
    parts = (
        generation().public,
        release(),
        settings.DEMONSTRATION,
        days,
        origin,
        path,
        query,
    )
    said = "\n".join(str(part) for part in parts)
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def today() -> tuple[date, date]:
    """The day here and the database's, for what is kept of pages.

    They say how fresh entries are by the first, and which councils exist by the second.
    """
    return timezone.localdate(), datetime.now(UTC).date()


@cache
def release() -> str:
    """What this code says, as a digest: templates, modules, static files, libraries."""
    root: Path = settings.BASE_DIR
    names = [path for floor in FLOORS for path in root.glob(f"{floor}/**/*.py")]
    names += root.glob("templates/**/*.html")
    names += [settings.STATIC_ROOT / "staticfiles.json", root / "requirements.txt"]
    digest = hashlib.sha256()
    for path in sorted(names):
        if path.is_file():
            digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
