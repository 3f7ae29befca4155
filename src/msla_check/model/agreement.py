"""The agreement as read from a file: one text, and for each stretch of it the place it came from.

All offsets are half-open character offsets into `Agreement.text`. Pages count from 1. Boxes are in
PDF points with the origin at the top left of the upright page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table", "toc", "note"]
"""`note`: a footnote or endnote, placed in the text at its reference. `toc`: a line of a table of
contents: in the text, so that nothing is lost, but never a clause."""

FurnitureKind = Literal["header", "footer", "page_number", "stamp", "comment", "hidden"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: where the characters `start:end` of the text stand on a page."""

    start: int
    end: int
    page: int
    box: Box
    edges: Sequence[float] = ()
    """Left edge of every character of the line, and the right edge of the last, where known.
    Kept compact (an array), since every character of the file has one."""
    slope: float = 0.0
    """How far the line sinks for each point to the right, on a scanned page that lies askew."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; its text is `Agreement.text[start:end]`. Rows and columns count from 0."""

    start: int
    end: int
    row: int
    column: int
    header: bool = False
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table or note of the flowing text.

    In the text, blocks are separated by a blank line ("\\n\\n"); within a paragraph lines are joined
    by a space. A table is one block: rows end in "\\n", cells in a row are separated by "\\t".
    An automatic number (Word, HTML lists) stands in the text at the block's start, followed by a
    space, and also in `number`.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None
    """Index of the source paragraph (Word body order, HTML or text block order), from 0."""
    number: str = ""
    """The number as displayed ("7.2", "(a)", "Article IV") where the file itself carries it."""
    level: int | None = None
    """Outline level from 1 where the file states it (heading style, h1 to h6, list level)."""
    style: str = ""
    bold: bool = False
    """All letters bold."""
    lead: int = 0
    """Length of the run of characters at the block's start that is set off (bold, underlined or
    italic) from what follows: the caption of a run-in heading. 0 where there is none."""
    size: float | None = None
    """Font size in points, where known."""
    indent: float | None = None
    """Left edge of the first line in points from the left edge of the text area, where known."""
    centered: bool = False
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    ocr: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that is on the page but not in the flow: headers, footers, stamps, comments, hidden text."""

    kind: FurnitureKind
    text: str
    page: int | None = None
    anchor: tuple[int, int] | None = None
    """For a comment: the stretch of the flowing text that it is attached to."""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change. `start:end` is its place in the text as read; a change that is not shown in
    the chosen reading has `start == end`."""

    kind: Literal["insertion", "deletion"]
    text: str
    start: int
    end: int
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Where the characters `start:end` of the text stand in a Word file: from `offset` on in a run.

    In a run every character counts, a tab or a break as one. Automatic numbers stand in no run.
    """

    start: int
    end: int
    part: str
    """"document", "footnotes" or "endnotes"."""
    paragraph: int
    """Which `w:p` of the part, from 0 in document order, those in tables and text boxes counted."""
    run: int
    """Which `w:r` of the paragraph, from 0."""
    offset: int


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something that a reviewer must know about how the file was read."""

    code: str
    """Short and stable: `page_without_text`, `tracked_changes`, `hidden_text`, ..."""
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A document that has been read."""

    name: str
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    title: str = ""
    furniture: tuple[Furniture, ...] = ()
    revisions: tuple[Revision, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    runs: tuple[Run, ...] = ()
    """In the order of the text; only of Word files."""
