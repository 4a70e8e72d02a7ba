"""Keeps what a local run makes for itself once, such as its secret key.

What uses them is `portal.settings`; elsewhere these come from the environment.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"


def kept_secret(name: str, length: int) -> str:
    """Return the text kept under `name` in var/, made at random the first time.

    `length` counts random bytes; the text is about a third longer.
    """
    path = VAR / name
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(length))
        with suppress(FileExistsError):  # another process of this clone was first
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()
