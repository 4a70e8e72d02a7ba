"""Sends a file as an attachment: whole, in part, or that it has not changed.

Ranges and conditions are those of RFC 9110. Who may have the file was asked before.
"""

import re
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from councils.models.person import User
from resources.inspection.allowed import ALLOWED
from resources.models import Download, ResourceVersion, ShareLink

CHUNK = 64 * 1024  # bytes read at a time
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
GONE = "The file is not where it should be. Whoever runs this site has been told."


def send(
    request: HttpRequest, version: ResourceVersion, link: ShareLink | None = None
) -> HttpResponseBase:
    """The file of a ready version, counted where its beginning was fetched.

    The connection to the database is given back first: a slow reader would hold it.
    """
    etag = f'"{version.sha256}"'
    answer: Any = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = _body(request, version, etag, link)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Encoding"] = "identity"  # else it would be compressed
    if not connection.in_atomic_block:
        connection.close()
    return answer


def _body(
    request: HttpRequest, version: ResourceVersion, etag: str, link: ShareLink | None
) -> HttpResponseBase:
    size = version.size_bytes
    span = wanted_range(request, size, etag)
    if span is None:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = span
    is_part = (first, last) != (0, size - 1)
    answer = _answer(request, version, first, last - first + 1)
    answer.status_code = 206 if is_part else 200
    if is_part:
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(True, version.name) or "attachment"
    )
    if first == 0 and request.method == "GET":
        _count(request, version, link)
    return answer


def _answer(
    request: HttpRequest, version: ResourceVersion, first: int, length: int
) -> HttpResponseBase:
    media_type = ALLOWED[version.detected_type].media_type
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type)
    try:
        file = default_storage.open(version.key)
    except FileNotFoundError:
        raise Http404(GONE) from None
    answer = FileResponse(_Part(file, first, length), content_type=media_type)
    answer.block_size = CHUNK
    return answer


class _Part:
    """A part of an open file, to be read once.

    A web server that is given the file's number hands the rest to the kernel: bytes
    then go out without this process's doing, so that other pages are not kept waiting.
    """

    def __init__(self, file: Any, first: int, length: int) -> None:
        file.seek(first)
        self.file, self.left = file, length

    def read(self, size: int) -> bytes:
        """The next piece; nothing after the part's end."""
        piece: bytes = self.file.read(min(size, self.left))
        self.left -= len(piece)
        return piece

    def fileno(self) -> int:
        """The number of the open file, which stands where the part begins."""
        return int(self.file.fileno())

    def close(self) -> None:
        self.file.close()


def wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """(first, last) byte to send; the whole where no single range is asked for.

    None where the range lies beyond the file. A range that was asked of another state
    of the file (If-Range) is answered with the whole.
    """
    whole = (0, size - 1)
    found = _RANGE.match(request.META.get("HTTP_RANGE", "").strip())
    if found is None or request.META.get("HTTP_IF_RANGE", etag) != etag:
        return whole
    start, end = found.groups()
    if not start and not end:
        return whole
    if not start:
        length = int(end)
        return (max(0, size - length), size - 1) if length else None
    first = int(start)
    last = min(int(end), size - 1) if end else size - 1
    if first >= size:
        return None
    return (first, last) if first <= last else whole


def _count(
    request: HttpRequest, version: ResourceVersion, link: ShareLink | None
) -> None:
    by = request.user if isinstance(request.user, User) else None
    Download.objects.create(version=version, link=link, by=by)
