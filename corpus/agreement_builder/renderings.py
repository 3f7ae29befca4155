"""Renders an agreement by its slug into one of the formats, always to the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .numbering import number
from .source import Document, read

AGREEMENTS = Path(__file__).resolve().parent.parent / "agreements"
FORMATS = ("pdf", "docx", "html", "txt")


def slugs() -> list[str]:
    """The slugs of all agreements, in alphabetical order."""
    return sorted(path.stem for path in AGREEMENTS.glob("*.md"))


def load(slug: str) -> Document:
    """The agreement with its clauses numbered and its references resolved."""
    document = read((AGREEMENTS / f"{slug}.md").read_text(encoding="utf-8"))
    number(document)
    return document


def render(slug: str, form: str) -> bytes:
    """The agreement as a file of the form "pdf", "docx", "html" or "txt"."""
    return _writer(form)(load(slug))


def _writer(form: str) -> Callable[[Document], bytes]:
    # Imported on use: the plain forms need neither reportlab nor python-docx.
    if form == "pdf":
        from .pdf import write_pdf

        return write_pdf
    if form == "docx":
        from .docx_writer import write_docx

        return write_docx
    if form == "html":
        from .html_writer import write_html

        return write_html
    if form == "txt":
        from .text import write_text

        return write_text
    raise ValueError(f"unknown format {form!r}: choose from {', '.join(FORMATS)}")
