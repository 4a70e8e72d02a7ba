"""A zip-based file is refused where its directory lies, grows without end or is locked.

The overlapping bomb is laid out as in D. Fifield, "A better zip bomb" (WOOT 2019).
"""

import io
import struct
import zipfile
import zlib

import pytest

from resources.inspection import allowed, packages, sweep
from resources.inspection.verdict import Refused
from tests.resources import files
from tests.resources.reading import Reader

ZEROS = bytes(8 * 1024 * 1024)


def rewritten(package: bytes, extra: list[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """The package with members appended as they are given."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for member, content in extra:
            archive.writestr(member, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.odt"])
def test_a_part_that_grows_too_much_is_refused(reads: Reader, name: str) -> None:
    made = {
        "a.docx": files.word,
        "a.xlsx": files.book,
        "a.pptx": files.slides,
        "a.odt": files.open_document,
    }
    bomb = files.changed(made[name](), {"media/zeros.bin": ZEROS})
    assert reads.refusal(name, bomb) == packages.BOMB


def test_a_file_that_grows_beyond_the_limit_is_refused() -> None:
    made = files.zipped({f"{n}.bin": bytes(range(256)) * 100 for n in range(10)})
    package = packages.Package(io.BytesIO(made), packages.Budget(bytes=100_000))
    with pytest.raises(Refused, match="beyond 400 MB"):
        for name in package.names:
            list(package.counted(name))


def test_too_many_parts_are_refused(reads: Reader) -> None:
    many = {f"customXml/{n}.xml": b"<a/>" for n in range(2001)}
    assert reads.refusal("a.docx", files.changed(files.word(), many)) == (
        packages.TOO_MANY
    )


def overlapping(count: int) -> bytes:
    """A zip whose members all lie in the same packed bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(100_000)) + packer.flush()
    check = zlib.crc32(bytes(100_000))
    sizes = struct.pack("<III", check, len(packed), 100_000)
    name = b"word/document.xml"
    local = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    body = local + struct.pack("<HH", len(name), 0) + name + packed
    directory = b""
    for number in range(count):
        entry = b"%04d" % number + name[4:]
        directory += b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + entry
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def test_parts_that_lie_in_one_another_are_refused(reads: Reader) -> None:
    assert "within one another" in reads.refusal("a.docx", overlapping(3))


def test_a_name_that_stands_twice_is_refused(reads: Reader) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = rewritten(files.word(), [(zipfile.ZipInfo(files.DOCUMENT), b"<a/>")])
    assert "stands in it twice" in reads.refusal("a.docx", twice)


def test_two_names_that_differ_in_case_alone_are_refused(reads: Reader) -> None:
    upper = zipfile.ZipInfo(files.DOCUMENT.upper())
    twice = rewritten(files.word(), [(upper, b"<a/>")])
    assert "stands in it twice" in reads.refusal("a.docx", twice)


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/etc/evil.xml", "word/../../e.xml", "C:/evil.xml"]
)
def test_a_name_that_leads_out_is_refused(reads: Reader, name: str) -> None:
    leading = files.changed(files.word(), {name: b"<a/>"})
    assert "leads out of the file" in reads.refusal("a.docx", leading)


def test_parts_named_from_the_root_are_taken_as_xlsxwriter_writes_them(
    reads: Reader,
) -> None:
    """So it names the parts of pictures in cells; a second copy is still noticed."""
    named = files.changed(files.book(), {"/xl/richData/richValueRel.xml": b"<a/>"})
    assert reads("a.xlsx", named).texts
    twice = files.changed(files.book(), {"/xl/workbook.xml": b"<a/>"})
    assert "stands in it twice" in reads.refusal("a.xlsx", twice)


def test_a_locked_part_is_refused(reads: Reader) -> None:
    locked = bytearray(files.open_document())
    at = locked.index(b"PK\1\2")
    locked[at + 8] |= 1
    assert reads.refusal("a.odt", bytes(locked)) == allowed.ENCRYPTED


def test_a_rare_way_of_packing_is_refused(reads: Reader) -> None:
    member = zipfile.ZipInfo("word/extra.xml")
    member.compress_type = zipfile.ZIP_BZIP2
    packed = rewritten(files.word(), [(member, b"<a/>" * 100)])
    assert "way of packing" in reads.refusal("a.docx", packed)


def test_something_before_the_first_part_is_refused(reads: Reader) -> None:
    moved = b"PK\3\4 not a header" + files.word()
    assert "before the first part" in reads.refusal("a.docx", moved)


def test_a_pdf_inside_a_package_is_no_package(reads: Reader) -> None:
    members = {"note.txt": b"%PDF-1.7 is here", **files.members_of(files.word())}
    double = files.zipped(members, stored=("note.txt",))
    assert "a PDF at the same time" in reads.refusal("a.docx", double)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
@pytest.mark.parametrize("name", ["a.docx", "a.ods"])
def test_a_truncated_package_is_refused(reads: Reader, name: str, kept: float) -> None:
    whole = files.word() if name == "a.docx" else files.open_document("spreadsheet")
    assert reads.refusal(name, whole[: int(len(whole) * kept)]) == packages.DAMAGED


def test_a_damaged_part_is_refused(reads: Reader) -> None:
    whole = bytearray(files.word(picture=files.png(64, 64)))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("word/media/image1.png").header_offset
    whole[at + 70] ^= 0xFF
    assert reads.refusal("a.docx", bytes(whole)) == packages.DAMAGED


def test_an_archive_in_a_file_is_refused(reads: Reader) -> None:
    inner = files.zipped({"a.txt": b"hello"})
    nested = files.changed(files.word(), {"word/media/a.zip": inner})
    assert reads.refusal("a.docx", nested) == sweep.ARCHIVE


def test_files_in_files_in_files_are_refused(reads: Reader) -> None:
    nested = files.word()
    for _ in range(4):
        nested = files.changed(files.word(), {"word/embeddings/a.docx": nested})
    assert reads.refusal("a.docx", nested) == sweep.TOO_DEEP


def test_a_bomb_in_an_embedded_file_is_found(reads: Reader) -> None:
    bomb = files.changed(files.book(), {"xl/media/zeros.bin": ZEROS})
    nested = files.changed(files.word(), {"word/embeddings/a.xlsx": bomb})
    assert reads.refusal("a.docx", nested) == packages.BOMB


def test_embedded_files_share_the_limit_of_parts(reads: Reader) -> None:
    many = {f"customXml/{n}.xml": b"<a/>" for n in range(700)}
    inner = files.changed(files.book(), many)
    outer = {f"word/embeddings/{n}.xlsx": inner for n in range(3)}
    assert reads.refusal("a.docx", files.changed(files.word(), outer)) == (
        packages.TOO_MANY
    )


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.odt", "a.odp"])
def test_a_zip_that_is_something_else_is_refused(reads: Reader, name: str) -> None:
    assert reads.refusal(name, files.zipped({"a.txt": b"hello"}))


def test_a_white_picture_may_grow(reads: Reader) -> None:
    """Small parts may grow as they like: most screenshots are of one colour."""
    reads("a.docx", files.changed(files.word(), {"word/media/a.emf": ZEROS[:1000000]}))


def test_something_after_the_last_part_is_refused(reads: Reader) -> None:
    """A program, a page or a second archive; but padding of mail programs is taken."""
    whole = files.word()
    for tail in (b"MZ\x90\0", b"<script>", b"x" * 70_000):
        assert reads.refusal("a.docx", whole + tail)
    assert reads("a.docx", whole + b"\r\n" + bytes(20)).texts


def test_something_large_between_the_parts_is_refused(reads: Reader) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.members_of(files.word()).items():
            archive.writestr(name, content)
        assert archive.fp
        archive.fp.seek(archive.start_dir)
        archive.fp.write(b"MZ" + bytes(300 * 1024))
        archive.start_dir = archive.fp.tell()
        archive.writestr("word/last.xml", b"<a/>")
    assert "between its parts" in reads.refusal("a.docx", made.getvalue())


def test_a_part_that_stands_for_another_file_is_refused(reads: Reader) -> None:
    link = zipfile.ZipInfo("word/media/a.png")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    made = rewritten(files.word(), [(link, b"/etc/passwd")])
    assert "stands for another file" in reads.refusal("a.docx", made)
