"""Tables without rules: rows of short texts that stand under each other in columns, as fee lists do."""

from __future__ import annotations

import re
from itertools import pairwise

from .pdf_lines import PrintedLine
from .pdf_numbers import label_of
from .pdf_tables import TableCell, TableRows, is_layout

_FEWEST_ROWS = 3
_SIGNATURE = re.compile(
    r"\b(?:By|Name|Title|Its|Date|Signature|Signed|Witness|Attest)\s*:|/s/|_{4,}", re.IGNORECASE
)
_FIGURE = re.compile(r"[$€£]|\d|%|\bn/?a\b|\bincluded\b|\[\*+\]|^[-–—]$", re.IGNORECASE)

Item = PrintedLine | TableRows


def with_aligned_tables(items: list[Item]) -> list[Item]:
    """Returns a page's items with each run of aligned rows made a table."""
    result: list[Item] = []
    run: list[PrintedLine] = []
    for item in [*items, None]:
        if isinstance(item, PrintedLine) and (item.gaps or run) and _follows(run, item):
            run.append(item)
            continue
        result += _settled(run)
        run = []
        if isinstance(item, PrintedLine) and item.gaps:
            run = [item]
        elif item is not None:
            result.append(item)
    return result


def _follows(run: list[PrintedLine], line: PrintedLine) -> bool:
    """Says whether a line may go on a run of rows: at a usual distance, and either in several pieces or
    within one of the columns before it."""
    if not run:
        return False
    last = run[-1]
    if line.column != last.column or not 0 < line.base - last.base < 3.5 * line.size:
        return False
    if line.gaps:
        return True
    anchor = next((row for row in reversed(run) if row.gaps), last)
    close = line.base - last.base < 1.6 * line.size
    return close and any(left - 4 <= line.left and line.right <= right + 40 for left, right in _spans(anchor))


def _spans(line: PrintedLine) -> list[tuple[float, float]]:
    """Returns the left and right edge of each piece of a line between its wide gaps."""
    starts = [0, *line.gaps]
    ends = [*(gap - 1 for gap in line.gaps), len(line.text)]
    return [(line.edges[a], line.edges[b]) for a, b in zip(starts, ends, strict=True)]


def _settled(run: list[PrintedLine]) -> list[Item]:
    """Returns the run as a table where it is one, else its lines as they were."""
    while run and not run[-1].gaps:
        return [*_settled(run[:-1]), run[-1]]
    rows = [line for line in run if line.gaps]
    if len(rows) < _FEWEST_ROWS or any(_SIGNATURE.search(line.text) for line in run):
        return list(run)
    columns = _columns(rows)
    if columns is None or not _is_tabular(rows, columns):
        return list(run)
    table = _table(run, columns)
    return list(run) if is_layout(table) else [table]


def _columns(rows: list[PrintedLine]) -> list[tuple[float, float]] | None:
    """Returns the columns' edges: the pieces of all rows run together wherever they overlap."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted(span for row in rows for span in _spans(row)):
        if columns and left < columns[-1][1] + 2:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns if 2 <= len(columns) <= 12 else None


def _is_tabular(rows: list[PrintedLine], columns: list[tuple[float, float]]) -> bool:
    """Says whether the rows fill their columns as a table's do, not as labels or broken prose do."""
    # Clauses with their numbers beside them stand in columns too: never let a table swallow them.
    if any(label_of(row.text)[-1:].isalnum() or label_of(row.text)[-1:] in {".", ")"} for row in rows):
        return False
    if sum(_runs_on(above, below, columns) for above, below in pairwise(rows)) > 1:
        return False
    full = sum(len(_spans(row)) >= max(2, len(columns) - 1) for row in rows)
    if full < 0.6 * len(rows):
        return False
    if len(columns) > 2:
        return True
    return sum(bool(_FIGURE.search(row.text[row.gaps[0] :])) for row in rows) >= 0.7 * len(rows) and all(
        len(row.text) - row.gaps[0] < 40 for row in rows
    )


def _runs_on(above: PrintedLine, below: PrintedLine, columns: list[tuple[float, float]]) -> bool:
    """Says whether a row reads on into the next, as prose does that is stretched to the margin."""
    last = above.text[above.gaps[-1] :]
    return (
        last[:1].islower()
        and below.text[:1].islower()
        and below.left < columns[0][1]
        and len(above.text) > 50
    )


def _table(run: list[PrintedLine], columns: list[tuple[float, float]]) -> TableRows:
    """Returns the table of a run of rows; a line without gaps goes on the cell above it."""
    cells: dict[tuple[int, int], TableCell] = {}
    row = -1
    for line in run:
        row += bool(line.gaps) or row < 0
        starts = [0, *line.gaps]
        ends = [*(gap - 1 for gap in line.gaps), len(line.text)]
        for start, end in zip(starts, ends, strict=True):
            piece = line.part(start, end)
            column = _column_of(piece, columns)
            box = (piece.left, piece.top, piece.right, piece.bottom)
            cell = cells.setdefault((row, column), TableCell(row, column, box))
            cell.lines.append(piece)
            cell.box = _around(cell.box, box)
    outline = cells[min(cells)].box
    for cell in cells.values():
        outline = _around(outline, cell.box)
    return TableRows(run[0].page, outline, [cells[key] for key in sorted(cells)], run[0].column)


def _column_of(piece: PrintedLine, columns: list[tuple[float, float]]) -> int:
    """Returns the column in which the middle of a piece stands, or the nearest."""
    middle = (piece.left + piece.right) / 2
    return min(range(len(columns)), key=lambda c: max(columns[c][0] - middle, middle - columns[c][1], 0.0))


def _around(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Returns the rectangle around two."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
