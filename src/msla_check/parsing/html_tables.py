"""Reads HTML tables: cells with their spans; tells tables from mere layout."""

from __future__ import annotations

import re

from lxml import etree

from .assemble import SourceCell
from .invisible import take_out_invisible

_LONGEST_CELL = 1500
_MARKER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3})+|[•·▪○–—*-]"
)
_SKIPPED = ("script", "style", "template", "noscript")


def cell_text(cell: etree._Element) -> str:
    """Returns what a cell shows, on one line."""
    pieces: list[str] = []
    for node in cell.iter():
        if node.tag == "br" or (isinstance(node.tag, str) and node.tag in ("p", "div", "li") and pieces):
            pieces.append(" ")
        if isinstance(node.tag, str) and node.tag not in _SKIPPED:
            pieces.append(node.text or "")
        if node is not cell:
            pieces.append(node.tail or "")
    return " ".join(take_out_invisible("".join(pieces))[0].split())


def own_rows(table: etree._Element) -> list[etree._Element]:
    """Returns a table's rows, those of tables within it left out."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def filled_cells(row: etree._Element) -> list[etree._Element]:
    """Returns the cells of a row that show something."""
    return [cell for cell in row if cell.tag in ("td", "th") and cell_text(cell)]


def is_layout(table: etree._Element) -> bool:
    """Returns whether a table only lays text out: a frame, numbers beside clauses, or whole sections."""
    rows = [filled_cells(row) for row in own_rows(table)]
    if max(map(len, rows), default=0) <= 1 or table.find(".//table") is not None:
        return True
    pairs = [row for row in rows if len(row) > 1]
    if all(len(row) == 2 and is_marker(row[0]) for row in pairs):
        return True
    return max((len(cell_text(cell)) for row in rows for cell in row), default=0) > _LONGEST_CELL


def is_marker(cell: etree._Element) -> bool:
    """Returns whether a cell holds just the number or bullet of the clause beside it."""
    return _MARKER.fullmatch(cell_text(cell)) is not None


def table_rows(table: etree._Element) -> list[list[SourceCell]]:
    """Returns the cells of a table; the first row is taken for the header where none is marked."""
    rows = []
    for row in own_rows(table):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        head = bool(cells) and (all(c.tag == "th" for c in cells) or row.getparent().tag == "thead")
        rows.append([SourceCell(cell_text(c), _span(c, "rowspan"), _span(c, "colspan"), head) for c in cells])
    rows = [row for row in rows if any(cell.text for cell in row)]
    if not any(cell.header for row in rows for cell in row):
        for cell in rows[0] if rows else ():
            cell.header = True
    return _without_empty_columns(rows)


def _without_empty_columns(rows: list[list[SourceCell]]) -> list[list[SourceCell]]:
    """Returns the rows without the empty columns that only give space, as filings have them."""
    if any(cell.row_span > 1 for row in rows for cell in row):
        return rows
    starts: set[int] = set()
    for row in rows:
        column = 0
        for cell in row:
            cell.column = column
            starts |= {column} if cell.text else set()
            column += cell.column_span
    order = sorted(starts)
    kept = []
    for row in rows:
        cells = []
        for cell in row:
            first = cell.column or 0
            covered = [c for c in order if first <= c < first + cell.column_span]
            if covered:
                cell.column, cell.column_span = order.index(covered[0]), len(covered)
                cells.append(cell)
        kept.append(cells)
    return kept


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 1000) if value.isascii() and value.isdigit() and len(value) < 6 else 1
