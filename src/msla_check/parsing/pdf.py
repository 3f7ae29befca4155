"""Reads a PDF into an `Agreement`."""

from __future__ import annotations

import hashlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from msla_check.errors import NoTextLayer, PasswordRequired, UnreadableDocument
from msla_check.model import Agreement
from msla_check.model.agreement import Furniture, ReadingWarning

from .pdf_assembly import assembled
from .pdf_blocks import paragraphs
from .pdf_furniture import split_furniture
from .pdf_lines import PrintedLine
from .pdf_pages import read_page
from .pdf_tables import TableRows

MAX_PAGES = 10_000


def read_pdf(data: bytes, *, name: str, password: str | None = None) -> Agreement:
    """Returns the agreement in a PDF's bytes.

    Raises:
        UnreadableDocument, PasswordRequired, NoTextLayer: worded for a reviewer.
    """
    document = _opened(data, name, password)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableDocument(f"{name}: {count} pages are more than {MAX_PAGES}; split the file.")
        pages, warnings = _read_pages(document)
        title = str(document.get_metadata_dict(skip_empty=True).get("Title", "")).strip()
    finally:
        document.close()
    if not any(pages):
        raise NoTextLayer(f"{name}: no page holds text, only images; run OCR first (for instance ocrmypdf).")
    flow, furniture = split_furniture(pages)
    text, blocks = assembled(paragraphs(flow))
    return Agreement(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        text=text,
        blocks=blocks,
        pages=count,
        title=title,
        furniture=tuple(Furniture(kind, line.text, line.page) for kind, line in furniture),
        warnings=tuple(warnings),
    )


def _opened(data: bytes, name: str, password: str | None) -> pdfium.PdfDocument:
    """Returns the open document, or says why it cannot be opened."""
    try:
        document = pdfium.PdfDocument(data, password=password)
        if len(document) == 0:
            raise UnreadableDocument(f"{name}: the PDF has no pages.")
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            wanted = "the password given does not open it" if password else "it is encrypted"
            raise PasswordRequired(f"{name}: {wanted}; give its password (--password).") from error
        raise UnreadableDocument(
            f"{name}: the PDF is damaged and cannot be opened; export or print it again."
        ) from error
    return document


def _read_pages(
    document: pdfium.PdfDocument,
) -> tuple[list[list[PrintedLine | TableRows]], list[ReadingWarning]]:
    """Returns the printed lines of each page, and a warning for each page that holds no text."""
    pages: list[list[PrintedLine | TableRows]] = []
    warnings: list[ReadingWarning] = []
    for index in range(len(document)):
        number = index + 1
        try:
            page = document[index]
            lines = read_page(page, number)
            page.close()
        except pdfium.PdfiumError:
            lines = []
            warnings.append(
                ReadingWarning("unreadable_page", f"Page {number} is damaged and was not read.", number)
            )
        else:
            if not lines:
                message = f"Page {number} holds no text (blank, or an image); it was not reviewed."
                warnings.append(ReadingWarning("page_without_text", message, number))
        pages.append(lines)
    return pages, warnings
