"""`manage.py screen FILE`: what a text file holds that should not be shared.

What is looked for is `councils.screening`'s; this reads the file and prints.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.role_mailboxes import role_mailboxes_if_any
from councils.screening import Finding, screen

FOUND, UNREADABLE = 1, 2
PATTERNS_NOT_NAMES = (
    "This finds patterns, not names: read the text yourself for who it is about."
)
MARKS = (  # byte order marks, the longest first: two begin alike
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Command(BaseCommand):
    help = "Screen a text file for sensitive information; status 1 if any was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and how findings are written."""
        parser.add_argument("file", help="a text file, or - for standard input")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; exits with 1 if there are any, 2 for no text."""
        text = decoded(_read(options["file"]), options["file"])
        findings = screen(text, role_mailboxes_if_any())
        write = self._as_json if options["format"] == "json" else self._as_text
        write(findings)
        if findings:
            sys.exit(FOUND)

    def _as_json(self, findings: list[Finding]) -> None:
        for finding in findings:
            said = {
                "line": finding.line,
                "start": finding.start,
                "end": finding.end,
                "kind": str(finding.kind),
            }
            self.stdout.write(json.dumps(said))

    def _as_text(self, findings: list[Finding]) -> None:
        for finding in findings:
            self.stdout.write(
                f"Line {finding.line}: {finding.masked} ({finding.kind.label})\n"
                f"    {finding.kind.what_to_do}"
            )
        count = f"{len(findings):,} found." if findings else "Nothing was found."
        self.stdout.write(f"{count} {PATTERNS_NOT_NAMES}")


def _read(name: str) -> bytes:
    """The bytes of a file; raises CommandError with a sentence where there are none."""
    if name == "-":
        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise CommandError(
            f"{name} is a folder. Name one text file.", returncode=UNREADABLE
        )
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(
            f"There is no file {name}. Check its name and folder.",
            returncode=UNREADABLE,
        ) from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise CommandError(
            f"{name} cannot be read: {why}.", returncode=UNREADABLE
        ) from None


def decoded(content: bytes, name: str) -> str:
    """The text of a file: by its mark, or UTF-8, or the Windows letters of old files.

    Raises CommandError for a file that is no text, such as a Word document.
    """
    encoding = next((e for mark, e in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text or content.startswith((b"%PDF", b"PK\x03\x04")):
        raise CommandError(
            f"{name} is not a text file. Save its words as plain text first.",
            returncode=UNREADABLE,
        )
    return text
