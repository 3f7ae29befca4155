"""Reads a PDF into an `Agreement`."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from msla_check.errors import NoTextLayer, PasswordRequired, UnreadableDocument
from msla_check.model import Agreement
from msla_check.model.agreement import Furniture, FurnitureKind, ReadingWarning

from .limits import MAX_PAGE_CHARACTERS, MAX_PDF_CHARACTERS, MAX_PDF_PAGES
from .ocr_pages import mark_recognised
from .pdf_assembly import assembled
from .pdf_blocks import paragraphs
from .pdf_calls import ONE_AT_A_TIME
from .pdf_furniture import split_furniture
from .pdf_lines import PrintedLine
from .pdf_pages import read_page
from .pdf_pictures import Pictures
from .pdf_tables import Item

_FURNITURE_ONLY = "Page {} holds no text but headers, footers or stamps; there was nothing to review."


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keeps Python's collector of cycles from running: reading makes many small objects and no cycles, and the
    collector would look through them, and all that the process holds besides, again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_collector_paused()
def read_pdf(data: bytes, *, name: str, password: str | None = None, ocr: bool = True) -> Agreement:
    """Returns the agreement in a PDF's bytes; with `ocr`, pages that are images are read where OCR is there.

    Raises:
        UnreadableDocument, PasswordRequired, NoTextLayer: worded for a reviewer.
    """
    pictures = Pictures(wanted=ocr)
    with ONE_AT_A_TIME, _opened(data, name, password) as document:
        count = len(document)
        if count == 0:
            raise UnreadableDocument(f"{name}: the PDF has no pages.")
        if count > MAX_PDF_PAGES:
            raise UnreadableDocument(
                f"{name}: it has {count:,} pages, more than the {MAX_PDF_PAGES:,} that are read; split it."
            )
        pages, warnings = _read_pages(document, name, pictures)
        title = str(document.get_metadata_dict(skip_empty=True).get("Title", "")).strip()
    if not any(pages) or len(pictures.unread) == count:
        raise NoTextLayer(f"{name}: no page holds text: {pictures.advice()}.")
    flow, furniture = split_furniture(pages)
    warnings += _left_out(pages, flow, furniture, {warning.page for warning in warnings})
    text, blocks = assembled(paragraphs(flow))
    blocks = mark_recognised(blocks, pictures.pages)
    return Agreement(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        text=text,
        blocks=blocks,
        pages=count,
        title=title,
        furniture=tuple(Furniture(kind, line.text, line.page) for kind, line in furniture),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.page or 0)),
    )


def _opened(data: bytes, name: str, password: str | None) -> pdfium.PdfDocument:
    """Returns the open document, or says why it cannot be opened."""
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            wanted = "the password given does not open it" if password else "it is encrypted"
            raise PasswordRequired(f"{name}: {wanted}; give its password (--password).") from error
        raise UnreadableDocument(
            f"{name}: the PDF is damaged and cannot be opened; export or print it again."
        ) from error
    return document


def _read_pages(
    document: pdfium.PdfDocument, name: str, pictures: Pictures
) -> tuple[list[list[Item]], list[ReadingWarning]]:
    """Returns what is printed on each page, and a warning for each page that could not be read whole."""
    pages: list[list[Item]] = []
    warnings: list[ReadingWarning] = []
    total = 0
    for number in range(1, len(document) + 1):
        items: list[Item] = []
        try:
            page = document[number - 1]
            items, count = read_page(page, number)
            items = pictures.read(page, number, items, count)
            page.close()
        except pdfium.PdfiumError:
            message = f"Page {number} is damaged and was not read."
            warnings.append(ReadingWarning("unreadable_page", message, number))
        else:
            total += count
            if count > MAX_PAGE_CHARACTERS:
                message = (
                    f"Page {number} holds {count:,} characters; the first {MAX_PAGE_CHARACTERS:,} were read."
                )
                warnings.append(ReadingWarning("page_cut", message, number))
        if total > MAX_PDF_CHARACTERS:
            raise UnreadableDocument(
                f"{name}: it holds more than the {MAX_PDF_CHARACTERS:,} characters that are read; split it."
            )
        pages.append(items)
    return pages, warnings + pictures.warnings()


def _left_out(
    pages: list[list[Item]],
    flow: list[list[Item]],
    furniture: list[tuple[FurnitureKind, PrintedLine]],
    told: set[int | None],
) -> list[ReadingWarning]:
    """Returns the warnings about pages of which only furniture was read, and about hidden text.

    `told`: the pages that a warning names already.
    """
    warnings = [
        ReadingWarning("page_without_text", _FURNITURE_ONLY.format(number), number)
        for number, (items, flowing) in enumerate(zip(pages, flow, strict=True), 1)
        if items and not flowing and number not in told
    ]
    # Lone letters are rather a part of a drawing or of text that runs up the margin.
    for page in sorted({line.page for kind, line in furniture if kind == "hidden" and len(line.text) > 4}):
        message = f"Page {page} holds text too small to be read; it was left out."
        warnings.append(ReadingWarning("hidden_text", message, page))
    return warnings
