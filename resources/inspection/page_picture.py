"""Draws the first page of a PDF as a PNG, in the child process.

PDFium draws, without forms and their scripts; the PNG is written here, since that
takes few lines.
"""

import struct
import zlib
from pathlib import Path

import pypdfium2

from resources.inspection.packages import DAMAGED
from resources.inspection.pdf import NO_PAGES
from resources.inspection.verdict import Refused

LONGEST_SIDE = 900  # pixels
_CHANNELS = 3  # red, green, blue


def draw(path: Path, out: Path) -> None:
    """Write the first page to `out`; raises Refused where it cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(path)
        if not len(document):
            raise Refused(NO_PAGES)
        page = document[0]
        side = max(page.get_size())
        if side <= 0:
            raise Refused(DAMAGED)
        bitmap = page.render(scale=min(LONGEST_SIDE / side, 3), rev_byteorder=True)
    except pypdfium2.PdfiumError:
        raise Refused(DAMAGED) from None
    pixels, width = bytes(bitmap.buffer), bitmap.width * _CHANNELS
    starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
    rows = b"".join(b"\0" + pixels[start : start + width] for start in starts)
    out.write_bytes(_png(bitmap.width, bitmap.height, rows))


def _png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG (ISO/IEC 15948:2004) of red, green and blue, 8 bits each."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
