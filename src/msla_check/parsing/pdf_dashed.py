"""Tables that a typewriter drew: lines of dashes part their rows, or underline the heads of their columns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .pdf_aligned import SIGNATURE, pieces_of, spans_of, stretches, table_of
from .pdf_lines import PrintedLine, Segment, merge_dashes
from .pdf_tables import Item, is_layout

_DASHES = re.compile(r"[-=–—][-=–—\s]{5,}")
_RUN = re.compile(r"(?:- )?[-=–—]{3,}")
_LONG = 20
"""Dashes in a line that parts rows, rather than underlining a word or summing up a column."""
_MOST_LINES = 16
"""Lines between two lines of dashes, more of which are text that they frame, not a row."""
_SIGNERS = re.compile(r"by|its|name|title|date|signature|printed?(?: name.*)?|witness", re.IGNORECASE)
_SECTION = re.compile(r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})+\.?\s")
_PAGE_NUMBER = re.compile(r"[-– ]*\d{1,3}[-– ]*")

Columns = list[tuple[float, float]]


@dataclass(slots=True)
class _Ruler:
    """A line of dashes: its place among the lines of the page, and its runs of dashes."""

    index: int
    line: PrintedLine
    runs: Columns


def has_dashed_heads(segments: list[Segment], codes: npt.NDArray[np.uint32]) -> bool:
    """Says whether three runs of dashes or more stand side by side: what is below is a table, no columns of prose.

    `codes`: the characters in which the segments count.
    """
    heights = Counter(
        round(segment.middle)
        for segment in segments
        if segment.last - segment.first >= 10 and (codes[segment.first : segment.last] == ord("-")).all()
    )
    return max(heights.values(), default=0) >= 3


def with_dashed_tables(lines: list[PrintedLine]) -> list[Item]:
    """Returns a page's lines, those of each table drawn with dashes made a table, the dashes left out.

    Dashes under other words tell that these are underlined, and go too.
    """
    rulers = [
        _ruler(index, line)
        for index, line in enumerate(lines)
        if line.text[:1] in "-=–—" and _DASHES.fullmatch(line.text)
    ]
    rulers = [ruler for ruler in rulers if ruler.runs]
    if not rulers:
        return [*merge_dashes(lines)]
    result: list[Item] = []
    done = 0
    for at, ruler in enumerate(rulers):
        if ruler.index < done:
            continue
        found = _parted(lines, rulers[at:]) or _headed(lines, ruler, done)
        if found:
            start, end, rows, columns = found
            table = table_of(rows, columns)
            if not is_layout(table):
                result += [*merge_dashes(lines[done:start]), table]
                done = end
    return [*result, *merge_dashes(lines[done:])]


def _ruler(index: int, line: PrintedLine) -> _Ruler:
    runs = [(line.edges[run.start()], line.edges[run.end()]) for run in _RUN.finditer(line.text)]
    return _Ruler(index, line, runs)


_Found = tuple[int, int, list[list[PrintedLine]], Columns]
"""Where the lines of a table begin and end, its rows and its columns."""


def _parted(lines: list[PrintedLine], rulers: list[_Ruler]) -> _Found | None:
    """Returns the table whose rows the lines of dashes part, from the first on."""
    first = rulers[0]
    if first.line.text.count("-") + first.line.text.count("=") < _LONG:
        return None
    bands: list[list[PrintedLine]] = []
    for above, below in pairwise(rulers):
        band = lines[above.index + 1 : below.index]
        if not _is_band([above.line, *band, below.line]):
            break
        bands.append(band)
    while bands and not bands[-1]:
        bands.pop()
    last = rulers[len(bands)]
    filled = [band for band in bands if band]
    if not filled or sum(any(line.gaps for line in band) for band in filled) < 0.6 * len(filled):
        return None
    widest = [max(band, key=lambda line: len(line.gaps)) for band in filled]
    columns = _columns_of(widest)
    together = stretches([span for line in widest for span in spans_of(line)])
    if len(columns) < len(pieces_of(widest[0])) <= len(together):
        columns = together  # heads over columns that are mostly left empty
    lone = len(filled) == 1
    if len(columns) < (3 if lone else 2) or (lone and len(filled[0]) == 1):
        return None
    # What stands between the first two lines of dashes names the columns, on however many lines.
    rows = [filled[0]] if len(filled) > 2 else []
    for band in filled[len(rows) :]:
        rows += _rows_of(band, columns)
    return first.index, last.index + 1, rows, columns


def _is_band(lines: list[PrintedLine]) -> bool:
    """Says whether the lines, the first and the last of dashes, could frame one row or a few: one below the
    other, no wide blank between them as around a title or at a page's foot, no prose."""
    first, *inner, last = lines
    shared = min(first.right, last.right) - max(first.left, last.left)
    if last.column != first.column or shared < 0.5 * (first.right - first.left) or len(inner) > _MOST_LINES:
        return False
    if any(not 0 < b.base - a.base < 3.2 * b.size for a, b in pairwise(lines)):
        return False
    # A line under some columns only sums them up.
    if any(line.left < min(first.left, last.left) - line.size for line in inner):
        return False
    prose = len(inner) > 2 and not any(line.gaps for line in inner)
    return not prose and not any(_is_signed(line) or _SECTION.match(line.text) for line in inner)


def _is_signed(line: PrintedLine) -> bool:
    """Says whether a line belongs to signatures, which stand side by side over lines of dashes too."""
    words = [line.text[start:end].strip(" ():") for start, end in pieces_of(line)]
    twice = len(words) > len(set(words)) and any(_SIGNERS.fullmatch(word) for word in words)
    return twice or SIGNATURE.search(line.text) is not None


def _headed(lines: list[PrintedLine], ruler: _Ruler, done: int) -> _Found | None:
    """Returns the table under heads that runs of dashes underline, one for each column."""
    if len(ruler.runs) < 2:
        return None
    head = _head_above(lines, ruler, done)
    if not head or any(map(_is_signed, head)):
        return None
    body: list[int] = []
    last = ruler.line
    end = ruler.index + 1
    for index in range(ruler.index + 1, len(lines)):
        line = lines[index]
        if _DASHES.fullmatch(line.text):
            continue
        step = line.base - last.base
        if line.column != last.column or not 0 < step < 5 * line.size or _crosses(line, ruler.runs):
            break
        if _is_signed(line):
            return None
        if _SECTION.match(line.text):
            break
        if not line.gaps and (step > 3 * line.size or _PAGE_NUMBER.fullmatch(line.text)):
            break
        body.append(index)
        last = line
        end = index + 1
    while body and not lines[body[-1]].gaps and lines[body[-1]].left < ruler.runs[0][1]:
        end = body.pop()
    under = [lines[index] for index in body]
    spread = [line for line in under if line.gaps]
    if not spread:
        return None
    # The names of the rows stand in a column without a head.
    filled = _columns_of(spread)
    columns = filled if len(filled) > len(ruler.runs) else ruler.runs
    return ruler.index - len(head), end, [head, *_rows_of(under, columns)], columns


def _head_above(lines: list[PrintedLine], ruler: _Ruler, done: int) -> list[PrintedLine]:
    """Returns the lines right above the runs of dashes that hold the heads, one in each column at least."""
    head: list[PrintedLine] = []
    below = ruler.line
    for index in range(ruler.index - 1, max(done, ruler.index - 5) - 1, -1):
        line = lines[index]
        if (
            below.base - line.base > 1.7 * line.size
            or line.column != below.column
            or _crosses(line, ruler.runs)
        ):
            break
        head.insert(0, line)
        below = line
    taken = {_column_at(span, ruler.runs) for line in head for span in spans_of(line)}
    return head if len(taken) >= 2 and len(taken) >= len(ruler.runs) - 1 else []


def _crosses(line: PrintedLine, columns: Columns) -> bool:
    """Says whether a piece of the line reaches well into a second column."""
    for left, right in spans_of(line):
        inside = [min(right, b) - max(left, a) > 0.3 * (b - a) for a, b in columns]
        if sum(inside) > 1:
            return True
    return False


def _column_at(span: tuple[float, float], columns: Columns) -> int:
    """Returns the column with which a piece shares most, or the nearest."""
    left, right = span
    return max(range(len(columns)), key=lambda c: min(right, columns[c][1]) - max(left, columns[c][0]))


def _columns_of(lines: list[PrintedLine]) -> Columns:
    """Returns the columns that the lines with the most pieces fill; none where these stand criss-cross."""
    counts = Counter(len(pieces_of(line)) for line in lines)
    # A line or two may be broken once too often by a wide blank within a cell.
    most = max((count for count, times in counts.items() if times >= 0.4 * len(lines)), default=0)
    columns = stretches([span for line in lines if len(pieces_of(line)) == most for span in spans_of(line)])
    return columns if len(columns) == most else []


def _rows_of(lines: list[PrintedLine], columns: Columns) -> list[list[PrintedLine]]:
    """Returns the lines of each row. A row begins in the first column, after a blank line or with no words
    that go on with those above it."""
    rows: list[list[PrintedLine]] = []
    for above, line in pairwise([None, *lines]):
        if line is None:
            continue
        spans = spans_of(line)
        leads = _column_at(spans[0], columns) == 0
        blank = above is not None and line.base - above.base > 1.6 * line.size
        fresh = len(spans) >= max(2, len(columns) - 1) and not any(
            line.text[start].islower() for start, _ in pieces_of(line)
        )
        if above is None or not rows or (leads and (blank or fresh)):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows
