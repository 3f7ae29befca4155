"""Tells what kind of file it is: by its first bytes, then by its suffix."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from msla_check.errors import PasswordRequired, UnreadableDocument, UnsupportedFormat

from .archives import DAMAGED_ARCHIVE

Format = Literal["pdf", "docx", "html", "markdown", "text", ".doc", ".rtf", ".odt"]
"""A suffix stands for a format that LibreOffice converts where it is installed."""

_BY_SUFFIX: dict[str, Format] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".mdx": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".doc": ".doc",
    ".rtf": ".rtf",
    ".odt": ".odt",
}
_REFUSED = {
    ".eml": "this is an e-mail; save the agreement attached to it and give that file.",
    ".msg": "this is an e-mail; save the agreement attached to it and give that file.",
    ".zip": "this is an archive; unpack it and give the files in it.",
    ".pages": "Pages files are not read; export it as .docx or PDF.",
    ".xlsx": "a workbook is no agreement; give a PDF, Word, HTML or text file.",
    ".xls": "a workbook is no agreement; give a PDF, Word, HTML or text file.",
    ".pptx": "a presentation is no agreement; give a PDF, Word, HTML or text file.",
    ".png": "this is an image; put it into a PDF, whose images of pages are read where OCR is installed.",
    ".jpg": "this is an image; put it into a PDF, whose images of pages are read where OCR is installed.",
    ".tif": "this is an image; put it into a PDF, whose images of pages are read where OCR is installed.",
}
SUFFIXES = frozenset(_BY_SUFFIX) | frozenset(_REFUSED)
"""Suffixes by which a string is known to be a path."""


def is_readable_suffix(suffix: str) -> bool:
    """Whether files of this suffix are read (".pdf"), where they are sound."""
    return suffix.lower() in _BY_SUFFIX


def refusal(suffix: str) -> str:
    """Returns why files of this suffix are not read, and what to do instead; "" for an unknown one."""
    return _REFUSED.get(suffix.lower(), "")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p)\b", re.I)


def detect_format(data: bytes, name: str) -> Format:
    """Returns the format of a file.

    Raises:
        UnsupportedFormat: it is of a kind that is not read; the message says how to convert it.
        UnreadableDocument: it is damaged.
    """
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if suffix == ".pdf":
        raise UnreadableDocument(f"{name}: this is no PDF, whatever its name says; export it again.")
    if data.startswith(b"PK\x03\x04") or suffix in (".docx", ".docm"):
        return _package(data, name, suffix)
    if data.startswith(_OLE):
        suffix = suffix if suffix in _REFUSED else ".doc"
    if data.startswith(b"{\\rtf"):
        suffix = ".rtf"
    if suffix in _REFUSED:
        raise UnsupportedFormat(f"{name}: {_REFUSED[suffix]}")
    if suffix in (".doc", ".rtf") and not data.startswith((_OLE, b"{\\rtf")):
        # LibreOffice would take any noise for text; web pages and plain text often bear this name.
        suffix = ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _HTML.search(data[:2048]):
        return "html"
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedFormat(
            f"{name}: this kind of file is not known; give a PDF, Word, HTML or text file."
        )
    return "text"


def _package(data: bytes, name: str, suffix: str) -> Format:
    """Returns "docx" for a Word package; says what else it is otherwise."""
    if data.startswith(_OLE):
        # An encrypted .docx is an OLE file that holds the package in a stream of this name.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PasswordRequired(f"{name}: the Word file is encrypted; save it without a password.")
        return ".doc"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except DAMAGED_ARCHIVE as error:
        if suffix in _REFUSED:
            raise UnsupportedFormat(f"{name}: {_REFUSED[suffix]}") from error
        raise UnreadableDocument(
            f"{name}: the Word file is damaged and cannot be unpacked; save it again."
        ) from error
    if "word/document.xml" in names or (suffix in (".docx", ".docm") and "[Content_Types].xml" in names):
        return "docx"
    if "xl/workbook.xml" in names:
        suffix = ".xlsx"
    elif "ppt/presentation.xml" in names:
        suffix = ".pptx"
    elif "mimetype" in names and "content.xml" in names:
        return ".odt"
    else:
        suffix = suffix if suffix in _REFUSED else ".zip"
    raise UnsupportedFormat(f"{name}: {_REFUSED[suffix]}")
