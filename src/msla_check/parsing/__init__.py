"""Reads a file into an `Agreement`: its text, and for each stretch of it the place it came from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

from msla_check.errors import UnreadableDocument
from msla_check.model import Agreement, ReadingWarning

from .formats import SUFFIXES, detect_format
from .limits import MAX_FILE_BYTES, MAX_TEXT_BYTES

Reading = Literal["accepted", "original", "marked"]


def read_agreement(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    password: str | None = None,
    reading: Reading = "accepted",
    ocr: bool = True,
) -> Agreement:
    """Returns the agreement in `source`: a path, a file's bytes, or the text itself.

    A `str` is a path where it names a file (or ends in the suffix of a known format and holds no line
    break), else the text of an agreement. `name` gives bytes or text the name shown in the report, and
    its suffix helps to tell the format. `reading` says what becomes of a Word file's tracked changes:
    all made, none made, or both shown with marks. With `ocr`, pages of a PDF that are images are read
    where OCR is installed; it takes seconds a page.

    Raises:
        UnreadableDocument, PasswordRequired, NoTextLayer, UnsupportedFormat: worded for a reviewer.
    """
    if isinstance(source, str) and not _is_path(source):
        if not source.strip():
            raise UnreadableDocument(f"{name or 'text'}: there is no text.")
        return _read_text(source.encode("utf-8", "replace"), name or "text")
    if isinstance(source, bytes):
        data, shown = source, name or "document"
    else:
        path = Path(source)
        data, shown = _contents(path), name or path.name
    if not data:
        raise UnreadableDocument(f"{shown}: the file is empty.")
    format = detect_format(data, shown)
    if format in ("text", "markdown", "html"):
        if len(data) > MAX_TEXT_BYTES:
            limit = MAX_TEXT_BYTES // 1_000_000
            raise UnreadableDocument(f"{shown}: a text of more than {limit} MB is not read; split the file.")
        return _read_text(data, shown, format)
    if format == "pdf":
        from .pdf import read_pdf

        return read_pdf(data, name=shown, password=password, ocr=ocr)
    if format != "docx":
        from .conversion import convert_to_docx

        converted = convert_to_docx(data, shown, format)
        warning = ReadingWarning(
            "converted", f"The {format} file was converted by LibreOffice and then read."
        )
        agreement = read_agreement(converted, name=f"{shown}.docx", reading=reading)
        digest = hashlib.sha256(data).hexdigest()
        return replace(agreement, name=shown, sha256=digest, warnings=(warning, *agreement.warnings))
    from .docx import read_docx

    return read_docx(data, name=shown, reading=reading)


def _is_path(source: str) -> bool:
    if "\n" in source or len(source) > 1_000:
        return False
    try:
        return Path(source).exists() or Path(source).suffix.lower() in SUFFIXES
    except (OSError, ValueError):
        return False


def _contents(path: Path) -> bytes:
    """Returns a file's bytes, or says in a reviewer's words why not."""
    if path.is_dir():
        raise UnreadableDocument(f"{path}: this is a folder; name the files in it.")
    if not path.exists():
        raise UnreadableDocument(f"{path}: there is no such file.")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            raise UnreadableDocument(f"{path.name}: a file of more than {limit} MB is not read; split it.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path}: the file could not be opened ({error.strerror}).") from error


def _read_text(data: bytes, name: str, format: str = "text") -> Agreement:
    from .plain import decode, read_plain
    from .warnings import reading_warnings

    text = decode(data, name)
    if not text.strip():
        raise UnreadableDocument(f"{name}: there is no text.")
    if format == "html":
        from .html import read_html

        read, title = read_html(text, name)
    else:
        read, title = read_plain(text, markdown=format == "markdown"), ""
    if not read.text:
        raise UnreadableDocument(f"{name}: there is no text.")
    return Agreement(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type={"html": "text/html", "markdown": "text/markdown"}.get(format, "text/plain"),
        text=read.text,
        blocks=read.blocks,
        title=title,
        furniture=read.furniture,
        warnings=reading_warnings(read.text, read.furniture, deceptive=read.deceptive),
    )


__all__ = ["read_agreement"]
