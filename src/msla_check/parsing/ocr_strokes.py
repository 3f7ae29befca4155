"""What the picture of an upright page shows besides letters: ruled lines, blanks to fill in, bold words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .ocr import RecognisedLine
from .pdf_drawn import THIN, Rectangles, Rules
from .pdf_fonts import BOLD
from .pdf_lines import PrintedLine
from .pdf_tables import SNAP, TableRows

Ink = npt.NDArray[np.bool_]
"""True where the upright picture is inked."""

_SHORTEST = 18.0
"""Points: no letter holds a stroke as long as this."""
_SOLID = 0.95
"""Share of a rule that is inked, however badly it was printed."""
_BOLD = 1.28
"""How many times as thick as the page's usual strokes those of bold words are."""
_UNDER_WORDS = 20.0
"""Points of letters over a rule that make it no blank, however long it is."""
_FEWEST_BOLD = 3
"""A word of fewer letters says too little about the thickness of its strokes."""


def find_rules(ink: Ink, scale: float) -> Rules:
    """Returns the thin rules of the picture, in points; `scale` is its pixels a point."""
    least = int(_SHORTEST * scale)
    lying = [box for box in _runs(ink, least) if box[3] - box[1] <= THIN * scale]
    turned = [box for box in _runs(ink.T, least) if box[3] - box[1] <= THIN * scale]
    standing = [(top, left, bottom, right) for left, top, right, bottom in turned]
    return Rules(_rectangles(lying, scale), _rectangles(standing, scale), _rectangles([], scale))


def _rectangles(boxes: list[tuple[int, int, int, int]], scale: float) -> Rectangles:
    return np.array(boxes, np.float32).reshape(-1, 4) / np.float32(scale)


def _runs(ink: Ink, least: int) -> list[tuple[int, int, int, int]]:
    """Returns the rectangles of rows next to each other that are inked for at least so many pixels."""
    if ink.shape[1] <= least:
        return []
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = sums[:, least:] - sums[:, :-least] >= _SOLID * least
    boxes: list[tuple[int, int, int, int]] = []
    for row in np.flatnonzero(full.any(axis=1)).tolist():
        steps = np.flatnonzero(np.diff(np.pad(full[row], 1).astype(np.int8)))
        for left, right in zip(steps[::2].tolist(), (steps[1::2] + least - 1).tolist(), strict=True):
            for place in range(len(boxes) - 1, max(-1, len(boxes) - 12), -1):
                a, top, b, bottom = boxes[place]
                if row <= bottom + 1 and left < b and right > a:
                    boxes[place] = (min(a, left), top, max(b, right), row + 1)
                    break
            else:
                boxes.append((left, row, right, row + 1))
    return boxes


def with_blanks(lines: list[RecognisedLine], rules: Rules) -> list[RecognisedLine]:
    """Returns the lines with their blanks to fill in, as underscores: rules at their foot without words over them."""
    lines = list(lines)
    standing = rules.standing.tolist()
    for left, top, right, bottom in rules.lying.tolist():
        framed = any(
            x0 < right + SNAP and x1 > left - SNAP and y0 < bottom + SNAP and y1 > top - SNAP
            for x0, y0, x1, y1 in standing
        )
        beside = [place for place, line in enumerate(lines) if _at_foot(line, bottom)]
        if framed or not beside or any(_covered(lines[place], left, right) for place in beside):
            continue
        nearest = min(beside, key=lambda place: max(lines[place].left - right, left - lines[place].right))
        lines[nearest] = _filled(lines[nearest], left, right)
    return lines


def _at_foot(line: RecognisedLine, y: float) -> bool:
    """Says whether a rule at `y` lies at the foot of a line."""
    return (line.top + line.bottom) / 2 < y < line.bottom + SNAP


def _covered(line: RecognisedLine, left: float, right: float) -> bool:
    """Says whether letters of a line stand over a rule, which then underlines them or sets them apart."""
    over = sum(
        max(0.0, min(b, right) - max(a, left))
        for (a, b), char in zip(line.edges, line.text, strict=True)
        if char != " "
    )
    return over > min(_UNDER_WORDS, 0.3 * (right - left))


def _filled(line: RecognisedLine, left: float, right: float) -> RecognisedLine:
    """Returns a line with underscores between `left` and `right`."""
    count = max(3, round((right - left) / (0.5 * (line.bottom - line.top))))
    pitch = (right - left) / count
    marks = tuple((left + pitch * place, left + pitch * (place + 1)) for place in range(count))
    middle = (left + right) / 2
    at = sum(1 for a, b in line.edges if (a + b) / 2 < middle)
    before, after = line.text[:at].rstrip(), line.text[at:].lstrip()
    edges_before, edges_after = line.edges[: len(before)], line.edges[len(line.text) - len(after) :]
    text, edges = "_" * count, marks
    if before:
        text, edges = f"{before} {text}", (*edges_before, (edges_before[-1][1], left), *edges)
    if after:
        text, edges = f"{text} {after}", (*edges, (right, edges_after[0][0]), *edges_after)
    return replace(line, text=text, edges=edges)


def mark_bold(items: list[PrintedLine | TableRows], ink: Ink, scale: float) -> None:
    """Marks the words whose strokes are clearly thicker than is usual on the page."""
    lines = [item for item in items if isinstance(item, PrintedLine)]
    lines += [
        line for item in items if isinstance(item, TableRows) for cell in item.cells for line in cell.lines
    ]
    weights = [[_thickness(line, start, end, ink, scale) for start, end in _words(line)] for line in lines]
    known = sorted(weight for of_line in weights for weight in of_line if weight)
    if not known:
        return
    usual = known[len(known) // 2]
    for line, of_line in zip(lines, weights, strict=True):
        heavy = [weight > _BOLD * usual if weight else None for weight in of_line]
        line.words = tuple(
            (at, style | BOLD if _is_bold(line, heavy, place) else style)
            for place, (at, style) in enumerate(line.words)
        )


def _is_bold(line: PrintedLine, heavy: list[bool | None], place: int) -> bool:
    """Says whether a word is bold: heavy as one beside it, or the line's first; a short word is as its neighbours."""
    told = [flag for flag in heavy[:place] if flag is not None][-1:]
    next_ = [flag for flag in heavy[place + 1 :] if flag is not None][:1]
    if heavy[place] is None:
        return all(told + next_) and bool(told + next_)
    if not heavy[place]:
        return False
    word = line.text[line.words[place][0] :].split(" ")[0]
    return any(told + next_) or (not told and (not next_ or word.endswith((".", ":"))))


def _words(line: PrintedLine) -> list[tuple[int, int]]:
    """Returns start and end of the words of a line."""
    starts = [at for at, _ in line.words]
    return list(zip(starts, [*starts[1:], len(line.text)], strict=True))


def _thickness(line: PrintedLine, start: int, end: int, ink: Ink, scale: float) -> float:
    """Returns how many pixels the strokes of a word are wide on the average; 0 for one that is too short."""
    if sum(char.isalnum() for char in line.text[start:end]) < _FEWEST_BOLD:
        return 0.0
    left, right = int(line.edges[start] * scale), int(line.edges[end] * scale)
    part = ink[int(line.top * scale) : int(line.bottom * scale), max(0, left) : right]
    begins = part[:, 1:] & ~part[:, :-1]
    return float(part.sum() / max(1, begins.sum()))
