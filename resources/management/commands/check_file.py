"""`manage.py check_file`: tells what an upload of a file would meet, and keeps nothing.

The verdict is `resources.inspection.judging`'s, as in the browser's form.
"""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from councils.role_mailboxes import role_mailboxes_if_any
from councils.screening import FindingKind
from resources.inspection.judging import inspect_file
from resources.inspection.verdict import Verdict

REFUSED = 1  # exit status
NOT_THERE = "There is no such file. Check how the path is written and try again."
NO_FILES = "There are no files in this folder."


class Command(BaseCommand):
    help = (
        "Check files, or all files of folders, as an upload would, and keep nothing."
        " The exit status is 1 if any was refused or does not exist."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take paths, and how to answer."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder")
        parser.add_argument(
            "--format",
            choices=("text", "json"),
            default="text",
            help="text for people, or one JSON object a line",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge each file; raises SystemExit(1) at the end if any was refused."""
        mailboxes = role_mailboxes_if_any()
        write = _json if options["format"] == "json" else _text
        all_accepted = True
        for path in _files(options["paths"]):
            verdict = _verdict(path, mailboxes)
            all_accepted = all_accepted and verdict.accepted
            self.stdout.write(write(path, verdict))
            self.stdout.flush()
        if not all_accepted:
            raise SystemExit(REFUSED)


def _verdict(path: str, mailboxes: Collection[str]) -> Verdict:
    """What an upload would meet; a path without a file is refused like one."""
    if not os.path.lexists(path):
        return Verdict(name="", accepted=False, reason=NOT_THERE)
    if os.path.isdir(path):
        return Verdict(name="", accepted=False, reason=NO_FILES)
    return inspect_file(Path(path), role_mailboxes=mailboxes)


def _files(paths: list[str]) -> Iterator[str]:
    """The files given and those in the folders given, in order of their names.

    A folder that holds none stands for itself, so that each path has its line.
    """
    for path in paths:
        found = [path]
        if os.path.isdir(path):
            found = list(_files_in(path)) or [path]
        yield from found


def _files_in(path: str) -> Iterator[str]:
    for folder, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files):
            yield os.path.join(folder, name)


def _json(path: str, verdict: Verdict) -> str:
    """One line. `type` is empty where the name claims none that is taken."""
    return json.dumps(
        {
            "path": path,
            "accepted": verdict.accepted,
            "type": verdict.type,
            "reason": verdict.reason,
            "hidden": list(verdict.hidden),
            "findings": [
                {"kind": place.kind, "where": place.where} for place in verdict.findings
            ],
        }
    )


def _text(path: str, verdict: Verdict) -> str:
    """A line, and beneath it what to know of the file."""
    lines = [f"{'Accepted' if verdict.accepted else 'REFUSED'}: {_seen(path)}"]
    if verdict.reason:
        lines.append(f"    {_seen(verdict.reason)}")
    if verdict.hidden:
        hides = ", ".join(kind.replace("_", " ") for kind in verdict.hidden)
        lines.append(f"    It hides: {hides}.")
    for place in verdict.findings:
        label = FindingKind(place.kind).label
        lines.append(f"    {_seen(place.where)}: {label}")
    return "\n".join(lines)


def _seen(text: str) -> str:
    """Text without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
