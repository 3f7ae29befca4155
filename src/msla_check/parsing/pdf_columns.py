"""The columns of a page: text set in two columns is read down the left one, then down the right one."""

from __future__ import annotations

from operator import attrgetter

from .pdf_lines import Segment

_FEWEST_LINES = 6
"""Lines of prose on each side of a gutter, without which side by side means a table or a label."""


def in_columns(segments: list[Segment]) -> list[list[Segment]]:
    """Returns the segments of a page in reading order of its columns; one list where it has none."""
    if len(segments) < 2 * _FEWEST_LINES:
        return [segments]
    left = min(s.left for s in segments)
    right = max(s.right for s in segments)
    gutter = _gutter(segments, left, right)
    if gutter is None:
        return [segments]
    bands: list[list[Segment]] = []
    across: list[Segment] = []
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for segment in sorted(segments, key=attrgetter("middle", "left")):
        if segment.left < gutter < segment.right:
            bands += [side for side in sides if side]
            sides = ([], [])
            across.append(segment)
            continue
        if across:
            bands.append(across)
            across = []
        sides[segment.left >= gutter].append(segment)
    return [*bands, *(part for part in (across, *sides) if part)]


def _gutter(segments: list[Segment], left: float, right: float) -> float | None:
    """Returns the middle of the gap between two columns of prose, or None."""
    width = right - left
    if width < 150:
        return None
    # Cheap first: hardly any page has prose that begins in the middle of the page.
    if sum(s.left > left + 0.3 * width and s.right - s.left > 0.15 * width for s in segments) < _FEWEST_LINES:
        return None
    best: tuple[tuple[int, int], float] | None = None
    for step in range(30, 71):
        x = left + width * step / 100
        crossing = beside_left = beside_right = 0
        for s in segments:
            if s.right <= x:
                beside_left += s.right - s.left > 0.55 * (x - left)
            elif s.left >= x:
                beside_right += s.right - s.left > 0.55 * (right - x)
            else:
                crossing += 1
        if min(beside_left, beside_right) >= max(_FEWEST_LINES, 2 * crossing):
            key = (beside_left + beside_right - crossing, -abs(step - 50))
            if best is None or key > best[0]:
                best = (key, x)
    return best[1] if best else None
