"""Reads the headers of pictures: how large they are and what a camera wrote.

No picture is ever decoded here; that a picture may be too large is decided here too.
"""

import re
import struct

from resources.inspection.notes import Notes
from resources.inspection.verdict import Hides, Refused

MAX_PIXELS = 64_000_000  # more than the cameras of most telephones
TOO_LARGE = (
    "It holds a picture of {width:,} x {height:,} pixels, which would fill the memory"
    " of whoever opens it. Make the picture smaller and try again."
)
_NEEDED = 256 * 1024  # bytes of a picture that are looked at
_TAGGED = re.compile(rb">([^<>]{3,2000})<")
_ASCII = 2  # the form of a value that is text
_MORE = 34665  # leads to a second directory, which programs write for size alone
# Description, maker, model, program, date, artist, computer, rights, position, title,
# words, author; everything of the second directory but versions, colours and size.
_TELLING = {270, 271, 272, 305, 306, 315, 316, 33432, 34853, 40091, 40092, 40093}
_PLAIN = {36864, 37121, 40960, 40961, 40962, 40963}


def look_at(head: bytes, notes: Notes) -> None:
    """Note the EXIF of a picture; raise Refused where it is too large.

    `head` is its first 256 KB; bytes that are no picture are passed over.
    """
    head = head[:_NEEDED]
    width, height = size_of(head)
    if width * height > MAX_PIXELS:
        raise Refused(TOO_LARGE.format(width=width, height=height))
    note_camera(head, notes)


def note_camera(head: bytes, notes: Notes) -> None:
    """Note the EXIF of a picture of any size, and keep its words."""
    written = camera_notes(head)
    if written:
        notes.hides(Hides.EXIF)
        notes.text("picture metadata", "\n".join(_words(written)))


def size_of(head: bytes) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) where they are not found."""
    try:
        if head.startswith(b"\x89PNG"):
            return struct.unpack_from(">II", head, 16)
        if head.startswith(b"GIF8"):
            return struct.unpack_from("<HH", head, 6)
        if head.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", head, 18)
            return abs(width), abs(height)
        if head.startswith(b"\xff\xd8"):
            return _size_of_jpeg(head)
        if head.startswith((b"II*\0", b"MM\0*")):
            tags = dict(_tags(head))
            return tags.get(256, 0), tags.get(257, 0)
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _size_of_webp(head)
    except struct.error:
        pass
    return 0, 0


def _segments(head: bytes) -> list[tuple[int, int, int]]:
    """(marker, start, end) of the segments of a JPEG before its picture."""
    found, at = [], 2
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            break
        length = struct.unpack_from(">H", head, at + 2)[0]
        found.append((marker, at + 4, at + 2 + length))
        at += 2 + max(length, 2)
    return found


def _size_of_jpeg(head: bytes) -> tuple[int, int]:
    for marker, start, _ in _segments(head):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", head, start + 1)
            return width, height
    return 0, 0


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


def _tags(tiff: bytes, at: int = 0) -> list[tuple[int, int]]:
    """(tag, value or offset) of a directory of a TIFF or EXIF block, else its first."""
    return [(tag, value) for tag, _, _, value in _entries(tiff, at)]


def _entries(tiff: bytes, at: int = 0) -> list[tuple[int, int, int, int]]:
    """(tag, form, number of values, value or offset) of each entry of a directory."""
    order = "<" if tiff[:2] == b"II" else ">"
    at = at or struct.unpack_from(order + "I", tiff, 4)[0]
    (count,) = struct.unpack_from(order + "H", tiff, at)
    found = []
    for number in range(count):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            break
        tag, form, length = struct.unpack_from(order + "HHI", tiff, entry)
        code = "H" if form == 3 else "I"
        (value,) = struct.unpack_from(order + code, tiff, entry + 8)
        found.append((tag, form, length, value))
    return found


def _words(block: bytes) -> list[str]:
    """What a block says in words, without the noise of its thumbnail."""
    if not block.startswith((b"II*\0", b"MM\0*")):
        told = _TAGGED.findall(block) or block.split(b"\0")[1:]
        return [text.decode("utf-8", "replace").strip() for text in told]
    try:
        entries = _entries(block)
        more = [value for tag, _, _, value in entries if tag == _MORE]
        entries += [entry for at in more for entry in _entries(block, at)]
    except struct.error:
        return []
    return [
        block[value : value + length].decode("latin-1").strip("\0 ")
        for _, form, length, value in entries
        if form == _ASCII and length > 4
    ]


def camera_notes(head: bytes) -> bytes:
    """The EXIF or XMP block of a picture that tells something, or nothing."""
    for block in _blocks(head):
        if block.startswith((b"II*\0", b"MM\0*")):
            if _tells(block):
                return block[:65536]
        elif re.search(rb"(?:exif|tiff):\w|GPS|dc:creator|photoshop:\w", block):
            return block[:65536]
    return b""


def _tells(block: bytes) -> bool:
    """Whether an EXIF block says more than size, resolution and orientation."""
    try:
        tags = dict(_tags(block))
        if _TELLING & tags.keys():
            return True
        more = {tag for tag, _ in _tags(block, tags[_MORE])} if _MORE in tags else set()
    except struct.error:
        return False
    return bool(more - _PLAIN)


def _blocks(head: bytes) -> list[bytes]:
    """The blocks of a picture where cameras and programs write."""
    if head.startswith(b"\xff\xd8"):
        app1 = [head[a:b] for marker, a, b in _segments(head) if marker == 0xE1]
        return [block[6:] if block[:6] == b"Exif\0\0" else block for block in app1]
    if head.startswith(b"\x89PNG"):
        return _blocks_of_png(head)
    if head.startswith((b"II*\0", b"MM\0*")):
        return [head]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        at = head.find(b"EXIF")
        return [head[at + 8 :].removeprefix(b"Exif\0\0")] if at > 0 else []
    return []


def _blocks_of_png(head: bytes) -> list[bytes]:
    found, at = [], 8
    while at + 8 <= len(head):
        (length,) = struct.unpack_from(">I", head, at)
        name, body = head[at + 4 : at + 8], head[at + 8 : at + 8 + length]
        if name == b"eXIf" or (name == b"iTXt" and b"xmp" in body[:64]):
            found.append(body)
        if name in (b"tEXt", b"zTXt", b"iTXt"):
            key = body.split(b"\0", 1)[0]
            if key in (b"Raw profile type exif", b"Author", b"Comment", b"Copyright"):
                found.append(b"photoshop:text " + body)
        at += 12 + length
    return found


def without_camera(picture: bytes) -> bytes:
    """A JPEG or PNG without what a camera or program wrote, else the same bytes.

    Which way up it is stays, since it would lie on its side without.
    """
    if not camera_notes(picture):
        return picture
    try:
        if picture.startswith(b"\xff\xd8"):
            return _jpeg_without(picture)
        if picture.startswith(b"\x89PNG"):
            return _png_without(picture)
    except struct.error:
        pass
    return picture


def _jpeg_without(picture: bytes) -> bytes:
    kept = bytearray(picture[:2])
    at = 2
    for marker, start, end in _segments(picture):
        if marker == 0xE1:
            kept += _turned(picture[start + 6 : end])
        elif marker != 0xED:  # of Photoshop: captions and names
            kept += picture[start - 4 : end]
        at = end
    return bytes(kept) + picture[at:]


def _turned(block: bytes) -> bytes:
    """An EXIF segment with nothing but the orientation, if it has one."""
    if not block.startswith((b"II*\0", b"MM\0*")):
        return b""
    turned = dict(_tags(block)).get(274, 1)
    if not 2 <= turned <= 8:
        return b""
    entry = struct.pack("<HHIHH", 274, 3, 1, turned, 0)
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_without(picture: bytes) -> bytes:
    kept, at = bytearray(picture[:8]), 8
    while at + 8 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        if picture[at + 4 : at + 8] not in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            kept += picture[at : at + 12 + length]
        at += 12 + length
    return bytes(kept)
