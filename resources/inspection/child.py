"""The child process in which files are opened, under limits it sets itself first.

It gets a command and paths as arguments and answers JSON on its standard output;
`confined` starts it, in the parent, and decides what a child that died means.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

MEMORY = 200 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of processor time
WRITTEN = 64 * 1024 * 1024  # bytes of any one file


def limit() -> None:
    """Bound memory, time and what is written, never above what is set already."""
    for what, wanted in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (bound, bound))


def _read(extension: str, path: str) -> dict[str, object]:
    from resources.inspection.allowed import ALLOWED
    from resources.inspection.readers import read

    notes = read(ALLOWED[extension], Path(path))
    return {
        "hidden": sorted(notes.hidden),
        "sentences": notes.sentences,
        "texts": notes.texts,
        "pages": notes.pages,
    }


def _strip(extension: str, path: str, out: str) -> dict[str, object]:
    from resources.inspection.stripping import strip

    return {"removed": strip(extension, Path(path), Path(out))}


def _picture(path: str, out: str) -> dict[str, object]:
    from resources.inspection.page_picture import draw

    draw(Path(path), Path(out))
    return {}


_COMMANDS: dict[str, Callable[..., dict[str, object]]] = {
    "read": _read,
    "strip": _strip,
    "picture": _picture,
}


def main(arguments: list[str]) -> None:
    """Do one command; a refusal is an answer, anything else ends the process."""
    from resources.inspection.verdict import Refused

    limit()
    command, *rest = arguments
    try:
        answer = _COMMANDS[command](*rest)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
