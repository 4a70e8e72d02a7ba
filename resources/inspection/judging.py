"""The one function that judges a file, for the browser's form and for `check_file`.

It only brings together: the name, the scanner, the reading in a child process and the
screening of what was read. Nothing is stored.
"""

import hashlib
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from councils.screening import screen
from resources import malware
from resources.inspection.allowed import ALLOWED, FileType, check_look, type_by_name
from resources.inspection.confined import ask
from resources.inspection.names import safe_name
from resources.inspection.notes import MAX_TEXT
from resources.inspection.plain import rest_of
from resources.inspection.verdict import MAX_BYTES, Place, Refused, Scan, Verdict

EMPTY = "It is empty. If it should not be, find the right file and try again."
TOO_LARGE = "It is larger than 50 MB. Make its pictures smaller, or cut it in parts."
NO_FILE = "It is not a file that can be read."
MAX_PLACES = 200  # findings told of one file
MAX_FOUND = 5_000  # findings after which no more are looked for, the same ones counted


def inspect_file(
    path: Path, name: str | None = None, *, role_mailboxes: Collection[str] = ()
) -> Verdict:
    """Judge a file on disk that is called `name` by whoever brought it.

    `role_mailboxes` are the words that mailboxes of teams are named by. It never raises
    for what stands in the file: a refusal is a verdict with its reason. It may take two
    minutes of the clock, and 300 MB of memory together with its child.
    """
    verdict = Verdict(name="", accepted=False)
    try:
        shown, said = safe_name(path.name if name is None else name)
        verdict = replace(verdict, name=shown, size=size_of(path))
        kind = type_by_name(shown)
        verdict = replace(verdict, type=kind.extension, sha256=digest_of(path, kind))
        answer = malware.scan(path)
        verdict = replace(verdict, scan=answer.scan)
        if answer.scan is Scan.INFECTED:
            raise Refused(answer.sentence)
        read = ask("read", kind.extension, path.resolve())
    except Refused as refusal:
        return replace(verdict, reason=str(refusal))
    except OSError:
        return replace(verdict, reason=NO_FILE)
    said += [*read["sentences"], answer.sentence]
    verdict = replace(verdict, reason=" ".join(filter(None, said)))
    return _accepted(verdict, path, read, role_mailboxes)


def _accepted(
    verdict: Verdict, path: Path, read: dict[str, Any], mailboxes: Collection[str]
) -> Verdict:
    texts = tuple((place, text) for place, text in read["texts"])
    rest = unread(path, ALLOWED[verdict.type], sum(len(text) for _, text in texts))
    return replace(
        verdict,
        accepted=True,
        hidden=tuple(read["hidden"]),
        findings=_findings(chain(texts, rest), mailboxes),
        pages=read["pages"],
        texts=texts,
    )


def size_of(path: Path) -> int:
    """Bytes of the file; raises Refused unless there are some and not too many."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise Refused(NO_FILE)
    if not about.st_size:
        raise Refused(EMPTY)
    if about.st_size > MAX_BYTES:
        raise Refused(TOO_LARGE)
    return about.st_size


def digest_of(path: Path, kind: FileType) -> str:
    """SHA-256 of the file; raises Refused where its first bytes belie its name."""
    with path.open("rb") as file:
        check_look(kind, file.read(4096))
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def unread(path: Path, kind: FileType, read: int) -> Iterator[tuple[str, str]]:
    """(place, text) of a plain text behind what is kept of it, for screening alone."""
    if kind.looks == "text" and path.stat().st_size > MAX_TEXT:
        yield from (("text", piece) for piece in rest_of(path, read))


def _findings(
    texts: Iterable[tuple[str, str]], mailboxes: Collection[str]
) -> tuple[Place, ...]:
    """What the screening finds, each kind once a place; a plain text's by line."""
    found: dict[Place, None] = {}
    lines: dict[str, int] = {}
    count = 0
    for place, text in texts:
        before = lines.get(place, 0)
        for finding in screen(text, mailboxes):
            line = f"line {before + finding.line}"
            found[Place(finding.kind, line if place == "text" else place)] = None
            count += 1
            if len(found) >= MAX_PLACES:
                return tuple(found)
        if count >= MAX_FOUND:
            break
        lines[place] = before + text.count("\n")
    return tuple(found)
