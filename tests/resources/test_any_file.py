"""Whatever is done to a file, reading it ends in notes or a refusal.

Exceptions of PDF objects are the child's to survive; they are tried in `confined` with
fewer examples, since each starts a process.
"""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.inspection.judging import inspect_file
from resources.inspection.verdict import Refused, Verdict
from tests.resources import files
from tests.resources.reading import Reader

WHOLE = {
    "a.docx": files.word("Hello.", picture=files.png(64, 64)),
    "a.xlsx": files.book(),
    "a.pptx": files.slides("Say this"),
    "a.odt": files.open_document(),
    "a.ods": files.open_document("spreadsheet"),
    "a.csv": b"Name,Cost\nAnn,7\n",
}
PDF = files.pdf("Hello.", author="Ann", adapt=files.annotate("Text", Contents="x"))
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
places = st.lists(
    st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6
)


def damaged(whole: bytes, damage: list[tuple[float, bytes]]) -> bytes:
    """The bytes with others written over them at these shares of their length."""
    content = bytearray(whole)
    for share, noise in damage:
        at = int(share * (len(content) - 1))
        content[at : at + len(noise)] = noise
    return bytes(content)


@shared
@given(name=st.sampled_from(sorted(WHOLE)), damage=places)
def test_a_damaged_file_is_read_or_refused(
    reads: Reader, name: str, damage: list[tuple[float, bytes]]
) -> None:
    with contextlib.suppress(Refused):
        reads(name, damaged(WHOLE[name], damage))


@shared
@given(
    name=st.sampled_from(["a.docx", "a.xlsx", "a.pptx", "a.odt", "a.ods"]),
    part=st.integers(0, 100),
    damage=places,
)
def test_a_damaged_part_is_read_or_refused(
    reads: Reader, name: str, part: int, damage: list[tuple[float, bytes]]
) -> None:
    members = files.members_of(WHOLE[name])
    chosen = sorted(members)[part % len(members)]
    members[chosen] = damaged(members[chosen] or b" ", damage)
    with contextlib.suppress(Refused):
        reads(name, files.zipped(members, stored=("mimetype",)))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=places)
def test_a_damaged_pdf_has_a_verdict(
    tmp_path: Path, damage: list[tuple[float, bytes]]
) -> None:
    path = files.write(tmp_path, "a.pdf", damaged(PDF, damage))
    assert isinstance(inspect_file(path), Verdict)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    extension=st.sampled_from(["pdf", "docx", "ods", "csv", "md", "exe", ""]),
    content=st.binary(max_size=200),
)
def test_noise_has_a_verdict(tmp_path: Path, extension: str, content: bytes) -> None:
    path = files.write(tmp_path, f"a.{extension}", content)
    verdict = inspect_file(path)
    assert isinstance(verdict, Verdict)
    assert verdict.reason


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_the_whole_file_is_accepted(reads: Reader, name: str) -> None:
    assert reads(name, WHOLE[name]).texts
