"""Where files are kept: under keys of our own, in quarantine until they are ready.

Which storage it is, is said by the settings; who may have a file, by `readable`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from resources.models.version import KEPT, QUARANTINE, ResourceVersion

PICTURES = "pictures"
FOLDERS = (QUARANTINE, KEPT, PICTURES)


@contextmanager
def local_copy(key: str) -> Iterator[Path]:
    """The file under a key, on this machine: itself, or a copy that goes afterwards.

    Raises FileNotFoundError where there is none.
    """
    try:
        path = Path(default_storage.path(key))
    except NotImplementedError:
        with NamedTemporaryFile() as copy, default_storage.open(key) as kept:
            for chunk in kept.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
        return
    path.stat()
    yield path


def keep(file: "File[Any]", key: str) -> str:
    """Write a file under exactly this key, in the place of what lay there."""
    default_storage.delete(key)
    return default_storage.save(key, file)


def move_out_of_quarantine(version: ResourceVersion) -> str:
    """Copy a version's file to where kept files are; the old copy goes at commit."""
    key = f"{KEPT}/{version.pk}"
    old = version.key
    if old == key:
        return key
    with default_storage.open(old) as file:
        keep(file, key)
    forget(old)
    return key


def forget(key: str) -> None:
    """Delete a file once what was written beside this is committed."""
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))
