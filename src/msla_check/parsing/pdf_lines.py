"""The printed lines of a page: what a person sees side by side on one height, read as one line."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .pdf_chars import Floats, PageChars

_LETTER_SPACED = re.compile(r"(?<![^\s])(?:[A-Z&] +){3,}[A-Z&](?![^\s.,:;)\"”])")


@dataclass(slots=True)
class PrintedLine:
    """A line as printed. `edges` holds the left edge of each character and the right edge of the last."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    edges: array[float]
    page: int = 0
    size: float = 0.0
    bold: bool = False
    lead: int = 0
    gaps: tuple[int, ...] = ()
    """Places in the text of spaces as wide as a tab: before them a table cell or a label may end."""
    chars: npt.NDArray[np.int32] | None = field(default=None, repr=False)
    """For each character of the text its index in the page's characters."""

    @property
    def height(self) -> float:
        return self.bottom - self.top


def printed_lines(chars: PageChars) -> list[PrintedLine]:
    """Returns the lines of a page from top to bottom."""
    segments = _segments(chars)
    return [_line(chars, group) for group in _same_height(segments)]


@dataclass(slots=True)
class _Segment:
    """A run of characters that follow each other in the file and on one height of the page."""

    places: npt.NDArray[np.int64]
    left: float
    top: float
    right: float
    bottom: float


def _segments(chars: PageChars) -> list[_Segment]:
    """Returns the runs of visible characters: a run ends where the next character stands elsewhere."""
    visible = np.flatnonzero(chars.codes > 32)
    if not len(visible):
        return []
    left, right = chars.left[visible], chars.right[visible]
    top, bottom = chars.top[visible], chars.bottom[visible]
    height = np.maximum(bottom - top, 1.0)
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    lower = np.minimum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    broken = (overlap < 0.5 * lower) | (gap > 0.9 * height[:-1]) | (gap < -1.2 * height[:-1])
    bounds = np.concatenate(([0], np.flatnonzero(broken) + 1, [len(visible)]))
    tops = np.minimum.reduceat(top, bounds[:-1])
    bottoms = np.maximum.reduceat(bottom, bounds[:-1])
    lefts = np.minimum.reduceat(left, bounds[:-1])
    rights = np.maximum.reduceat(right, bounds[:-1])
    return [
        _Segment(visible[a:b], x0, y0, x1, y1)
        for a, b, x0, y0, x1, y1 in zip(
            bounds[:-1].tolist(), bounds[1:].tolist(), lefts.tolist(), tops.tolist(), rights.tolist(), bottoms.tolist(), strict=True
        )
    ]  # fmt: skip


def _same_height(segments: list[_Segment]) -> list[list[_Segment]]:
    """Returns the segments grouped by line, top to bottom, each line from left to right."""
    rows: list[tuple[float, float, list[_Segment]]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.left)):
        middle = (segment.top + segment.bottom) / 2
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom, row = rows[index]
            overlap = min(bottom, segment.bottom) - max(top, segment.top)
            if overlap > 0.6 * min(bottom - top, segment.bottom - segment.top) and top < middle < bottom:
                row.append(segment)
                if segment.bottom - segment.top > bottom - top:
                    rows[index] = (segment.top, segment.bottom, row)
                break
        else:
            rows.append((segment.top, segment.bottom, [segment]))
    return [sorted(row, key=lambda s: s.left) for _, _, row in rows]


def _line(chars: PageChars, group: list[_Segment]) -> PrintedLine:
    """Returns the line made of `group`, with a space wherever the page shows a gap or the file has one."""
    places = np.concatenate([segment.places for segment in group]) if len(group) > 1 else group[0].places
    left, right = chars.left[places], chars.right[places]
    top = min(segment.top for segment in group)
    bottom = max(segment.bottom for segment in group)
    height = bottom - top
    gap = left[1:] - right[:-1]
    step = np.diff(places)
    spaced = ((step > 1) | (step < 0) | (gap > 0.25 * height)) & (gap > -0.2 * height)
    spaced |= step > 1
    text, keep, edges = _with_spaces(chars, places, spaced, left, right)
    wide = np.flatnonzero(gap > 1.2 * height)
    offset = np.cumsum(spaced)
    gaps = tuple((wide + offset[wide]).tolist()) if len(wide) else ()
    line = PrintedLine(
        text=text,
        left=float(left[0]),
        top=top,
        right=float(right[-1]),
        bottom=bottom,
        edges=edges,
        size=height,
        gaps=gaps,
        chars=keep,
    )
    if _LETTER_SPACED.search(text):
        _close_letter_spacing(line)
    return line


def _with_spaces(
    chars: PageChars,
    places: npt.NDArray[np.int64],
    spaced: npt.NDArray[np.bool_],
    left: Floats,
    right: Floats,
) -> tuple[str, npt.NDArray[np.int32], array[float]]:
    """Returns the text with one space per gap, the page index of each character, and the edges."""
    count = len(places)
    at = np.arange(count)
    at[1:] += np.cumsum(spaced)
    total = int(at[-1]) + 1
    codes = np.full(total, 32, np.uint32)
    codes[at] = chars.codes[places]
    edges = np.empty(total + 1, np.float32)
    after = np.flatnonzero(spaced)
    edges[at[after] + 1] = right[after]
    edges[at] = left
    edges[total] = right[-1]
    index = np.zeros(total, np.int32)
    index[at[after] + 1] = places[after]
    index[at] = places
    edges_out: array[float] = array("f")
    edges_out.frombytes(np.maximum.accumulate(edges).tobytes())
    return codes.tobytes().decode("utf-32-le", "replace"), index, edges_out


def _close_letter_spacing(line: PrintedLine) -> None:
    """Closes up letter-spaced capitals ("A G R E E M E N T"); a wider gap stays a space between words."""
    keep = [True] * len(line.text)
    for match in _LETTER_SPACED.finditer(line.text):
        spaces = [i for i in range(match.start(), match.end()) if line.text[i] == " "]
        widths = [line.edges[i + 1] - line.edges[i] for i in spaces]
        usual = sorted(widths)[len(widths) // 2]
        for place, width in zip(spaces, widths, strict=True):
            if width <= 1.6 * usual + 0.3:
                keep[place] = False
    kept = [i for i, flag in enumerate(keep) if flag]
    line.text = "".join(line.text[i] for i in kept)
    line.edges = array("f", [*(line.edges[i] for i in kept), line.edges[-1]])
    if line.chars is not None:
        line.chars = line.chars[kept]
    line.gaps = tuple(kept.index(gap) for gap in line.gaps if keep[gap])
