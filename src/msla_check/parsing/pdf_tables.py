"""Tables drawn with rules: their cells, rows and columns, found from the rules alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from msla_check.model.agreement import Box, Cell

from .pdf_chars import PageSpace
from .pdf_drawn import Rules
from .pdf_lines import PrintedLine
from .pdf_numbers import label_of

SNAP = 3.0
"""Points within which two rules count as one, and a rule as meeting another."""

GUTTER = 12.0
"""Points: an empty column up to this width only keeps two others apart."""


@dataclass(slots=True)
class TableCell:
    """A cell: its place in the grid, its box, and the lines printed in it."""

    row: int
    column: int
    box: tuple[float, float, float, float]
    row_span: int = 1
    column_span: int = 1
    lines: list[PrintedLine] = field(default_factory=list)


@dataclass(slots=True)
class TableRows:
    """A table as printed on one page."""

    page: int
    box: tuple[float, float, float, float]
    cells: list[TableCell]
    column: int = 0
    space: PageSpace | None = None


Item = PrintedLine | TableRows
"""What a page holds, in reading order."""


def find_grids(rules: Rules) -> list[TableRows]:
    """Returns the grids that the rules of a page draw: at least two columns and two rows."""
    if len(rules.standing) + 2 * len(rules.frames) < 3 or len(rules.standing) + len(rules.frames) > 3000:
        return []
    across = np.concatenate([rules.standing[:, 0], rules.frames[:, 0], rules.frames[:, 2]])
    down = np.concatenate([rules.lying[:, 1], rules.frames[:, 1], rules.frames[:, 3]])
    if min(_distinct(across), _distinct(down)) < 3:
        return []
    # Only for such pages: the finder costs more to import than a hundred pages to read.
    from pdfplumber.table import (
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    edges = _edges(rules)
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP, SNAP))
    grids = [_grid(table) for table in cells_to_tables(cells)]
    return [grid for grid in grids if grid is not None]


def _distinct(places: npt.NDArray[np.float32]) -> int:
    """Returns how many places differ by more than rules that count as one; two columns have three sides."""
    return int(np.count_nonzero(np.diff(np.sort(places)) > SNAP)) + 1


def _edges(rules: Rules) -> list[dict[str, Any]]:
    """Returns the rules and the sides of frames in pdfplumber's terms."""
    lying = [(a, (b + d) / 2, c) for a, b, c, d in rules.lying.tolist()]
    standing = [((a + c) / 2, b, d) for a, b, c, d in rules.standing.tolist()]
    for left, top, right, bottom in rules.frames.tolist():
        lying += [(left, top, right), (left, bottom, right)]
        standing += [(left, top, bottom), (right, top, bottom)]
    return [
        {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}
        for x0, y, x1 in lying
    ] + [
        {"x0": x, "x1": x, "top": y0, "bottom": y1, "width": 0.0, "height": y1 - y0, "orientation": "v"}
        for x, y0, y1 in standing
    ]


def _grid(boxes: list[tuple[float, float, float, float]]) -> TableRows | None:
    """Returns the table of cell boxes, with rows and columns counted; None where it is only a frame."""
    lefts = _levels([box[0] for box in boxes])
    tops = _levels([box[1] for box in boxes])
    if len(lefts) < 2 or len(tops) < 2:
        return None
    cells = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        column, row = _level(lefts, box[0]), _level(tops, box[1])
        columns = sum(1 for x in lefts if box[0] + SNAP < x < box[2] - SNAP) + 1
        rows = sum(1 for y in tops if box[1] + SNAP < y < box[3] - SNAP) + 1
        cells.append(TableCell(row, column, box, rows, columns))
    outline = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return TableRows(0, outline, cells)


def _levels(values: list[float]) -> list[float]:
    """Returns the distinct positions, those within `SNAP` taken as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > SNAP:
            levels.append(value)
    return levels


def _level(levels: list[float], value: float) -> int:
    """Returns the index of the level at `value`."""
    return int(np.argmin([abs(level - value) for level in levels]))


def without_gutters(table: TableRows) -> TableRows:
    """Returns the table less its columns that are too narrow for a word and empty, as between shaded cells."""
    held = {
        cell.column
        for cell in table.cells
        if cell.lines or (cell.column_span == 1 and cell.box[2] - cell.box[0] > GUTTER)
    }
    kept = [cell for cell in table.cells if cell.column in held]
    if len(kept) == len(table.cells):
        return table
    for cell in kept:
        cell.column_span = sum(
            column in held for column in range(cell.column, cell.column + cell.column_span)
        )
        cell.column = sum(column in held for column in range(cell.column))
    table.cells = kept
    return table


_PAGE = re.compile(r"(?:[A-Z]{1,3}-)?(\d{1,3})$|[ivxl]{1,6}$")


def is_layout(table: TableRows) -> bool:
    """Says whether the grid only lays out text: a table of contents, or clauses with their numbers beside."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.lines:
            rows.setdefault(cell.row, []).append(" ".join(line.text for line in cell.lines))
    numbered = [texts for texts in rows.values() if len(texts) > 1 and label_of(texts[0]).strip() == texts[0]]
    if len(numbered) >= 0.7 * len(rows) and all(len(texts) == 2 for texts in numbered):
        return not all(label_of(texts[0]).isdigit() for texts in numbered)
    matches = [_PAGE.match(texts[-1]) for texts in rows.values() if len(texts) > 1]
    pages = [int(match.group(1)) for match in matches if match and match.group(1)]
    return len(pages) >= max(4, 0.6 * len(rows)) and pages == sorted(pages) and len(set(pages)) > 1


def cells_of(
    table: TableRows,
    add: Callable[[str], None],
    at: Callable[[], int],
    joint: Callable[[PrintedLine, PrintedLine], str | None],
) -> tuple[Cell, ...]:
    """Adds the table's text row by row, and returns its cells."""
    cells: list[Cell] = []
    row = column = 0
    header = _has_header(table)
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.row != row:
            add("\n")
            row, column = cell.row, 0
        elif cell.column > column:
            add("\t")
        column = cell.column
        start = at()
        for index, line in enumerate(cell.lines):
            after = cell.lines[index + 1] if index + 1 < len(cell.lines) else None
            between = joint(line, after) if after else ""
            add(line.text[:-1] if between is None else line.text + between)
        box = displayed(cell.box, table.space)
        cells.append(
            Cell(
                start, at(), cell.row, cell.column, header and cell.row == 0,
                cell.row_span, cell.column_span, table.page, box,
            )
        )  # fmt: skip
    return tuple(cells)


def displayed(box: tuple[float, float, float, float], space: PageSpace | None) -> Box:
    """Returns a box on the page as displayed; `space` is given where the page was turned."""
    left, top, right, bottom = space.back(box) if space else box
    return Box(round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))


def _has_header(table: TableRows) -> bool:
    """Says whether the first row names the columns: all cells filled, set off or wordy where others count."""
    first = [cell for cell in table.cells if cell.row == 0]
    if len(first) < 2 or not all(cell.lines for cell in first[1:]):
        return False
    rest = [cell for cell in table.cells if cell.row > 0 and cell.lines]
    texts = [" ".join(line.text for line in cell.lines) for cell in first]
    if any(len(text) > 80 for text in texts):
        return False
    bold = all(style & 1 for cell in first for line in cell.lines for _, style in line.words)
    digits_above = any(char.isdigit() for text in texts for char in text)
    digits_below = any(char.isdigit() for cell in rest for line in cell.lines for char in line.text)
    return bold or (digits_below and not digits_above) or all(len(text.split()) <= 5 for text in texts)
