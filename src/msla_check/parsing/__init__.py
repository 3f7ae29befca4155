"""Reads a file into an `Agreement`: its text, and for each stretch of it the place it came from."""

from __future__ import annotations

from pathlib import Path

from msla_check.model import Agreement


def read_agreement(source: str | Path | bytes, *, name: str | None = None, password: str | None = None) -> Agreement:
    """Returns the agreement in `source`: a path, a file's bytes, or the text itself.

    A `str` is a path where it names a file (or ends in the suffix of a known format and holds no line
    break), else the text of an agreement. `name` gives bytes or text the name shown in the report, and
    its suffix helps to tell the format.

    Raises:
        UnreadableDocument, PasswordRequired, NoTextLayer, UnsupportedFormat: worded for a reviewer.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    shown = name or ("document" if isinstance(source, bytes) else Path(source).name)
    if data.lstrip()[:4] == b"%PDF":
        from .pdf import read_pdf

        return read_pdf(data, name=shown, password=password)
    raise NotImplementedError
