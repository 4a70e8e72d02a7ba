"""Pictures are judged by their headers: how large they are, what a camera wrote."""

import struct

import pytest

from resources.inspection import pictures
from tests.resources import files
from tests.resources.reading import Reader, words_at

TIFF = b"II*\0" + struct.pack(
    "<IHHHIHHHHIHH", 8, 2, 256, 3, 1, 640, 0, 257, 3, 1, 480, 0
)


@pytest.mark.parametrize(
    "head",
    [
        files.png(640, 480),
        files.jpeg(width=640, height=480),
        files.jpeg(camera="Canon EOS", width=640, height=480),
        b"GIF89a" + struct.pack("<HH", 640, 480),
        b"BM" + bytes(16) + struct.pack("<ii", 640, -480),
        TIFF,
        b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x7f\2\0\xdf\1\0",
    ],
)  # fmt: skip
def test_the_size_is_read_from_the_header(head: bytes) -> None:
    assert pictures.size_of(head) == (640, 480)


@pytest.mark.parametrize(
    "head", [b"", b"\x89PNG", b"\xff\xd8", b"BM", b"II*\0", b"abc"]
)
def test_a_header_cut_short_has_no_size(head: bytes) -> None:
    assert pictures.size_of(head) == (0, 0)


@pytest.mark.parametrize(
    "picture", [files.png(10_000, 10_000), files.jpeg(width=10_000, height=10_000)]
)
def test_a_huge_picture_is_refused_without_being_drawn(
    reads: Reader, picture: bytes
) -> None:
    made = files.word(picture=files.png())
    huge = files.changed(made, {"word/media/image1.png": picture})
    assert "10,000 x 10,000 pixels" in reads.refusal("a.docx", huge)


def test_the_photograph_of_a_telephone_is_taken(reads: Reader) -> None:
    photograph = files.jpeg(width=8160, height=6120)
    made = files.word(picture=files.png())
    reads("a.docx", files.changed(made, {"word/media/image1.png": photograph}))


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.xlsx"])
def test_a_camera_is_reported_and_its_words_are_read(reads: Reader, name: str) -> None:
    made = {"a.docx": files.word, "a.pptx": files.slides, "a.xlsx": files.book}[name]()
    camera = files.jpeg(camera="Ann Example's telephone")
    notes = reads(name, files.changed(made, {"media/image1.jpeg": camera}))
    assert notes.hidden == {"exif"}
    assert "Ann Example" in words_at(notes, "picture metadata")


def test_which_way_up_a_picture_is_tells_nothing() -> None:
    turned = pictures._turned(b"II*\0" + struct.pack("<IHHHIHH", 8, 1, 274, 3, 1, 6, 0))
    assert turned
    picture = b"\xff\xd8" + turned + b"\xff\xda\0\2"
    assert not pictures.camera_notes(picture)


def test_notes_of_a_png_are_found_and_taken_out() -> None:
    text = b"tEXtAuthor\0Ann Example"
    body = struct.pack(">I", len(text) - 4) + text + bytes(4)
    picture = files.png()
    noted = picture[:33] + body + picture[33:]
    assert pictures.camera_notes(noted)
    assert pictures.without_camera(noted) == picture


def test_notes_of_a_jpeg_are_taken_out_and_its_turn_stays() -> None:
    entries = struct.pack("<HHII", 271, 2, 4, 0x006E6E41)
    entries += struct.pack("<HHIHH", 274, 3, 1, 6, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    plain = files.jpeg()
    noted = (
        plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]
    )
    stripped = pictures.without_camera(noted)
    assert not pictures.camera_notes(stripped)
    assert b"Ann" not in stripped
    assert stripped.endswith(plain[2:])
    (block,) = pictures._blocks(stripped)
    assert dict(pictures._tags(block)) == {274: 6}
