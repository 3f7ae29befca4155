"""Where a stretch of the text stands in the file: pages and boxes, or the runs of a Word file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from msla_check.model import Agreement, Block, Box, Line, Run


def find_boxes(agreement: Agreement, start: int, end: int) -> list[tuple[int, Box]]:
    """Returns page and box of every printed line that `start:end` touches, in reading order.

    A box covers just the characters asked for where the line knows its characters' edges, else the
    whole line. Empty where the file has no pages.
    """
    found = []
    for block in blocks_in(agreement, start, end):
        for line in block.lines:
            if line.start < end and start < line.end:
                found.append((line.page, _part(line, max(start, line.start), min(end, line.end))))
    return found


def find_runs(agreement: Agreement, start: int, end: int) -> list[Run]:
    """Returns the runs of a Word file that `start:end` touches, each cut to the characters asked for.

    Empty for files of other kinds. Automatic numbers and what separates blocks and cells stand in no run.
    """
    first = bisect_right(agreement.runs, start, key=lambda run: run.end)
    found = []
    for run in agreement.runs[first:]:
        if run.start >= end:
            break
        begin = max(start, run.start)
        found.append(replace(run, start=begin, end=min(end, run.end), offset=run.offset + begin - run.start))
    return found


def blocks_in(agreement: Agreement, start: int, end: int) -> list[Block]:
    """Returns the blocks that `start:end` touches."""
    first = max(0, bisect_right(agreement.blocks, start, key=lambda block: block.start) - 1)
    found = []
    for block in agreement.blocks[first:]:
        if block.start >= end:
            break
        if start < block.end:
            found.append(block)
    return found


def _part(line: Line, start: int, end: int) -> Box:
    if len(line.edges) != line.end - line.start + 1:
        return line.box
    left, right = line.edges[start - line.start], line.edges[end - line.start]
    left, right = min(left, right), max(left, right)
    # Of a line that slopes, the box of a part is as much lower, or higher, as the part stands further on.
    before, after = abs(line.slope) * (left - line.box.left), abs(line.slope) * (line.box.right - right)
    down, up = (before, after) if line.slope > 0 else (after, before)
    return Box(left, line.box.top + down, right, line.box.bottom - up)
