"""The printed lines of a page: what a person sees side by side on one height, read as one line."""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from .pdf_chars import PageChars, PageSpace
from .pdf_fonts import UNDERLINED, word_styles

Places = npt.NDArray[np.int64]
"""Indices into the characters of a page."""

_LETTER_SPACED = re.compile(r"(?<![^\s])(?:[A-Z&] +){3,}[A-Z&](?![^\s.,:;)\"”])")
_DASHES = re.compile(r"[-=–—]{3}[-=–—\s]*")
_RUN = re.compile(r"[-=–—]+")
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]?|[•●○▪■□◦·–-]")


@dataclass(slots=True)
class PrintedLine:
    """A line as printed, or the part of it that stands in one column."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Height of the usual characters of the line: a little more than the font's size."""
    base: float
    """Foot of the usual characters, which a lone larger or raised character does not move."""
    edges: array[float]
    """Left edge of each character and the right edge of the last."""
    words: tuple[tuple[int, int], ...] = ()
    """Start of each word in the text, and how it is set."""
    page: int = 0
    column: int = 0
    gaps: tuple[int, ...] = ()
    """Starts of the words before which the page leaves a gap as wide as a tab."""
    turned: bool = False
    """Set where a page number that stood before the line was taken out: a page began here once."""
    space: PageSpace | None = None
    """Set where the page was turned: leads back to the page as displayed."""

    def part(self, start: int, end: int) -> PrintedLine:
        """Returns the stretch `start:end` of the line as a line of its own."""
        edges = self.edges[start : end + 1]
        return replace(
            self,
            text=self.text[start:end],
            edges=edges,
            left=edges[0],
            right=edges[-1],
            words=tuple((at - start, style) for at, style in self.words if start <= at < end),
            gaps=tuple(at - start for at in self.gaps if start < at < end),
        )


@dataclass(slots=True)
class Segment:
    """A run of characters that follow each other in the file and on one height of the page."""

    first: int
    """Place of its first character among the visible characters, in the order of the file."""
    last: int
    left: float
    top: float
    right: float
    bottom: float
    middle: float
    """Height on the page of the middle between top and bottom."""


def visible_places(chars: PageChars) -> Places:
    """Returns the places of the characters that leave ink, each once.

    A bold look made by printing a word twice, a hair apart, is common: the second copy is left out.
    """
    visible = np.flatnonzero(chars.codes > 32)
    # Equal keys only mean that a closer look is worth its time.
    keys = chars.codes[visible] << 20
    keys ^= np.rint(chars.left[visible]).astype(np.int32).view(np.uint32) << 10
    keys ^= np.rint(chars.top[visible]).astype(np.int32).view(np.uint32)
    keys.sort()
    if not (keys[1:] == keys[:-1]).any():
        return visible
    order = np.lexsort((np.rint(chars.left[visible]), np.rint(chars.top[visible]), chars.codes[visible]))
    ordered = visible[order]
    near = 0.1 * (chars.bottom - chars.top)[ordered[1:]]
    shift = np.abs(np.diff(chars.left[ordered]))
    twice = (
        (chars.codes[ordered[1:]] == chars.codes[ordered[:-1]])
        & (shift < near)
        & (np.abs(np.diff(chars.top[ordered])) < near)
        # The letters of a ligature are given one after the other, all with the ligature's box.
        & ~((shift == 0) & (np.abs(np.diff(chars.source[ordered])) <= 2))
    )
    if not twice.any():
        return visible
    doubled = np.zeros(len(chars.codes), np.bool_)
    doubled[np.maximum(ordered[1:], ordered[:-1])[twice]] = True
    return visible[~doubled[visible]]


def find_segments(chars: PageChars, visible: Places) -> list[Segment]:
    """Returns the runs of characters in file order: a run ends where the next character stands elsewhere."""
    if not len(visible):
        return []
    left, right = chars.left[visible], chars.right[visible]
    top, bottom = chars.top[visible], chars.bottom[visible]
    height = np.maximum(bottom - top, 0.01)
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    gap = left[1:] - right[:-1]
    broken = overlap < 0.5 * np.minimum(height[1:], height[:-1])
    broken |= (gap > 0.9 * height[:-1]) | (gap < -1.2 * height[:-1])
    bounds = np.concatenate(([0], np.flatnonzero(broken) + 1))
    firsts = bounds.tolist()
    tops, bottoms = np.minimum.reduceat(top, bounds), np.maximum.reduceat(bottom, bounds)
    return list(
        map(
            Segment,
            firsts,
            [*firsts[1:], len(visible)],
            np.minimum.reduceat(left, bounds).tolist(),
            tops.tolist(),
            np.maximum.reduceat(right, bounds).tolist(),
            bottoms.tolist(),
            ((tops.astype(np.float64) + bottoms) / 2).tolist(),
        )
    )


def rows_of(segments: list[Segment]) -> list[list[Segment]]:
    """Returns the segments grouped by height, top to bottom, each row from left to right."""
    rows: list[tuple[float, float, list[Segment]]] = []
    for segment in sorted(segments, key=attrgetter("middle", "left")):
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom, row = rows[index]
            if segment.top >= bottom or segment.bottom <= top:
                continue
            overlap = min(bottom, segment.bottom) - max(top, segment.top)
            if overlap > 0.55 * min(bottom - top, segment.bottom - segment.top):
                row.append(segment)
                if segment.right - segment.left > max(s.right - s.left for s in row[:-1]):
                    rows[index] = (segment.top, segment.bottom, row)
                break
        else:
            rows.append((segment.top, segment.bottom, [segment]))
    for _, _, row in rows:
        if len(row) > 1:
            row.sort(key=attrgetter("left"))
    return [row for _, _, row in rows]


def _labels_raised(rows: list[list[Segment]], chars: PageChars, visible: Places) -> list[list[Segment]]:
    """Returns the rows with each stray list label put before the line that the file has it introduce.

    Browsers that print a list set its label a few points off the first line, so that it may come to
    stand nearer to the second.
    """
    for above, row in itertools.pairwise(rows):
        label = row[0]
        if len(row) > 1 and label.last - label.first <= 6 and label.last == above[0].first:
            codes = chars.codes[visible[label.first : label.last]]
            if label.right <= above[0].left + 2 and _LABEL.fullmatch("".join(map(chr, codes.tolist()))):
                above.insert(0, row.pop(0))
    return rows


def lines_of_segments(
    chars: PageChars, visible: Places, columns: Sequence[list[Segment]], underlines: npt.NDArray[np.float32]
) -> list[PrintedLine]:
    """Returns the lines of each column from top to bottom, one column after the other."""
    rows: list[tuple[int, list[Segment]]] = []
    for column, segments in enumerate(columns):
        rows += [(column, row) for row in _labels_raised(rows_of(segments), chars, visible)]
    if not rows:
        return []
    setting = _Setting.of(chars, visible, [row for _, row in rows])
    lines = [setting.line(index, column, row) for index, (column, row) in enumerate(rows)]
    if len(underlines):
        _mark_underlined(lines, underlines)
    for line in lines:
        if _LETTER_SPACED.search(line.text):
            _close_letter_spacing(line)
    return lines


@dataclass(slots=True)
class _Setting:
    """All lines of a page set one after the other, with one space wherever the page shows a gap."""

    text: str
    edges: array[float]
    starts: list[int]
    """Start of each line in the text, and the end of the last."""
    words: list[tuple[int, int]]
    """Start of each word in its line, and how it is set."""
    word_of_line: list[int]
    wide: list[int]
    """Numbers of the words after a wide gap, in order."""
    bases: list[float]
    sizes: list[float]

    @classmethod
    def of(cls, chars: PageChars, visible: Places, rows: list[list[Segment]]) -> _Setting:
        """Returns the setting of the rows of a page."""
        places = np.concatenate([visible[s.first : s.last] for row in rows for s in row])
        counts = [sum(s.last - s.first for s in row) for row in rows]
        line_ends = np.cumsum(counts)
        left, right = chars.left[places], chars.right[places]
        height = (chars.bottom - chars.top)[places]
        gap = left[1:] - right[:-1]
        blanks = np.cumsum(chars.codes <= 32)[places]
        between = np.diff(blanks) != 0
        between |= np.diff(places) < 0
        # A space stands where the file has one, or where the page shows a gap.
        spaced = between & (np.abs(gap) > 0.04 * height[:-1]) | (gap > 0.25 * height[:-1])
        breaks = line_ends[:-1] - 1
        spaced[breaks] = False
        at = np.arange(len(places))
        at[1:] += np.cumsum(spaced)
        total = int(at[-1]) + 1
        codes = np.full(total, 32, np.uint32)
        codes[at] = chars.codes[places]
        edges = np.empty(total + 1, np.float32)
        after = np.flatnonzero(spaced)
        edges[at[after] + 1] = right[after]
        edges[at] = left
        edges[total] = right[-1]
        begins = np.zeros(len(places), np.bool_)
        begins[0] = True
        begins[1:] = spaced
        begins[breaks + 1] = True
        word_places = np.flatnonzero(begins)
        starts = np.concatenate(([0], at[line_ends[:-1]], [total]))
        word_starts = at[word_places]
        word_of_line = np.searchsorted(word_starts, starts)
        in_line = word_starts - np.repeat(starts[:-1], np.diff(word_of_line))
        words = list(zip(in_line.tolist(), word_styles(chars, places[word_places]), strict=True))
        wide_gaps = np.flatnonzero(spaced & (gap > 1.2 * height[:-1])) + 1
        wide = np.searchsorted(word_places, wide_gaps).tolist()
        text = codes.tobytes().decode("utf-32-le", "replace")
        mains = [max(row, key=lambda s: s.right - s.left) if len(row) > 1 else row[0] for row in rows]
        middles = visible[[(main.first + main.last) // 2 for main in mains]]
        feet, heads = chars.bottom[middles], chars.top[middles]
        of_page: array[float] = array("f")
        of_page.frombytes(edges.tobytes())
        sizes = (feet - heads).tolist()
        return cls(text, of_page, starts.tolist(), words, word_of_line.tolist(), wide, feet.tolist(), sizes)

    def line(self, index: int, column: int, row: list[Segment]) -> PrintedLine:
        """Returns the line of row `index`."""
        start, end = self.starts[index], self.starts[index + 1]
        first, last = self.word_of_line[index], self.word_of_line[index + 1]
        words = tuple(self.words[first:last])
        wide = self.wide and self.wide[bisect_left(self.wide, first) : bisect_left(self.wide, last)]
        edges = self.edges[start : end + 1]
        if len(row) == 1:
            segment = row[0]
            top, right, bottom = segment.top, segment.right, segment.bottom
        else:
            top, right, bottom = (
                min(s.top for s in row),
                max(s.right for s in row),
                max(s.bottom for s in row),
            )
        edges[-1] = right
        return PrintedLine(
            text=self.text[start:end],
            left=row[0].left,
            top=top,
            right=right,
            bottom=bottom,
            size=self.sizes[index],
            base=self.bases[index],
            edges=edges,
            words=words,
            column=column,
            gaps=tuple([words[word - first][0] for word in wide]) if wide else (),
        )


def _mark_underlined(lines: list[PrintedLine], rules: npt.NDArray[np.float32]) -> None:
    """Adds to the style of each word under whose feet a rule is drawn."""
    for left, top, right, bottom in rules.tolist():
        middle = (top + bottom) / 2
        for line in lines:
            if (
                -0.35 * line.size < middle - line.base < 0.15 * line.size
                and line.left < right
                and line.right > left
            ):
                line.words = tuple(
                    (
                        at,
                        style | UNDERLINED
                        if left - 2 <= line.edges[at] and line.edges[at + 1] <= right + 2
                        else style,
                    )
                    for at, style in line.words
                )


def merge_dashes(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Returns the lines without those of dashes that typists put under a word to underline it."""
    kept: list[PrintedLine] = []
    for line in lines:
        if _DASHES.fullmatch(line.text) and kept and 0 < line.base - kept[-1].base < 2 * line.size:
            above = kept[-1]
            runs = [(line.edges[run.start()], line.edges[run.end()]) for run in _RUN.finditer(line.text)]
            words = tuple(
                (at, style | UNDERLINED if _over(runs, above.edges[at], above.edges[at + 1]) else style)
                for at, style in above.words
            )
            if words != above.words:
                above.words = words
                continue
        kept.append(line)
    return kept


def _over(runs: list[tuple[float, float]], left: float, right: float) -> bool:
    """Says whether a letter stands over one of the runs of dashes."""
    return any(start - 2 <= left and right <= end + 2 for start, end in runs)


def _close_letter_spacing(line: PrintedLine) -> None:
    """Closes up letter-spaced capitals ("A G R E E M E N T"); a wider gap stays a space between words."""
    keep = [True] * len(line.text)
    for match in _LETTER_SPACED.finditer(line.text):
        spaces = [i for i in range(match.start(), match.end()) if line.text[i] == " "]
        widths = [line.edges[i + 1] - line.edges[i] for i in spaces]
        usual = sorted(widths)[len(widths) // 2]
        for place, width in zip(spaces, widths, strict=True):
            keep[place] = width > 1.6 * usual + 0.3
    kept = [i for i, flag in enumerate(keep) if flag]
    new_place = {old: new for new, old in enumerate(kept)}
    line.text = "".join(line.text[i] for i in kept)
    line.edges = array("f", [*(line.edges[i] for i in kept), line.edges[-1]])
    line.words = tuple(
        (new_place[at], style) for at, style in line.words if at == 0 or (keep[at - 1] and at in new_place)
    )
    line.gaps = tuple(new_place[at] for at in line.gaps)
