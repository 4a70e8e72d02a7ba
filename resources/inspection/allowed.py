"""The allow-list of file types, and why others are refused.

A type comes in when its extension, its first bytes and its structure agree; the
structure is the reader's work, which `readers` names.
"""

from dataclasses import dataclass

from resources.inspection.names import extension_of
from resources.inspection.verdict import Refused

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class FileType:
    """One type of file: how it is called, served and recognised by its first bytes."""

    extension: str
    label: str
    media_type: str
    looks: str  # what `look_of` says of its first bytes


ALLOWED = {
    row.extension: row
    for row in (
        FileType("pdf", "PDF", "application/pdf", "pdf"),
        FileType("docx", "Word document", f"{_OOXML}.wordprocessingml.document", "zip"),
        FileType("xlsx", "Excel workbook", f"{_OOXML}.spreadsheetml.sheet", "zip"),
        FileType(
            "pptx",
            "PowerPoint presentation",
            f"{_OOXML}.presentationml.presentation",
            "zip",
        ),
        FileType("odt", "OpenDocument text", f"{_ODF}.text", "zip"),
        FileType("ods", "OpenDocument spreadsheet", f"{_ODF}.spreadsheet", "zip"),
        FileType("odp", "OpenDocument presentation", f"{_ODF}.presentation", "zip"),
        FileType("csv", "CSV table", "text/csv", "text"),
        FileType("txt", "Plain text", "text/plain", "text"),
        FileType("md", "Markdown text", "text/markdown", "text"),
    )
}
_LIST = ", ".join(ALLOWED)
NOT_ALLOWED = f"Files of this type are not taken. These are: {_LIST}."
NO_EXTENSION = f"Its name does not end in a type of file. These are taken: {_LIST}."
_MACROS = (
    "It is of a type that may hold macros, small programs that run when it is opened."
    " Save it as {instead} and try again."
)
_LEGACY = (
    "It is in an old Office format whose contents cannot be checked. Open it, save it"
    " as {instead} and try again."
)
_PROGRAM = "It is a program or a script. Programs are never taken."
_ACTIVE = "It can run scripts when it is opened. Save it as PDF and try again."
_ARCHIVE = "It is an archive. Unpack it and bring its files one by one."
_PICTURE = "It is a picture. Put it into a document or save it as PDF."
_PROGRAMS = (
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "js", "jar", "hta",
    "lnk", "sh", "py", "app", "apk", "iso",
)  # fmt: skip
_PICTURES = ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic")
REASONS = {
    **dict.fromkeys(("docm", "dotm"), _MACROS.format(instead="docx")),
    **dict.fromkeys(("xlsm", "xltm", "xlsb", "xlam"), _MACROS.format(instead="xlsx")),
    **dict.fromkeys(("pptm", "potm", "ppsm", "ppam"), _MACROS.format(instead="pptx")),
    **dict.fromkeys(("doc", "dot", "rtf"), _LEGACY.format(instead="docx")),
    **dict.fromkeys(("xls", "xlt"), _LEGACY.format(instead="xlsx")),
    **dict.fromkeys(("ppt", "pps", "pot"), _LEGACY.format(instead="pptx")),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "svg", "svgz", "xml"), _ACTIVE),
    **dict.fromkeys(
        [
            "exe",
            "dll",
            "com",
            "scr",
            "msi",
            "bat",
            "cmd",
            "ps1",
            "vbs",
            "js",
            "jar",
            "hta",
            "lnk",
            "sh",
            "py",
            "app",
            "apk",
            "iso",
        ],
        _PROGRAM,
    ),
    **dict.fromkeys(("zip", "7z", "rar", "tar", "gz", "tgz"), _ARCHIVE),
    **dict.fromkeys(
        ["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic"], _PICTURE
    ),
}

_LOOKS = (  # first bytes: what they are; the first that fits is taken
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),  # a Windows shortcut
    (b"#!", "script"),
    (b"<?php", "script"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
)
_WEB = ("<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<svg")
_SAYS = {
    "pdf": "a PDF",
    "zip": "an Office file or an archive",
    "ole": "an old or encrypted Office file",
    "program": "a program",
    "script": "a script",
    "rtf": "a rich text file",
    "archive": "an archive",
    "picture": "a picture",
    "web": "a web page or a drawing that can run scripts",
    "text": "plain text",
}
ENCRYPTED = (
    "It is protected by a password, so it cannot be checked. Remove the password"
    " and try again."
)
OLD_OR_ENCRYPTED = (
    "It is encrypted with a password or in an old Office format, so its contents cannot"
    " be checked. Remove the password, save it as {type} and try again."
)
MISMATCH = (
    "Its name ends in .{named}, but inside it is {seen}. Save it again in the program"
    " that made it, or bring the right file."
)


def type_by_name(name: str) -> FileType:
    """The allowed type that a safe name claims, or Refused with the reason."""
    extension = extension_of(name)
    if extension in ALLOWED:
        return ALLOWED[extension]
    if not extension:
        raise Refused(NO_EXTENSION)
    raise Refused(REASONS.get(extension, NOT_ALLOWED))


def look_of(head: bytes) -> str:
    """What the first 4 KB of a file look like: a key of `_SAYS`."""
    for start, look in _LOOKS:
        if head.startswith(start) and (start != b"MZ" or b"\0" in head):
            return look
    bare = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f")
    if bare.startswith(b"%PDF-"):
        return "pdf"
    if bare.startswith((b"#!/", b"<?php")) or bare[:9].lower() == b"@echo off":
        return "script"
    text = bare[:1024].replace(b"\0", b"").decode("latin-1").lower()
    if text.startswith(_WEB):
        return "web"
    opens_as_markup = text.startswith(("<?xml", "<!--", "<!doctype"))
    return "web" if opens_as_markup and any(t in text for t in _WEB) else "text"


def check_look(kind: FileType, head: bytes) -> None:
    """Raise Refused where the first bytes are not what the name promises."""
    look = look_of(head)
    if look == "ole":
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in head:
            raise Refused(ENCRYPTED)
        raise Refused(OLD_OR_ENCRYPTED.format(type=kind.extension))
    if look != kind.looks:
        raise Refused(MISMATCH.format(named=kind.extension, seen=_SAYS[look]))
