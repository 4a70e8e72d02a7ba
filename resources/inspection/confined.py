"""Runs the child process that opens files, so that none can harm this one.

The child has no environment, no network to ask and its own limits of memory and time;
whatever kills it becomes a refusal. What it does is in `child`.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from resources.inspection.verdict import Refused

PATIENCE = 120  # seconds by the clock; the child ends itself after 60 of work
MAX_ANSWER = 64 * 1024 * 1024  # bytes
_ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1));"
    "runpy.run_module('resources.inspection.child', run_name='__main__')"
)
UNSAFE = (
    "It could not be read safely: opening it took too much memory or time, or made the"
    " reader fail. Open it, save it again or print it to PDF, and try again."
)


def ask(command: str, *arguments: str | Path) -> dict[str, Any]:
    """The child's answer to one command; raises Refused where it gives none.

    Paths must be absolute: the child works in the root folder.
    """
    line = [sys.executable, "-I", "-c", _START, str(_ROOT), command]
    with TemporaryFile() as answer:
        try:
            subprocess.run(
                [*line, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"LC_ALL": "C.UTF-8"},
                timeout=PATIENCE,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise Refused(UNSAFE) from None
        answer.seek(0)
        try:
            found = json.loads(answer.read(MAX_ANSWER))
        except ValueError:
            raise Refused(UNSAFE) from None
    if "refused" in found:
        raise Refused(found["refused"])
    return dict(found)
