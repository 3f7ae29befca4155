"""One open PDF page read into its printed lines and tables, from top to bottom, column by column."""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium

from .limits import MAX_PAGE_CHARACTERS
from .pdf_aligned import with_aligned_tables
from .pdf_chars import PageChars, read_chars
from .pdf_columns import in_columns
from .pdf_dashed import has_dashed_heads, with_dashed_tables
from .pdf_drawn import Rectangles, Rules, read_rules
from .pdf_lines import Places, find_segments, lines_of_segments, visible_places
from .pdf_tables import Item, TableRows, find_grids, is_layout, without_gutters


def read_page(page: pdfium.PdfPage, number: int) -> tuple[list[Item], int]:
    """Returns what is printed on an open page, in reading order, and how many characters it holds."""
    textpage = page.get_textpage()
    count = textpage.count_chars()
    try:
        chars = read_chars(page, textpage, MAX_PAGE_CHARACTERS)
        if not (chars.codes > 32).any():
            return [], count
        return arranged(chars, read_rules(page, chars.space), number), count
    finally:
        textpage.close()


def arranged(chars: PageChars, rules: Rules, number: int) -> list[Item]:
    """Returns the characters of a page put together to lines and tables, in reading order."""
    visible = visible_places(chars)
    tables = _filled(find_grids(rules), chars, visible, rules.lying)
    rest = _outside(tables, chars, visible)
    segments = find_segments(chars, rest)
    columns = in_columns(segments)
    if len(columns) > 1 and has_dashed_heads(segments, chars.codes[rest]):
        columns = [segments]
    lines = with_dashed_tables(lines_of_segments(chars, rest, columns, rules.lying))
    items = with_aligned_tables(_placed(lines, tables))
    for item in items:
        item.page = number
        if chars.space.turn:
            item.space = chars.space
    return items


def _filled(
    grids: list[TableRows], chars: PageChars, visible: Places, underlines: Rectangles
) -> list[TableRows]:
    """Returns the grids that hold text in at least two rows and two columns, each cell with its lines."""
    tables = []
    for grid in grids:
        for cell in grid.cells:
            inside = _inside(cell.box, chars, visible)
            cell.lines = lines_of_segments(chars, inside, [find_segments(chars, inside)], underlines)
        filled = [cell for cell in grid.cells if cell.lines]
        wide, high = len({cell.column for cell in filled}) > 1, len({cell.row for cell in filled}) > 1
        if wide and high and not is_layout(grid):
            tables.append(without_gutters(grid))
    return tables


def _inside(box: tuple[float, float, float, float], chars: PageChars, visible: Places) -> Places:
    """Returns the visible characters whose middle lies in the box."""
    left, top, right, bottom = box
    x = (chars.left[visible] + chars.right[visible]) / 2
    y = (chars.top[visible] + chars.bottom[visible]) / 2
    return visible[(x >= left) & (x < right) & (y >= top) & (y < bottom)]


def _outside(tables: list[TableRows], chars: PageChars, visible: Places) -> Places:
    """Returns the visible characters that stand in no cell."""
    for table in tables:
        taken = np.concatenate([_inside(cell.box, chars, visible) for cell in table.cells])
        visible = np.setdiff1d(visible, taken)
    return visible


def _placed(lines: list[Item], tables: list[TableRows]) -> list[Item]:
    """Returns the lines with each table before the first line of its column that stands below it."""
    items = list(lines)
    for table in sorted(tables, key=lambda t: t.box[1], reverse=True):
        left, top, right, _ = table.box
        at = len(items)
        for index, item in enumerate(items):
            beside = isinstance(item, TableRows) or (item.left < right and item.right > left)
            foot = item.box[1] if isinstance(item, TableRows) else item.bottom
            if beside and foot > top + 2:
                at = index
                break
        items.insert(at, table)
    return items
