"""Pictures are judged by their headers: how large they are, what a camera wrote."""

import struct
from io import BytesIO

import pytest

from resources.inspection import pictures
from resources.inspection.verdict import Refused
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
    assert pictures.size_of(BytesIO(head)) == (640, 480)


@pytest.mark.parametrize(
    "head", [b"", b"\x89PNG", b"\xff\xd8", b"BM", b"II*\0", b"abc"]
)
def test_a_header_cut_short_has_no_size(head: bytes) -> None:
    assert pictures.size_of(BytesIO(head)) == (0, 0)


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


def padded(picture: bytes) -> bytes:
    """A TIFF whose directory lies behind a picture of 300 KB, as programs write it."""
    body = bytes(300 * 1024)
    at = struct.pack("<I", 8 + len(body))
    return picture[:4] + at + body + picture[8:]


def test_the_directory_of_a_tiff_is_read_wherever_it_stands(reads: Reader) -> None:
    entries = struct.pack("<HHIHHHHIHH", 256, 3, 1, 10_000, 0, 257, 3, 1, 9_000, 0)
    huge = padded(b"II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + bytes(4))
    made = files.changed(files.word(), {"word/media/image1.tiff": huge})
    assert "10,000 x 9,000 pixels" in reads.refusal("a.docx", made)


def test_a_name_behind_the_first_bytes_of_a_picture_is_read(reads: Reader) -> None:
    """Programs write the notes of a PNG or WebP behind a picture of any length."""
    for form in ("png", "webp"):
        photograph = files.photograph(form, size=600)
        assert len(photograph) > 300 * 1024
        made = files.changed(files.word(), {f"word/media/image1.{form}": photograph})
        notes = reads("a.docx", made)
        assert notes.hidden == {"exif"}, form
        assert "Ann Example" in words_at(notes, "picture metadata")


def test_a_caption_for_the_press_is_reported(reads: Reader) -> None:
    caption = b"\x1c\x02\x50\0\x0bAnn Example"
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 16) + caption
    segment = b"\xff\xed" + struct.pack(">H", len(block) + 2) + block
    picture = files.jpeg()
    noted = picture[:2] + segment + picture[2:]
    made = files.changed(files.word(), {"word/media/image1.jpeg": noted})
    notes = reads("a.docx", made)
    assert notes.hidden == {"exif"}
    assert words_at(notes, "picture metadata") == "Ann Example"


def test_a_picture_too_large_to_look_into_is_refused() -> None:
    with pytest.raises(Refused, match="more than 60 MB"):
        pictures.of_head(TIFF, 70 * 1024 * 1024)
