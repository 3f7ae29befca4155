"""The pages of a PDF that are pictures: which were read by OCR, which were not, and what the report says."""

from __future__ import annotations

import pypdfium2 as pdfium

from msla_check.model.agreement import ReadingWarning

from .limits import MAX_RECOGNISED_PAGES
from .ocr import INSTALL, Recogniser, find_recogniser, mean_confidence
from .ocr_pages import RecognisedPage, is_blank, is_picture, read_picture
from .pdf_tables import Item

POOR = 0.8
"""Confidence of recognition below which a page is named: a person must compare it with the file."""


class Pictures:
    """Reads the pages without text layer of one PDF as they come, and remembers how each was read.

    Args:
        wanted: whether to recognise words at all; a recogniser is looked for only when a page needs it.
    """

    def __init__(self, *, wanted: bool) -> None:
        self.pages: dict[int, RecognisedPage] = {}
        self._wanted = wanted
        self._blank: list[int] = []
        self.unread: list[int] = []
        self._wordless: list[int] = []

    def read(self, page: pdfium.PdfPage, number: int, items: list[Item], characters: int) -> list[Item]:
        """Returns what is printed on an open page: `items`, or what is recognised where it is a picture."""
        if items and not is_picture(page, characters):
            return items
        if not items and is_blank(page):
            self._blank.append(number)
            return items
        if self._recogniser is None or len(self.pages) >= MAX_RECOGNISED_PAGES:
            self.unread.append(number)
            return items
        recognised, how = read_picture(page, number, self._recogniser)
        if sum(len(line.text) for line in how.lines) <= characters:
            if not items:
                self._wordless.append(number)
            return items
        self.pages[number] = how
        return recognised

    @property
    def _recogniser(self) -> Recogniser | None:
        return find_recogniser() if self._wanted else None

    def advice(self) -> str:
        """Returns what to do about a file of which no page could be read."""
        if self.unread and not self._wanted:
            return "all are images, and OCR was turned off (--no-ocr, ocr=False)"
        if self.unread:
            return f"all are images; install OCR to read them: {INSTALL}"
        return "OCR found no words in the images" if self._wordless else "all are blank"

    def warnings(self) -> list[ReadingWarning]:
        """Returns what a reviewer must know about pages without a text layer."""
        found = [ReadingWarning("blank_page", f"Page {page} is blank.", page) for page in self._blank]
        for page in self._wordless:
            message = f"Page {page} is an image in which OCR found no words; it was not reviewed."
            found.append(ReadingWarning("page_without_text", message, page))
        for page in self.unread:
            message = f"Page {page} is an image; what it shows was not reviewed ({self._why_unread()})."
            found.append(ReadingWarning("page_without_text", message, page))
        if self.pages and self._recogniser is not None:
            found += self._about_recognised(self._recogniser.name)
        return found

    def _why_unread(self) -> str:
        if not self._wanted:
            return "OCR was turned off"
        if self.pages:
            return f"OCR reads {MAX_RECOGNISED_PAGES} pages of a file"
        return f"to have it read: {INSTALL}"

    def _about_recognised(self, name: str) -> list[ReadingWarning]:
        sure = mean_confidence([line for page in self.pages.values() for line in page.lines])
        were = "Page {} was an image" if len(self.pages) == 1 else "Pages {} were images"
        told = f"{were.format(_ranges(sorted(self.pages)))}, read by OCR ({name}, {sure:.0%} sure)."
        found = [ReadingWarning("recognised_pages", told)]
        for number, page in sorted(self.pages.items()):
            if page.confidence < POOR:
                message = f"Page {number} was hard to read by OCR ({page.confidence:.0%} sure): compare it with the file."
                found.append(ReadingWarning("poorly_recognised_page", message, number))
        return found


def _ranges(numbers: list[int]) -> str:
    """Returns page numbers in short ("2-4, 7")."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
