"""Reads the tables of a Word file: rows and cells with their spans, tables within tables, layout tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from .assemble import SourceCell
from .docx_package import W, on, value, whole
from .docx_paragraphs import Paragraph

_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3})+|[•·▪–-]")
ReadStory = Callable[[etree._Element, list["Paragraph"], "Table"], None]


@dataclass(slots=True)
class TableCell:
    """A cell with its paragraphs, those of tables within it among them."""

    paragraphs: list[Paragraph]
    column: int
    column_span: int
    goes_on: bool = False
    """The cell continues the one above."""
    row_span: int = 1
    header: bool = False


@dataclass(slots=True)
class Table:
    """A table's rows; `dropped` are paragraphs of rows that the chosen reading does not show."""

    rows: list[list[TableCell]] = field(default_factory=list)
    dropped: list[Paragraph] = field(default_factory=list)
    shaded: bool = False
    """Some cell or style has a colour of its own, on which white letters would be seen."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs that are shown, row by row."""
        return [p for row in self.rows for cell in row for p in cell.paragraphs]


def read_table(element: etree._Element, reading: str, read_story: ReadStory) -> Table:
    """Returns the table in a `w:tbl`; `read_story` reads what is in a cell."""
    style = value(element.find(W + "tblPr"), "tblStyle")
    table = Table(shaded=style is not None or element.find(f".//{W}shd") is not None)
    for row in _children(element, W + "tr"):
        properties = row.find(W + "trPr")
        cells = _row(row, properties, table, read_story)
        gone = {"accepted": "del", "original": "ins"}.get(reading)
        if gone and properties is not None and properties.find(W + gone) is not None:
            table.dropped += [p for cell in cells for p in cell.paragraphs]
        else:
            table.rows.append(cells)
    _join_rows(table)
    _mark_header(table)
    return table


def _children(element: etree._Element, tag: str) -> list[etree._Element]:
    """Returns the rows or cells of a table, also those in content controls."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            found += _children(child, tag)
    return found


def _row(
    row: etree._Element, properties: etree._Element | None, table: Table, read_story: ReadStory
) -> list[TableCell]:
    column = whole(value(properties, "gridBefore")) or 0
    header = bool(on(properties, "tblHeader"))
    cells = []
    for element in _children(row, W + "tc"):
        own = element.find(W + "tcPr")
        span = min(max(whole(value(own, "gridSpan")) or 1, 1), 1000)
        merge = None if own is None else own.find(W + "vMerge")
        paragraphs: list[Paragraph] = []
        read_story(element, paragraphs, table)
        goes_on = merge is not None and (merge.get(W + "val") or "continue") == "continue"
        cells.append(TableCell(paragraphs, column, span, goes_on, header=header))
        column += span
    return cells


def _join_rows(table: Table) -> None:
    """Lengthens a cell that those below continue, and takes these out of their rows."""
    above: dict[int, TableCell] = {}
    for row in table.rows:
        kept = []
        for cell in row:
            upper = above.get(cell.column)
            if cell.goes_on and upper is not None and upper.column_span == cell.column_span:
                upper.row_span += 1
                upper.paragraphs += [p for p in cell.paragraphs if p.text]
            else:
                above[cell.column] = cell
                kept.append(cell)
        row[:] = kept


def _mark_header(table: Table) -> None:
    """Marks the first row as header where it names the columns and the file does not say so itself."""
    if not table.rows or any(cell.header for row in table.rows for cell in row):
        return
    first = table.rows[0]
    texts = [" ".join(p.text for p in cell.paragraphs) for cell in first]
    if len(table.rows) < 2 or len(first) < 2 or not all(texts[1:]) or any(len(text) > 80 for text in texts):
        return
    bold = all(p.bold for cell in first for p in cell.paragraphs if p.text)
    below = " ".join(p.text for row in table.rows[1:] for cell in row for p in cell.paragraphs)
    names = len(first) > 2 and all(len(text.split()) <= 5 for text in texts)
    counted = any(c.isdigit() for c in below) and not any(c.isdigit() for text in texts for c in text)
    if bold or (names and counted):
        for cell in first:
            cell.header = True


def as_layout(table: Table) -> list[Paragraph] | None:
    """Returns the paragraphs of a table that only lays text out: a frame, or numbers beside clauses."""
    filled = [[cell for cell in row if any(p.text for p in cell.paragraphs)] for row in table.rows]
    if all(len(row) <= 1 for row in filled):
        return table.paragraphs
    if not all(len(row) <= 2 for row in filled):
        return None
    pairs = [row for row in filled if len(row) == 2]
    if not all(_MARKER.fullmatch(" ".join(p.text for p in row[0].paragraphs)) for row in pairs):
        return None
    for row in pairs:
        marker, clause = row[0].paragraphs, next(p for p in row[1].paragraphs if p.text)
        if not clause.number:
            clause.number = " ".join(p.text for p in marker if p.text)
            for paragraph in marker:
                paragraph.clear()
    return table.paragraphs


def cell_sources(table: Table) -> list[list[SourceCell]]:
    """Returns the cells as the assembler takes them: paragraphs joined by spaces."""
    return [
        [
            SourceCell(
                " ".join(p.shown for p in cell.paragraphs if p.text),
                cell.row_span, cell.column_span, cell.header, cell.column,
            )
            for cell in row
        ]
        for row in table.rows
    ]  # fmt: skip
