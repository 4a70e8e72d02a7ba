"""A picture loses what a camera wrote, and shows the same as before."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from resources.inspection.picture_copies import turned, without_camera
from resources.inspection.picture_notes import directories, words_noted
from tests.resources import files


def notes_of(picture: bytes) -> list[str] | None:
    return words_noted(BytesIO(picture))


@pytest.mark.parametrize("form", ["jpeg", "png", "tiff", "webp"])
def test_a_photograph_shows_the_same_and_names_nobody(form: str) -> None:
    photograph = files.photograph(form)
    assert notes_of(photograph)
    copy = without_camera(photograph)
    assert notes_of(copy) is None
    for telling in (b"Ann Example", b"Telephone 7"):
        assert telling in photograph
        assert telling not in copy
    before, after = Image.open(BytesIO(photograph)), Image.open(BytesIO(copy))
    assert before.tobytes() == after.tobytes()
    assert not after.getexif().get_ifd(0x8825), "where it was taken"
    assert without_camera(copy) == copy


def test_a_tiff_of_several_pages_loses_the_notes_of_each() -> None:
    pages = [Image.new("L", (9, 9), shade) for shade in (1, 2)]
    for page in pages:
        page.encoderinfo = {}
    out = BytesIO()
    pages[0].save(
        out, "TIFF", save_all=True, append_images=pages[1:], description="Ann Example"
    )
    copy = without_camera(out.getvalue())
    assert b"Ann Example" not in copy
    after = Image.open(BytesIO(copy))
    assert after.n_frames == 2
    after.seek(1)
    assert after.getpixel((0, 0)) == 2


def test_what_a_program_says_of_a_gif_is_taken_out() -> None:
    out = BytesIO()
    Image.new("P", (9, 9), 3).save(out, "GIF")
    plain = out.getvalue()
    told = b"<rdf:Description><dc:creator>Ann Example</dc:creator></rdf:Description>"
    counted = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    noted = plain[:-1] + b"\x21\xff\x0bXMP DataXMP" + told + counted + plain[-1:]
    assert notes_of(noted) == ["Ann Example"]
    assert without_camera(noted) == plain
    assert notes_of(plain) is None


def test_a_directory_that_leads_to_itself_is_read_once() -> None:
    entry = struct.pack("<HHIHH", 256, 3, 1, 640, 0)
    ring = b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 8)
    assert len(list(directories(BytesIO(ring)))) == 1
    assert notes_of(ring) is None


def test_which_way_up_a_picture_is_tells_nothing() -> None:
    block = b"II*\0" + struct.pack("<IHHHIHH", 8, 1, 274, 3, 1, 6, 0)
    assert turned(block)
    assert notes_of(b"\xff\xd8" + turned(block) + b"\xff\xda\0\2") is None


def test_notes_of_a_png_are_found_and_taken_out() -> None:
    text = b"tEXtAuthor\0Ann Example"
    body = struct.pack(">I", len(text) - 4) + text + bytes(4)
    picture = files.png()
    noted = picture[:33] + body + picture[33:]
    assert notes_of(noted)
    assert without_camera(noted) == picture


def test_notes_of_a_jpeg_are_taken_out_and_its_turn_stays() -> None:
    entries = struct.pack("<HHII", 271, 2, 4, 0x006E6E41)
    entries += struct.pack("<HHIHH", 274, 3, 1, 6, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    plain = files.jpeg()
    noted = (
        plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]
    )
    copy = without_camera(noted)
    assert notes_of(copy) is None
    assert b"Ann" not in copy
    assert copy.endswith(plain[2:])
    block = copy[12:]
    (entry,) = next(directories(BytesIO(block)))
    assert (entry.tag, entry.value) == (274, 6)
