"""Opens zip-based files with care: counted, bounded, without tricks in the directory.

What stands inside is read by `office` and `opendocument`; every member is read whole
once, so that a damaged one is noticed.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from resources.inspection.allowed import ENCRYPTED
from resources.inspection.verdict import Refused

MAX_MEMBERS = 2_000
MAX_UNPACKED = 400 * 1024 * 1024  # bytes
MAX_RATIO = 100
SMALL = 4 * 1024 * 1024  # bytes unpacked from which on the ratio is looked at
MAX_UNSEEN = 256 * 1024  # bytes between the parts, such as sizes written once more
MAX_PART = 8 * 1024 * 1024  # bytes of a part that is read whole
_CHUNK = 64 * 1024
_ENCRYPTED_FLAG = 0x1
_FROM_ROOT = ("/xl/", "/word/", "/ppt/", "/docProps/")  # XlsxWriter names parts so
_END, _END_SIZE = b"PK\x05\x06", 22  # how the directory ends, without a comment
_TAIL = 66 * 1024  # bytes in which it must end
_LOCAL_HEADER = 30  # bytes, before name and extra field

DAMAGED = (
    "It is damaged or was cut short on its way. Open it, save it again and try again."
)
TOO_MANY = f"It holds more than {MAX_MEMBERS:,} parts."
TOO_LARGE = "It grows beyond 400 MB when it is unpacked."
BOMB = "A part of it grows more than 100 times when it is unpacked, as a zip bomb does."
ODD = "The directory of its parts is not what an Office program writes ({what})."


@dataclass
class Budget:
    """What may still be unpacked, shared with the files embedded in the file."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_UNPACKED


class Package:
    """An open zip-based file whose directory was checked. Not for writing."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        """Raises Refused where the directory cannot be trusted."""
        self.budget = budget
        self.inner: set[str] = set()  # parts found to be packages of their own
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise Refused(DAMAGED) from None
        members = [m for m in self._zip.infolist() if not m.is_dir()]
        budget.members -= len(self._zip.infolist())
        if budget.members < 0:
            raise Refused(TOO_MANY)
        for member in members:
            _check_member(member)
        _check_layout(self._zip.infolist(), self._zip.start_dir, file)
        self._members = {m.filename: m for m in members}
        self._folded = {_folded(name): name for name in self._members}
        if len(self._folded) < len(members):
            raise Refused(ODD.format(what="a name stands in it twice"))

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the file's order."""
        return list(self._members)

    def find(self, name: str) -> str | None:
        """The part of that name, whatever the case of its letters."""
        return self._folded.get(_folded(name))

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked, as the directory says."""
        return self._members[name].file_size

    def is_stored_first(self, name: str) -> bool:
        """Whether a part stands first in the file and is not compressed."""
        member = self._members.get(name)
        return (
            member is not None
            and member.header_offset == 0
            and member.compress_type == zipfile.ZIP_STORED
        )

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece; raises Refused where it is damaged."""
        try:
            with self._zip.open(self._members[name]) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OSError,
        ):
            raise Refused(DAMAGED) from None

    def counted(self, name: str) -> Iterator[bytes]:
        """The same, counted against what may be unpacked; for the one whole reading."""
        packed = max(self._members[name].compress_size, 1)
        seen = 0
        for chunk in self.chunks(name):
            seen += len(chunk)
            self.budget.bytes -= len(chunk)
            if self.budget.bytes < 0:
                raise Refused(TOO_LARGE)
            if seen > SMALL and seen > MAX_RATIO * packed:
                raise Refused(BOMB)
            yield chunk

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """A small part whole; raises Refused where it is larger than `limit` bytes."""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > limit:
                raise Refused(BOMB if limit == MAX_PART else TOO_LARGE)
        return bytes(found)


def _folded(name: str) -> str:
    return name.lstrip("/").casefold()


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if member.flag_bits & _ENCRYPTED_FLAG:
        raise Refused(ENCRYPTED)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(ODD.format(what="a way of packing that none of them uses"))
    leads_out = name.startswith("/") and not name.startswith(_FROM_ROOT)
    if leads_out or ":" in name or ".." in name.split("/"):
        raise Refused(ODD.format(what="a name that leads out of the file"))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(ODD.format(what="a part that stands for another file"))
    if member.file_size > MAX_UNPACKED:
        raise Refused(TOO_LARGE)
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(
        member.compress_size, 1
    ):
        raise Refused(BOMB)


def _check_layout(
    members: list[zipfile.ZipInfo], directory_at: int, file: IO[bytes]
) -> None:
    """Parts must follow one another, from the first byte, without lying in another.

    Nothing large may stand between them: no program that opens the file would see it.
    """
    end = unseen = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise Refused(ODD.format(what="parts lie within one another"))
        if end == 0 and member.header_offset != 0:
            raise Refused(ODD.format(what="something stands before the first part"))
        unseen += member.header_offset - end
        file.seek(member.header_offset)
        header = file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise Refused(DAMAGED)
        name_and_extra = sum(struct.unpack_from("<HH", header, 26))
        end = member.header_offset + _LOCAL_HEADER + name_and_extra
        end += member.compress_size
    if end > directory_at:
        raise Refused(ODD.format(what="parts lie within one another"))
    if unseen + directory_at - end > MAX_UNSEEN:
        raise Refused(ODD.format(what="something stands between its parts"))
    _check_tail(file)
    file.seek(0)
    if b"%PDF-" in file.read(1024):
        raise Refused(ODD.format(what="it is a PDF at the same time"))


def _check_tail(file: IO[bytes]) -> None:
    """The directory must end the file, but for padding that mail programs add."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    rest = tail[tail.rfind(_END) + _END_SIZE :]
    if rest.strip(b"\0 \t\r\n"):
        raise Refused(ODD.format(what="something follows the last part"))
