"""Writes a picture again without what a camera or a program wrote into it.

Which way up it is stays, since it would lie on its side without. Which pictures are
written again is `stripping`'s business.
"""

import struct
from io import BytesIO

from resources.inspection.picture_notes import (
    GIF_XMP,
    MORE,
    PLACE,
    PNG_TEXTS,
    TELLING,
    TIFF,
    Entry,
    directories,
    entries_of,
    png_chunks,
    segments,
    webp_chunks,
    words_noted,
)

_TURN = 274  # the tag of which way up it is
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_COUNTED_DOWN = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
_NOTED = 0b00001100  # the bits of a WebP that promise EXIF and XMP


def without_camera(picture: bytes) -> bytes:
    """A JPEG, PNG, GIF, TIFF or WebP without such notes; other bytes as they are."""
    if words_noted(BytesIO(picture)) is None:
        return picture
    try:
        if picture.startswith(b"\xff\xd8"):
            return _jpeg_without(picture)
        if picture.startswith(b"\x89PNG"):
            return _png_without(picture)
        if picture.startswith(TIFF):
            return _tiff_without(picture)
        if picture.startswith(b"GIF8"):
            return _gif_without(picture)
        return _webp_without(picture)
    except struct.error:
        return picture


def _jpeg_without(picture: bytes) -> bytes:
    kept = bytearray(picture[:2])
    at = 2
    for marker, start, end in segments(BytesIO(picture)):
        if marker == 0xE1:
            kept += turned(picture[start + 6 : end])
        elif marker != 0xED:  # of Photoshop: captions and names
            kept += picture[start - 4 : end]
        at = end
    return bytes(kept) + picture[at:]


def turned(block: bytes) -> bytes:
    """An EXIF segment with nothing but the orientation, if it has one."""
    if not block.startswith(TIFF):
        return b""
    first = next(directories(BytesIO(block)), [])
    turn = next((entry.value for entry in first if entry.tag == _TURN), 1)
    if not 2 <= turn <= 8:
        return b""
    entry = struct.pack("<HHIHH", _TURN, 3, 1, turn, 0)
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_without(picture: bytes) -> bytes:
    kept = bytearray(picture[:8])
    for name, start, end in png_chunks(BytesIO(picture)):
        if name != b"eXIf" and name not in PNG_TEXTS:
            kept += picture[start - 8 : end + 4]
    return bytes(kept)


def _webp_without(picture: bytes) -> bytes:
    kept = bytearray(picture[:12])
    for name, start, end in webp_chunks(BytesIO(picture)):
        if name in (b"EXIF", b"XMP "):
            continue
        at = len(kept)
        kept += picture[start - 8 : end + (end - start) % 2]
        if name == b"VP8X":
            kept[at + 8] &= ~_NOTED
    struct.pack_into("<I", kept, 4, len(kept) - 8)
    return bytes(kept)


def _gif_without(picture: bytes) -> bytes:
    """XMP ends with all bytes counted down, so that any reader finds its way out."""
    start = picture.find(GIF_XMP)
    end = picture.find(_COUNTED_DOWN, start)
    if start < 0 or end < 0:
        return picture
    return picture[:start] + picture[end + len(_COUNTED_DOWN) :]


def _tiff_without(picture: bytes) -> bytes:
    """The same TIFF with the telling entries and their words overwritten in place.

    Its picture lies at offsets that stand all over the file, so that nothing may move.
    """
    kept = bytearray(picture)
    file = BytesIO(picture)
    for entries in directories(file):
        if not entries:
            continue
        for entry in entries:
            if entry.tag in (MORE, PLACE):
                for inner in entries_of(file, entry.value)[0]:
                    _blank(kept, inner)
            if entry.tag == MORE or entry.tag in TELLING:
                _blank(kept, entry)
        _close_up(kept, entries)
    return bytes(kept)


def _blank(kept: bytearray, entry: Entry) -> None:
    """Write zeros over what an entry refers to."""
    size = _SIZES.get(entry.form, 1) * entry.count
    at = entry.value if size > 4 else entry.at + 8
    end = min(at + size, len(kept))
    if at < end:
        kept[at:end] = bytes(end - at)


def _close_up(kept: bytearray, entries: list[Entry]) -> None:
    """Write a directory again without the entries that tell something."""
    first, count = entries[0].at, len(entries)
    gone = {MORE, *TELLING}
    lines = [bytes(kept[e.at : e.at + 12]) for e in entries if e.tag not in gone]
    after = bytes(kept[first + 12 * count : first + 12 * count + 4])
    written = b"".join(lines) + after
    order = "<" if kept[:2] == b"II" else ">"
    struct.pack_into(order + "H", kept, first - 2, len(lines))
    end = min(first + 12 * count + 4, len(kept))
    kept[first:end] = written.ljust(end - first, b"\0")[: end - first]
