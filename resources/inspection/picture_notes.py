"""Finds what a camera or a program wrote into a picture: EXIF, XMP, captions.

Only headers and directories are read, wherever in the picture they stand. Taking such
notes out is `picture_copies`'s; what they lead to, `pictures`'.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

TIFF = (b"II*\0", b"MM\0*")
LONGEST = 64 * 1024  # bytes of one block that are looked at
MOST = 10_000  # chunks, segments or directories of one picture
MORE = 34665  # leads to a second directory, which programs write for size alone
PLACE = 34853  # leads to a directory of where it was taken
# Description, maker, model, program, date, artist, computer, XMP, rights, captions,
# layers, place, title, words, author, keywords, subject.
TELLING = {
    270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, PLACE,
    40091, 40092, 40093, 40094, 40095,
}  # fmt: skip
GIF_XMP = b"\x21\xff\x0bXMP DataXMP"
PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_PLAIN = {36864, 37121, 40960, 40961, 40962, 40963}  # versions, colours and size
_ASCII = 2  # the form of a value that is text
_XMP = re.compile(rb"(?:exif|tiff):\w|GPS|dc:creator|photoshop:\w")
_TAGGED = re.compile(rb">([^<>]{3,2000})<")
_TELLING_KEYS = {b"Author", b"Artist", b"Comment", b"Copyright"} | {
    b"Raw profile type " + kind for kind in (b"exif", b"APP1", b"iptc", b"xmp")
}
# Captions of press photographs (IPTC): title, words, author, places, headline, credit,
# source, rights, contact, description, writer.
_CAPTION = re.compile(
    rb"\x1c\x02[\x05\x19\x50\x55\x5a\x5c\x5f\x65\x69\x6e\x73\x74\x76\x78\x7a]"
    rb"\0[\x01-\xff]"
)


@dataclass(frozen=True)
class Entry:
    """One line of a directory of a TIFF: `value` is an offset where it is long."""

    at: int
    tag: int
    form: int
    count: int
    value: int


def read_at(picture: IO[bytes], at: int, size: int) -> bytes:
    """As many bytes from there as there are."""
    picture.seek(at)
    return picture.read(size)


def find_in(picture: IO[bytes], mark: bytes) -> int | None:
    """Where such bytes stand first, or None."""
    at, kept = 0, b""
    while chunk := read_at(picture, at, LONGEST):
        found = (kept + chunk).find(mark)
        if found >= 0:
            return at - len(kept) + found
        at, kept = at + len(chunk), chunk[1 - len(mark) :]
    return None


def entries_of(tiff: IO[bytes], at: int) -> tuple[list[Entry], int]:
    """A directory's entries, and where the next directory is (0 for none).

    Raises struct.error where it is cut short.
    """
    order = "<" if read_at(tiff, 0, 2) == b"II" else ">"
    (count,) = struct.unpack(order + "H", read_at(tiff, at, 2))
    lines = read_at(tiff, at + 2, 12 * count + 4)
    found = []
    for number in range(min(count, len(lines) // 12)):
        tag, form, length = struct.unpack_from(order + "HHI", lines, 12 * number)
        code = "H" if form == 3 else "I"
        (value,) = struct.unpack_from(order + code, lines, 12 * number + 8)
        found.append(Entry(at + 2 + 12 * number, tag, form, length, value))
    end = lines[12 * count : 12 * count + 4]
    return found, struct.unpack(order + "I", end)[0] if len(end) == 4 else 0


def directories(tiff: IO[bytes]) -> Iterator[list[Entry]]:
    """The entries of each picture of a TIFF or EXIF block, not those they lead to."""
    order = "<" if read_at(tiff, 0, 2) == b"II" else ">"
    (at,) = struct.unpack(order + "I", read_at(tiff, 4, 4))
    seen: set[int] = set()
    while at and at not in seen and len(seen) < MOST:
        seen.add(at)
        entries, at = entries_of(tiff, at)
        yield entries


def segments(jpeg: IO[bytes]) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of the segments of a JPEG before its picture."""
    at = 2
    for _ in range(MOST):
        head = read_at(jpeg, at, 4)
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA:
            return
        if head[1] == 0xFF:
            at += 1
            continue
        length = struct.unpack_from(">H", head, 2)[0]
        yield head[1], at + 4, at + 2 + length
        at += 2 + max(length, 2)


def png_chunks(png: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of the chunks of a PNG."""
    at = 8
    for _ in range(MOST):
        head = read_at(png, at, 8)
        if len(head) < 8:
            return
        length = struct.unpack_from(">I", head)[0]
        yield head[4:], at + 8, at + 8 + length
        at += 12 + length


def webp_chunks(webp: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of the chunks of a WebP."""
    at = 12
    for _ in range(MOST):
        head = read_at(webp, at, 8)
        if len(head) < 8:
            return
        length = struct.unpack_from("<I", head, 4)[0]
        yield head[:4], at + 8, at + 8 + length
        at += 8 + length + length % 2


def words_noted(picture: IO[bytes]) -> list[str] | None:
    """The words of the notes in a picture, which may be none; None without notes."""
    if read_at(picture, 0, 4) in TIFF:
        return _words_of_tiff(picture) if _tells(picture) else None
    told = [
        words for block in _blocks(picture) if (words := _words_of(block)) is not None
    ]
    return [word for words in told for word in words] if told else None


def _words_of(block: bytes) -> list[str] | None:
    if block.startswith(TIFF):
        inner = BytesIO(block)
        return _words_of_tiff(inner) if _tells(inner) else None
    if block.startswith(b"Photoshop 3.0\0"):
        return _captions(block) or None
    if not _XMP.search(block):
        return None
    told = _TAGGED.findall(block) or block.split(b"\0")[1:]
    return [text.decode("utf-8", "replace").strip() for text in told]


def _tells(tiff: IO[bytes]) -> bool:
    """Whether an EXIF block or TIFF says more than size, resolution, orientation."""
    try:
        for entries in directories(tiff):
            for entry in entries:
                if entry.tag in TELLING:
                    return True
                if entry.tag == MORE:
                    more, _ = entries_of(tiff, entry.value)
                    if {one.tag for one in more} - _PLAIN:
                        return True
    except struct.error:
        pass
    return False


def _words_of_tiff(tiff: IO[bytes]) -> list[str]:
    """What a TIFF or EXIF block says in words, without the noise of its thumbnail."""
    found: list[Entry] = []
    try:
        for entries in directories(tiff):
            found += entries
            for entry in entries:
                if entry.tag == MORE:
                    found += entries_of(tiff, entry.value)[0]
    except struct.error:
        pass
    return [
        read_at(tiff, entry.value, min(entry.count, LONGEST))
        .decode("latin-1")
        .strip("\0 ")
        for entry in found[:MOST]
        if entry.form == _ASCII and entry.count > 4
    ]


def _captions(block: bytes) -> list[str]:
    found = []
    for match in _CAPTION.finditer(block):
        length = block[match.end() - 1]
        found.append(block[match.end() : match.end() + length])
    return [text.decode("utf-8", "replace") for text in found]


def _blocks(picture: IO[bytes]) -> Iterator[bytes]:
    """The blocks of a picture where cameras and programs write."""
    head = read_at(picture, 0, 12)
    if head.startswith(b"\xff\xd8"):
        for marker, start, end in segments(picture):
            if marker in (0xE1, 0xED):
                yield read_at(picture, start, end - start).removeprefix(b"Exif\0\0")
    elif head.startswith(b"\x89PNG"):
        yield from _blocks_of_png(picture)
    elif head.startswith(b"GIF8"):
        at = find_in(picture, GIF_XMP)
        if at is not None:
            yield read_at(picture, at, LONGEST)
    elif head[:4] == b"RIFF" and head[8:] == b"WEBP":
        for name, start, end in webp_chunks(picture):
            if name in (b"EXIF", b"XMP "):
                block = read_at(picture, start, min(end - start, LONGEST))
                yield block.removeprefix(b"Exif\0\0")


def _blocks_of_png(png: IO[bytes]) -> Iterator[bytes]:
    for name, start, end in png_chunks(png):
        if name != b"eXIf" and name not in PNG_TEXTS:
            continue
        body = read_at(png, start, min(end - start, LONGEST))
        if name == b"eXIf" or (name == b"iTXt" and b"xmp" in body[:64]):
            yield body
        elif body.split(b"\0", 1)[0] in _TELLING_KEYS:
            yield b"photoshop:text " + body
