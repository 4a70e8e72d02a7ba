"""Files that nothing points at are told of, and removed when that is asked."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from tests.cast import Cast
from tests.resources import files
from tests.resources.shelf import make_resource, upload


def swept(*given: str) -> str:
    out = StringIO()
    call_command("sweep_files", *given, stdout=out)
    return out.getvalue()


def make_old(key: str) -> None:
    os.utime(Path(default_storage.path(key)), (0, 0))


@pytest.mark.django_db
def test_an_empty_store_has_no_orphans() -> None:
    assert "0 files" in swept()


def test_only_what_is_old_and_unused_goes(cast: Cast) -> None:
    version = upload(make_resource(cast.lead), cast.lead, files.pdf("One."), "a.pdf")
    kept = [version.key, version.picture.name or ""]
    old = default_storage.save("files/nobodys", ContentFile(b"old"))
    default_storage.save("quarantine/young", ContentFile(b"young"))
    for key in (*kept, old):
        make_old(key)
    assert swept().splitlines() == [
        "files/nobodys",
        "1 files that nothing points at found, 3 bytes.",
    ]
    assert default_storage.exists(old)
    assert "removed" in swept("--remove")
    assert not default_storage.exists(old)
    assert all(default_storage.exists(key) for key in kept)
    assert default_storage.exists("quarantine/young")
