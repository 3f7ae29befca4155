"""Reads a PDF into an `Agreement`."""

from __future__ import annotations

import hashlib
from array import array

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from msla_check.errors import NoTextLayer, PasswordRequired, UnreadableDocument
from msla_check.model import Agreement, Block
from msla_check.model.agreement import Box, Furniture, Line, ReadingWarning

from .pdf_blocks import Paragraph, paragraphs
from .pdf_chars import read_chars, unturned
from .pdf_furniture import split_furniture
from .pdf_lines import PrintedLine, printed_lines

MAX_PAGES = 10_000
MAX_CHARACTERS_OF_A_PAGE = 200_000


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
    text, blocks = _assembled(paragraphs(flow))
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


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[list[PrintedLine]], list[ReadingWarning]]:
    """Returns the printed lines of each page, and a warning for each page that holds no text."""
    pages: list[list[PrintedLine]] = []
    warnings: list[ReadingWarning] = []
    for index in range(len(document)):
        number = index + 1
        try:
            page = document[index]
            lines = _read_page(page, number)
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


def _read_page(page: pdfium.PdfPage, number: int) -> list[PrintedLine]:
    """Returns the printed lines of a page."""
    textpage = page.get_textpage()
    try:
        chars = read_chars(page, textpage, MAX_CHARACTERS_OF_A_PAGE)
        lines = printed_lines(chars)
    finally:
        textpage.close()
    for line in lines:
        line.page = number
        line.chars = None
        if chars.turn:
            box = (line.left, line.top, line.right, line.bottom)
            line.left, line.top, line.right, line.bottom = unturned(
                box, chars.width, chars.height, chars.turn
            )
            line.edges = array("f")
    return lines


def _assembled(parts: list[Paragraph]) -> tuple[str, tuple[Block, ...]]:
    """Returns the text and its blocks."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for part in parts:
        start = at
        lines: list[Line] = []
        for index, printed in enumerate(part.lines):
            if index and not part.lines[index - 1].text.endswith("-"):
                pieces.append(" ")
                at += 1
            pieces.append(printed.text)
            box = Box(
                *(round(side, 2) for side in (printed.left, printed.top, printed.right, printed.bottom))
            )
            lines.append(Line(at, at + len(printed.text), printed.page, box, tuple(printed.edges)))
            at += len(printed.text)
        blocks.append(
            Block(
                part.kind,
                start,
                at,
                page=part.lines[0].page,
                size=round(part.lines[0].size, 1),
                centered=part.centered,
                lines=tuple(lines),
            )
        )
        pieces.append("\n\n")
        at += 2
    return "".join(pieces)[:-2], tuple(blocks)
