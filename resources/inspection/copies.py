"""Makes what is shown or shared beside a file: a copy without names, a picture.

Both are made in the child process; what to do with them is the pipeline's business.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from resources.inspection.confined import ask
from resources.inspection.names import extension_of


def strip(path: Path, out: Path, name: str = "") -> list[str]:
    """Write a copy of an accepted file to `out` without the metadata in it.

    Left out are authors, companies and other properties, EXIF of pictures,
    the folder a workbook names, and the list of a docx's commenters; each is one phrase
    of the answer. Comments, changes, notes and hidden parts stay. `name` gives the
    extension where the path has none. Raises Refused where the file cannot be read.
    """
    answer = ask(
        "strip", extension_of(name or path.name), path.resolve(), out.resolve()
    )
    return [str(phrase) for phrase in answer["removed"]]


def first_page_picture(path: Path) -> bytes:
    """The first page of an accepted PDF as a PNG of 900 pixels at most.

    Raises Refused where it cannot be drawn.
    """
    with TemporaryDirectory() as folder:
        out = Path(folder) / "page.png"
        ask("picture", path.resolve(), out)
        return out.read_bytes()
