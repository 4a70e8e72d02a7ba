"""Which reader opens a file of which type, and the files found inside.

It runs in the child process that `confined` starts, and needs no Django.
"""

from pathlib import Path

from resources.inspection import office, opendocument, plain
from resources.inspection.allowed import FileType, check_look
from resources.inspection.notes import Notes
from resources.inspection.packages import Budget, Package
from resources.inspection.parts import TYPES
from resources.inspection.sweep import ARCHIVE
from resources.inspection.verdict import Refused

_OFFICE = ("docx", "xlsx", "pptx")
_OPEN_DOCUMENT = ("odt", "ods", "odp")


def read(kind: FileType, path: Path) -> Notes:
    """Open a file for real as what its name says; raises Refused with the reason."""
    notes = Notes()
    with path.open("rb") as file:
        check_look(kind, file.read(4096))
        file.seek(0)
        if kind.extension in _OFFICE:
            package = Package(file, Budget())
            office.read(kind.extension, package, notes, 0, read_inner)
        elif kind.extension in _OPEN_DOCUMENT:
            package = Package(file, Budget())
            opendocument.read(kind.extension, package, notes, 0, read_inner)
        elif kind.extension != "pdf":
            plain.read(kind.extension, file, notes)
    if kind.extension == "pdf":
        from resources.inspection import pdf  # slow to import, and rarely needed

        pdf.read(path, notes, read_inner)
    return notes


def read_inner(package: Package, notes: Notes, depth: int) -> None:
    """Read an Office file that stands in another; any other archive is refused."""
    if package.find(TYPES):
        office.read_embedded(package, notes, depth, read_inner)
    elif package.find("mimetype"):
        opendocument.read_embedded(package, notes, depth, read_inner)
    else:
        raise Refused(ARCHIVE)
