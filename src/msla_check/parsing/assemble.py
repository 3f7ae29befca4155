"""Puts an agreement's text and blocks together from source paragraphs and tables, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msla_check.model import Block, Cell
from msla_check.model.agreement import BlockKind

_NAME = re.compile(r"[^\W\d_]{3}")


@dataclass(slots=True)
class SourceParagraph:
    """A paragraph as its file states it; `lead` counts characters of `text` without the number."""

    text: str
    kind: BlockKind = "paragraph"
    number: str = ""
    """An automatic number that the file displays but does not hold as text."""
    level: int | None = None
    style: str = ""
    bold: bool = False
    lead: int = 0
    size: float | None = None
    indent: float | None = None
    centered: bool = False


@dataclass(slots=True)
class SourceCell:
    """A cell of a table: its text, and how many rows and columns it covers."""

    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    column: int | None = None
    """The column where the file states it; else the first one that is free."""


@dataclass(slots=True)
class Assembler:
    """The text and blocks under way; `paragraph` counts source paragraphs and table rows."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    at: int = 0
    paragraph: int = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.pieces)

    def add_paragraph(self, source: SourceParagraph) -> int:
        """Adds a paragraph, and returns its start; one without a visible character is passed over.

        An automatic number that is a name ("Exhibit A") stands by itself, a mere "7." does not.
        """
        start = self.at
        if source.text.strip() or _NAME.search(source.number):
            text = f"{source.number} {source.text}".strip() if source.number else source.text
            shift = len(text) - len(source.text)
            start = self._begin()
            self._add(text)
            self.blocks.append(
                Block(
                    source.kind,
                    start,
                    self.at,
                    paragraph=self.paragraph,
                    number=source.number,
                    level=source.level,
                    style=source.style,
                    bold=source.bold,
                    lead=source.lead + shift if source.lead else 0,
                    size=source.size,
                    indent=source.indent,
                    centered=source.centered,
                )
            )
        self.paragraph += 1
        return start

    def add_table(self, rows: list[list[SourceCell]]) -> list[list[int]]:
        """Adds a table (cells set apart by tabs, rows by line ends), and returns where each cell starts."""
        if not any(cell.text.strip() for row in rows for cell in row):
            self.paragraph += 1
            return []
        start, first = self._begin(), self.paragraph
        cells: list[Cell] = []
        starts: list[list[int]] = []
        # Columns that a cell above covers, and up to which row.
        taken: dict[int, int] = {}
        for row_number, row in enumerate(rows):
            if row_number:
                self._add("\n")
            starts.append([])
            column = 0
            for cell_number, cell in enumerate(row):
                if cell_number:
                    self._add("\t")
                while taken.get(column, 0) > row_number:
                    column += 1
                column = column if cell.column is None else cell.column
                text = " ".join(cell.text.split())
                place = (self.at, self.at + len(text))
                starts[-1].append(self.at)
                self._add(text)
                cells.append(Cell(*place, row_number, column, cell.header, cell.row_span, cell.column_span))
                if cell.row_span > 1:
                    taken |= dict.fromkeys(
                        range(column, column + cell.column_span), row_number + cell.row_span
                    )
                column += cell.column_span
            self.paragraph += 1
        self.blocks.append(Block("table", start, self.at, paragraph=first, cells=tuple(cells)))
        return starts

    def _begin(self) -> int:
        if self.at:
            self._add("\n\n")
        return self.at

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)
