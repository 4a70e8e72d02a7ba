"""Judges the pictures in a file: how large they are, and what a camera wrote.

No picture is ever decoded; that a picture may be too large is decided here. Where
cameras write is `picture_notes`'s knowledge.
"""

import struct
from io import BytesIO
from typing import IO

from resources.inspection.notes import Notes
from resources.inspection.picture_notes import (
    TIFF,
    directories,
    read_at,
    segments,
    words_noted,
)
from resources.inspection.verdict import Hides, Refused

MAX_PIXELS = 64_000_000  # more than the cameras of most telephones
MAX_SCATTERED = 60 * 1024 * 1024  # bytes of a picture whose directory is at its end
TOO_LARGE = (
    "It holds a picture of {width:,} x {height:,} pixels, which would fill the memory"
    " of whoever opens it. Make the picture smaller and try again."
)
TOO_MANY_BYTES = (
    "It holds a picture of more than 60 MB. Make the picture smaller, or save it as"
    " JPEG or PNG, and try again."
)
_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", *TIFF)


def is_picture(head: bytes) -> bool:
    """Whether the first bytes are those of a picture."""
    return head.startswith(_STARTS) or _is_webp(head)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def look_at(picture: IO[bytes], notes: Notes) -> None:
    """Note the EXIF of a picture; raise Refused where it is too large.

    Bytes that are no picture are passed over.
    """
    width, height = size_of(picture)
    if width * height > MAX_PIXELS:
        raise Refused(TOO_LARGE.format(width=width, height=height))
    note_camera(picture, notes)


def note_camera(picture: IO[bytes], notes: Notes) -> None:
    """Note the EXIF of a picture of any size, and keep its words."""
    words = words_noted(picture)
    if words is not None:
        notes.hides(Hides.EXIF)
        notes.text("picture metadata", "\n".join(words))


def size_of(picture: IO[bytes]) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) where they are not found."""
    head = read_at(picture, 0, 32)
    try:
        if head.startswith(b"\x89PNG"):
            return struct.unpack_from(">II", head, 16)
        if head.startswith(b"GIF8"):
            return struct.unpack_from("<HH", head, 6)
        if head.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", head, 18)
            return abs(width), abs(height)
        if head.startswith(b"\xff\xd8"):
            return _size_of_jpeg(picture)
        if head.startswith(TIFF):
            return _size_of_tiff(picture)
        if _is_webp(head):
            return _size_of_webp(head)
    except struct.error:
        pass
    return 0, 0


def _size_of_jpeg(picture: IO[bytes]) -> tuple[int, int]:
    for marker, start, _ in segments(picture):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", read_at(picture, start + 1, 4))
            return width, height
    return 0, 0


def _size_of_tiff(picture: IO[bytes]) -> tuple[int, int]:
    """The largest of the pictures in it."""
    sizes = [(0, 0)]
    for entries in directories(picture):
        tags = {entry.tag: entry.value for entry in entries}
        sizes.append((tags.get(256, 0), tags.get(257, 0)))
    return max(sizes, key=lambda size: size[0] * size[1])


def _size_of_webp(head: bytes) -> tuple[int, int]:
    form = head[12:16]
    if form == b"VP8X":
        wide, high = head[24:27] + b"\0", head[27:30] + b"\0"
        return (
            struct.unpack("<I", wide)[0] + 1,
            struct.unpack("<I", high)[0] + 1,
        )
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        bits = struct.unpack_from("<I", head, 21)[0]
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return 0, 0


def of_head(head: bytes, whole: int) -> IO[bytes]:
    """A picture of which only the beginning is at hand; raises Refused where the
    directory is elsewhere. `whole` is its size in bytes."""
    if head.startswith(TIFF) and whole > len(head):
        raise Refused(TOO_MANY_BYTES)
    return BytesIO(head)
