"""The columns of a page: text set in columns is read down the left one, then down the next."""

from __future__ import annotations

from operator import attrgetter

from .pdf_lines import Segment

_FEWEST_LINES = 6
"""Lines of prose on each side of a gutter, without which side by side means a table or a label."""
_FEWEST_LETTERS = 20
"""Letters in a usual line of prose, be its column ever so narrow; blocks of signatures have fewer."""
_PROSE = 0.4
"""Share of its side's width that a line of prose takes; half a side, where that side is two columns."""


def in_columns(segments: list[Segment], depth: int = 2) -> list[list[Segment]]:
    """Returns the segments of a page in reading order of its columns; one list where it has none."""
    if len(segments) < 2 * _FEWEST_LINES or not depth:
        return [segments]
    found = _gutter(segments)
    if found is None:
        return [segments]
    gutter, top, bottom = found
    bands: list[list[Segment]] = []
    across: list[Segment] = []
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for segment in sorted(segments, key=attrgetter("middle", "left")):
        if segment.left < gutter < segment.right or not top <= segment.middle <= bottom:
            bands += _read(sides, depth)
            sides = ([], [])
            across.append(segment)
            continue
        if across:
            bands.append(across)
            across = []
        sides[segment.left >= gutter].append(segment)
    return [*bands, *([across] if across else []), *_read(sides, depth)]


def _read(sides: tuple[list[Segment], list[Segment]], depth: int) -> list[list[Segment]]:
    """Returns the columns of both sides, or both sides row by row where either holds but a few lines."""
    left, right = sides
    if min(len(left), len(right)) < 2 or max(len(left), len(right)) < 4:
        return [left + right] if left or right else []
    return [*in_columns(left, depth - 1), *in_columns(right, depth - 1)]


def _gutter(segments: list[Segment]) -> tuple[float, float, float] | None:
    """Returns where the gap between two columns of prose stands, its top and its bottom; or None."""
    left = min(s.left for s in segments)
    right = max(s.right for s in segments)
    width = right - left
    # Cheap first: hardly any page has prose that begins in the middle of the page.
    inner = sum(s.left > left + 0.3 * width and s.right - s.left > 0.12 * width for s in segments)
    if width < 150 or inner < _FEWEST_LINES:
        return None
    best: tuple[tuple[int, int], tuple[float, float, float]] | None = None
    for step in range(30, 71):
        x = left + width * step / 100
        lefts = [s for s in segments if s.right <= x and s.right - s.left > _PROSE * (x - left)]
        rights = [s for s in segments if s.left >= x and s.right - s.left > _PROSE * (right - x)]
        if min(len(lefts), len(rights)) < _FEWEST_LINES or not (_full(lefts) and _full(rights)):
            continue
        # Only where both columns run may no line cross: above or below the page may have one column.
        top = max(min(s.top for s in lefts), min(s.top for s in rights))
        bottom = min(max(s.bottom for s in lefts), max(s.bottom for s in rights))
        # Where one column is longer its last lines still belong to it, and so does a short last line.
        reach = min(s.top for s in (*lefts, *rights)), max(2 * s.bottom - s.top for s in (*lefts, *rights))
        crossing = sum(s.left < x < s.right and top < s.middle < bottom for s in segments)
        beside = [sum(top <= s.middle <= bottom for s in side) for side in (lefts, rights)]
        if min(beside) >= max(_FEWEST_LINES, 3 * crossing):
            key = (sum(beside) - 2 * crossing, -abs(step - 50))
            if best is None or key > best[0]:
                best = (key, (x, reach[0], reach[1]))
    return best[1] if best else None


def _full(side: list[Segment]) -> bool:
    """Says whether the lines of a side are mostly as long as its longest, as prose is and table cells are not."""
    widths = sorted(s.right - s.left for s in side)
    letters = sorted(s.last - s.first for s in side)
    long = letters[len(letters) // 2] >= _FEWEST_LETTERS
    return long and widths[len(widths) // 3] > 0.75 * widths[-1 - len(widths) // 20]
