"""The browser's form and `check_file` say the same about every file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from resources.inspection.judging import inspect_file
from resources.models import ResourceVersion, VersionState
from tests.cast import Cast
from tests.resources import files
from tests.resources.shelf import worked_on

AsUser = Callable[[Any], Client]
PHONE = "01632 960001"
LONG = b"The council writes about AI.\n" * 190_000


def word_with_picture(form: str) -> bytes:
    name = f"word/media/image1.{form}"
    return files.changed(files.word(), {name: files.photograph(form)})


FILES = {
    "good.docx": files.word(f"Ring {PHONE}", author="Ann"),
    "comment.docx": files.word_with_comment(),
    "tiff.docx": word_with_picture("tiff"),
    "webp.docx": word_with_picture("webp"),
    "tail.docx": files.word() + b"MZ\x90\0",
    "entity.docx": files.changed(
        files.word(), {"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    ),
    "huge.docx": files.changed(files.word(), {"a.png": files.png(10**4, 10**4)}),
    "bomb.xlsx": files.changed(files.book(), {"xl/a.bin": bytes(8 * 1024 * 1024)}),
    "author.xlsx": files.book(author="Ann"),
    "rooted.xlsx": files.changed(files.book(), {"/xl/richData/a.xml": b"<a/>"}),
    "notes.pptx": files.slides(f"Ring {PHONE}"),
    "good.odt": files.open_document(),
    "macro.ods": files.open_document("spreadsheet", more={"Basic/a.xml": b"<a/>"}),
    "script.pdf": files.pdf(adapt=files.act({"/S": "/JavaScript", "/JS": "x"})),
    "address.pdf": files.pdf(adapt=files.act({"/S": "/URI", "/URI": "http://a"})),
    "pages.pdf": files.pdf(*["word"] * 600, f"Ring {PHONE}"),
    "locked.pdf": files.encrypted_pdf(),
    "cut.pdf": files.pdf()[:-30],
    "long.txt": LONG + f"Ring {PHONE}".encode(),
    "nul.csv": b"a,b\0\n",
    "page.md": b"<html><body>x</body></html>",
    "table.txt": b"<table><tr><td>1</td></tr></table>",
    "batch.txt": b"@echo off\r\ndel x\r\n",
    "formula.csv": b"a\n=1+1\n",
    "program.txt": b"MZ\x90\0" + bytes(100),
    "run.exe": b"MZ",
    "empty.md": b"",
    "../../etc/passwd": b"root",
    "a\u202etxt.exe": b"MZ",
    "x" * 200 + ".txt": b"hello",
}


@pytest.mark.parametrize("name", FILES, ids=lambda name: name[:20])
def test_the_form_and_the_command_say_the_same(
    cast: Cast, as_user: AsUser, tmp_path: Path, name: str
) -> None:
    verdict = inspect_file(files.write(tmp_path, "file", FILES[name]), name)
    upload = SimpleUploadedFile("file", FILES[name])
    upload._name = name  # as a client sends it that does not cut the folders off
    data = {"title": "Plan", "resource_type": "playbook", "uploads": [upload]}
    answer = as_user(cast.lead).post("/resources/new/", data)
    if answer.status_code == 422:
        assert not verdict.accepted
        assert verdict.reason in answer.content.decode().replace("&#x27;", "'")
        return
    version = worked_on(ResourceVersion.objects.get())
    assert (version.state == VersionState.READY) == verdict.accepted
    assert set(version.hidden) == set(verdict.hidden)
    assert {row["kind"] for row in version.findings} == {
        place.kind for place in verdict.findings
    }
    if verdict.accepted:
        assert all(remark in verdict.reason for remark in version.remarks)
        assert version.detected_type == verdict.type
    else:
        assert version.state_reason == verdict.reason
