"""A page without a text layer, read from its picture into the same lines and tables as any other page."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from msla_check.model import Block
from msla_check.model.agreement import Box, Cell, Line

from .limits import MAX_PICTURE_SIDE
from .ocr import Image, RecognisedLine, Recogniser, mean_confidence
from .ocr_strokes import find_rules, mark_bold, with_blanks
from .ocr_upright import Turn, contrasted, find_turn, is_ink
from .pdf_chars import PageChars, PageSpace
from .pdf_lines import PrintedLine
from .pdf_pages import arranged
from .pdf_tables import TableRows

DPI = 200
FEW_CHARACTERS = 200
"""A page with fewer characters and a large image is a scanned one that bears a stamp or a page number."""
_LARGE = 0.6
"""Share of the page that images must cover on such a page."""
_BLANK = 0.0002
"""Share of dark pixels below which a page is blank."""
_BLANK_DPI = 72
_UPSIDE_DOWN = 0.5
"""Confidence below which the page is tried upside down."""
_ALIKE = (0.7, 1.35)
"""Heights of lines within this range of the usual one differ but by which letters stand in them."""


@dataclass(slots=True)
class RecognisedPage:
    """What was recognised on a page, upright and in points, and how it was turned for that."""

    lines: list[RecognisedLine]
    turn: Turn

    @property
    def confidence(self) -> float:
        """How sure the recognition of the page is, 0 to 1."""
        return mean_confidence(self.lines)


def is_picture(page: pdfium.PdfPage, characters: int) -> bool:
    """Says whether an open page with so many characters of text is all or mostly an image."""
    if characters >= FEW_CHARACTERS:
        return False
    if not characters:
        return True
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += abs((right - left) * (top - bottom))
    return bool(covered > _LARGE * width * height)


def is_blank(page: pdfium.PdfPage) -> bool:
    """Says whether nothing can be seen on an open page."""
    if not raw.FPDFPage_CountObjects(page.raw) and not raw.FPDFPage_GetAnnotCount(page.raw):
        return True
    return bool(is_ink(_picture(page, _BLANK_DPI), faint=True).mean() < _BLANK)


def read_picture(
    page: pdfium.PdfPage, number: int, recogniser: Recogniser
) -> tuple[list[PrintedLine | TableRows], RecognisedPage]:
    """Returns what is printed in an open page's picture, and how it was recognised."""
    width, height = page.get_size()
    image = contrasted(_picture(page, DPI))
    scale = max(image.shape) / max(width, height)
    read = _recognised(image, find_turn(image, width, height), scale, recogniser)
    if not read.lines:
        return [], read
    ink = is_ink(read.turn.turned(image))
    rules = find_rules(ink, scale)
    items = arranged(_characters(with_blanks(read.lines, rules)), rules, number)
    mark_bold(items, ink, scale)
    # Of the lines only where they stand is asked for later; the places of all letters would fill the memory.
    lines = [replace(line, edges=(line.edges[0], line.edges[-1])) for line in read.lines]
    return items, replace(read, lines=lines)


def _picture(page: pdfium.PdfPage, dpi: float) -> Image:
    """Returns an open page as displayed, drawn at so many dots per inch, fewer where it is vast."""
    scale = min(dpi / 72, MAX_PICTURE_SIDE / max(*page.get_size(), 1.0))
    image = np.asarray(page.render(scale=scale, grayscale=True).to_numpy(), np.uint8)
    return image.reshape(image.shape[:2])


def _recognised(image: Image, turn: Turn, scale: float, recogniser: Recogniser) -> RecognisedPage:
    """Returns the lines of the picture, turned upside down where they read better so."""
    lines = recogniser.lines(turn.turned(image))
    if mean_confidence(lines) < _UPSIDE_DOWN:
        over = replace(turn, quarters=(turn.quarters + 2) % 4)
        other = recogniser.lines(over.turned(image))
        if mean_confidence(other) > mean_confidence(lines):
            lines, turn = other, over
    return RecognisedPage(_in_points(lines, scale), turn)


def _in_points(lines: list[RecognisedLine], scale: float) -> list[RecognisedLine]:
    """Returns the lines in points, those of about the usual height made as high as it."""
    heights = sorted(line.bottom - line.top for line in lines for _ in line.text)
    usual = heights[len(heights) // 2] if heights else 0.0
    placed = []
    for line in lines:
        height = line.bottom - line.top
        height = usual if _ALIKE[0] * usual < height < _ALIKE[1] * usual else height
        middle = (line.top + line.bottom) / 2
        edges = tuple((left / scale, right / scale) for left, right in line.edges)
        top, bottom = (middle - height / 2) / scale, (middle + height / 2) / scale
        placed.append(replace(line, edges=edges, top=top, bottom=bottom))
    return placed


def _characters(lines: list[RecognisedLine]) -> PageChars:
    """Returns the characters of recognised lines as those of a page; a break stands after each line."""
    codes = [ord(char) for line in lines for char in f"{line.text}\n"]
    sides = [
        (left, line.top, right, line.bottom)
        for line in lines
        for left, right in (*line.edges, (line.right, line.right))
    ]
    left, top, right, bottom = np.array(sides, np.float32).reshape(-1, 4).T
    places = np.arange(len(codes), dtype=np.int32)
    # Coordinates are upright already, and there are no fonts to ask about: no text page.
    space = PageSpace((0.0, 0.0, 0.0, 0.0), 0, 0.0, 0.0)
    return PageChars(np.array(codes, np.uint32), left, top, right, bottom, places, space, textpage=0)


def mark_recognised(blocks: tuple[Block, ...], pages: dict[int, RecognisedPage]) -> tuple[Block, ...]:
    """Returns the blocks with those that were recognised marked, and put where they stand as displayed."""
    return tuple(_marked(block, pages) for block in blocks) if pages else blocks


def _marked(block: Block, pages: dict[int, RecognisedPage]) -> Block:
    """Returns a block marked; of one that begins on a page with text only the lines are put in place."""
    places = [(line.page, line.box) for line in block.lines]
    places += [(cell.page, cell.box) for cell in block.cells if cell.page and cell.box]
    read = [line for page, box in places if page in pages for line in _within(box, pages[page])]
    if not read:
        return block
    return replace(
        block,
        lines=tuple(
            _line_back(line, pages[line.page].turn) if line.page in pages else line for line in block.lines
        ),
        cells=tuple(_cell_back(cell, pages) for cell in block.cells),
        ocr=True,
        confidence=round(mean_confidence(read), 2),
    )


def _within(box: Box, page: RecognisedPage) -> list[RecognisedLine]:
    """Returns the recognised lines that stand in a box of the upright page."""
    return [
        line
        for line in page.lines
        if box.top <= (line.top + line.bottom) / 2 <= box.bottom
        and line.left < box.right
        and line.right > box.left
    ]


def _line_back(line: Line, turn: Turn) -> Line:
    """Returns where a line of the upright page stands on the page as displayed."""
    if not turn.quarters and not turn.degrees:
        return line
    box = _box_back(line.box, turn)
    if turn.quarters:
        # On a page that was turned, characters do not follow each other from left to right.
        return replace(line, box=box, edges=())
    middle = (line.box.top + line.box.bottom) / 2
    edges = array("f", [turn.point_back(x, middle)[0] for x in line.edges])
    return replace(line, box=box, edges=edges, slope=round(math.tan(math.radians(turn.degrees)), 4))


def _cell_back(cell: Cell, pages: dict[int, RecognisedPage]) -> Cell:
    """Returns where a cell stands on the page as displayed."""
    if cell.box is None or cell.page not in pages:
        return cell
    return replace(cell, box=_box_back(cell.box, pages[cell.page].turn))


def _box_back(box: Box, turn: Turn) -> Box:
    sides = turn.back((box.left, box.top, box.right, box.bottom))
    return Box(*(round(side, 2) for side in sides))
