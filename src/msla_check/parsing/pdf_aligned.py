"""Tables without rules: rows of short texts that stand under each other in columns, as fee lists do."""

from __future__ import annotations

import re
from itertools import pairwise

from .pdf_lines import PrintedLine
from .pdf_numbers import label_of
from .pdf_tables import Item, TableCell, TableRows, is_layout

_FEWEST_ROWS = 3
_MOST_LINES = 400
"""Lines of a table on one page; a page that has more of them in a row was made to take our time."""
SIGNATURE = re.compile(
    r"\b(?:By|Name|Title|Its|Date|Signature|Signed|Witness|Attest)\s*:|/s/|_{4,}", re.IGNORECASE
)
_FIGURE = re.compile(r"[$€£]|\d|%|\bn/?a\b|\bincluded\b|\[ ?\*+ ?\]|\*\*|^[-–—]$", re.IGNORECASE)
_SIGNS = {"$", "€", "£", "US$", "•", "●", "▪", "◦"}


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
    if (
        len(run) >= _MOST_LINES
        or line.column != last.column
        or not 0 < line.base - last.base < 3.5 * line.size
    ):
        return False
    if line.gaps:
        return True
    anchor = next((row for row in reversed(run) if row.gaps), last)
    close = line.base - last.base < 1.6 * line.size
    if close and _stands_in(line, spans_of(anchor)):
        return True
    # In a wide table a cell may hold several paragraphs; those in the first column might be a new clause.
    widest = max(run, key=lambda row: len(row.gaps))
    return len(widest.gaps) >= 3 and _stands_in(line, spans_of(widest)[1:])


def _stands_in(line: PrintedLine, columns: list[tuple[float, float]]) -> bool:
    """Says whether a line keeps to one of the columns, or hardly leaves it."""
    return any(left - 4 <= line.left and line.right <= right + 40 for left, right in columns)


def pieces_of(line: PrintedLine) -> list[tuple[int, int]]:
    """Returns where each piece of a line between its wide gaps stands; a sign of money or a bullet stays
    with what it introduces."""
    starts = [0, *line.gaps]
    ends = [*(gap - 1 for gap in line.gaps), len(line.text)]
    pieces: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if pieces and line.text[pieces[-1][0] : pieces[-1][1]].strip() in _SIGNS:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return pieces


def spans_of(line: PrintedLine) -> list[tuple[float, float]]:
    """Returns the left and right edge of each piece of a line between its wide gaps."""
    return [(line.edges[start], line.edges[end]) for start, end in pieces_of(line)]


def stretches(spans: list[tuple[float, float]], apart: float = 0) -> list[tuple[float, float]]:
    """Returns the stretches that the spans cover together, those less than `apart` points apart as one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1] + apart:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _settled(run: list[PrintedLine]) -> list[Item]:
    """Returns the run as a table where it is one, else its lines as they were; so are lines after the table."""
    end = len(run)
    while end > 1 and not run[end - 1].gaps and not _ends_cell(run[:end]):
        end -= 1
    return [*_tabled(run[:end]), *run[end:]]


def _tabled(run: list[PrintedLine]) -> list[Item]:
    """Returns the run as a table where it is one, its last line ending it, else its lines as they were."""
    lines = [line for line in run if line.gaps]
    if len(lines) < _FEWEST_ROWS or any(SIGNATURE.search(line.text) for line in run):
        return list(run)
    columns = _columns(lines)
    if columns is None:
        return list(run)
    rows = _rows(run, columns)
    if not _is_tabular(lines, rows, columns):
        return list(run)
    table = table_of(rows, columns)
    return list(run) if is_layout(table) else [table]


def _ends_cell(run: list[PrintedLine]) -> bool:
    """Says whether the last line, though without gaps, ends a cell: it goes on in small letters right of the first
    column, right under the line above."""
    *above, last = run
    widest = max(above, key=lambda row: len(row.gaps))
    return (
        last.text[:1].islower()
        and last.base - above[-1].base < 1.6 * last.size
        and _stands_in(last, spans_of(widest)[1:])
    )


def _columns(lines: list[PrintedLine]) -> list[tuple[float, float]] | None:
    """Returns the columns' edges: the pieces of all lines run together wherever they overlap."""
    columns = _under_heads(stretches([span for line in lines for span in spans_of(line)], 2), lines)
    return columns if 2 <= len(columns) <= 12 else None


def _under_heads(columns: list[tuple[float, float]], lines: list[PrintedLine]) -> list[tuple[float, float]]:
    """Returns the columns, each head that is set in the middle of a wide column joined with the texts below."""
    heads = set(spans_of(lines[0]))
    below = [span for line in lines[1:] for span in spans_of(line)]
    at = 0
    while at < len(columns):
        left, right = columns[at]
        if not any(left <= span[0] <= right for span in below):
            beside = [
                other
                for other in (at - 1, at + 1)
                if 0 <= other < len(columns)
                and not any(columns[other][0] <= head[0] <= columns[other][1] for head in heads)
            ]
            if beside:
                nearest = min(
                    beside, key=lambda other: max(columns[other][0] - right, left - columns[other][1])
                )
                first = min(at, nearest)
                columns[first : first + 2] = [(columns[first][0], columns[first + 1][1])]
                continue
        at += 1
    return columns


def _rows(run: list[PrintedLine], columns: list[tuple[float, float]]) -> list[list[PrintedLine]]:
    """Returns the lines of each row. A line without gaps goes on the row above it, and so does one that leaves
    the first column empty, or begins in small letters, closer to the line above than rows mostly are."""
    steps = [below.base - above.base for above, below in pairwise(run)]
    led = [
        step for step, line in zip(steps, run[1:], strict=True) if line.gaps and not _goes_on(line, columns)
    ]
    usual = sorted(led)[len(led) // 2] if led else 0.0
    rows = [[run[0]]]
    heads = _leading_heads(run, columns)
    for number, (step, line) in enumerate(zip(steps, run[1:], strict=True), 1):
        near = _goes_on(line, columns) and step < 0.8 * usual
        if number < heads or not line.gaps or near or _reads_on(line, rows[-1], columns):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _leading_heads(run: list[PrintedLine], columns: list[tuple[float, float]]) -> int:
    """Returns how many lines at the top only hold words over columns other than the first: one head each."""
    for number, line in enumerate(run):
        if line.left <= columns[0][1] or _FIGURE.search(line.text):
            return number
    return 0


def _reads_on(line: PrintedLine, row: list[PrintedLine], columns: list[tuple[float, float]]) -> bool:
    """Says whether a cell of the row begins with a capital and goes on in small letters on this line."""
    began = {
        _column_of(line.part(*piece), columns): line.text[piece[0]]
        for line in reversed(row)
        for piece in pieces_of(line)
    }
    return any(
        line.text[piece[0]].islower() and began.get(_column_of(line.part(*piece), columns), "").isupper()
        for piece in pieces_of(line)[1:]
    )


def _goes_on(line: PrintedLine, columns: list[tuple[float, float]]) -> bool:
    """Says whether a line could be the next of the row above: nothing in its first column, or small letters where
    a text begins."""
    starts = [line.text[start].islower() for start, _ in pieces_of(line)]
    return line.left > columns[0][1] or all(starts) or any(starts[1:])


def _is_tabular(
    lines: list[PrintedLine], rows: list[list[PrintedLine]], columns: list[tuple[float, float]]
) -> bool:
    """Says whether the rows fill their columns as a table's do, not as labels or broken prose do."""
    if len(rows) < (_FEWEST_ROWS if len(columns) < 3 else 2):
        return False
    # Clauses with their numbers beside them stand in columns too: never let a table swallow them.
    if any(_is_clause(line) for line in lines):
        return False
    if sum(_runs_on(above, below, columns) for above, below in pairwise(lines)) > 1:
        return False
    # Of many columns some are left empty in most rows, as dates are of what has not happened yet.
    enough = max(2, len(columns) - 1) if len(columns) < 5 else (len(columns) + 1) // 2
    full = sum(max(len(pieces_of(line)) for line in row) >= enough for row in rows)
    if full < 0.6 * len(rows):
        return False
    if len(columns) > 2:
        return True
    return sum(bool(_FIGURE.search(line.text[line.gaps[0] :])) for line in lines) >= 0.7 * len(lines) and all(
        len(line.text) - line.gaps[0] < 40 for line in lines
    )


def _is_clause(line: PrintedLine) -> bool:
    """Says whether a line begins with a clause number, and is not the named row of a table with its sums."""
    label = label_of(line.text)
    if not (label[-1:].isalnum() or label[-1:] in {".", ")"}):
        return False
    first, *others = [line.text[start:end].strip() for start, end in pieces_of(line)]
    if len(others) > 2 and len(others[-1]) < 25 and _FIGURE.search(others[-1]):
        return False
    # A number alone after the words may be that of a page.
    sums = all(len(text) < 25 and _FIGURE.search(text) and not text.isdigit() for text in others)
    return len(first) <= len(label) + 1 or not others or not sums


def _runs_on(above: PrintedLine, below: PrintedLine, columns: list[tuple[float, float]]) -> bool:
    """Says whether a row reads on into the next, as prose does that is stretched to the margin."""
    last = above.text[above.gaps[-1] :]
    return (
        last[:1].islower()
        and below.text[:1].islower()
        and below.left < columns[0][1]
        and len(above.text) > 50
    )


def table_of(rows: list[list[PrintedLine]], columns: list[tuple[float, float]]) -> TableRows:
    """Returns the table of rows of lines."""
    cells: dict[tuple[int, int], TableCell] = {}
    for row, lines in enumerate(rows):
        for line in lines:
            for start, end in pieces_of(line):
                piece = line.part(start, end)
                column = _column_of(piece, columns)
                box = (piece.left, piece.top, piece.right, piece.bottom)
                cell = cells.setdefault((row, column), TableCell(row, column, box))
                cell.lines.append(piece)
                cell.box = _around(cell.box, box)
    outline = cells[min(cells)].box
    for cell in cells.values():
        outline = _around(outline, cell.box)
    return TableRows(rows[0][0].page, outline, [cells[key] for key in sorted(cells)], rows[0][0].column)


def _column_of(piece: PrintedLine, columns: list[tuple[float, float]]) -> int:
    """Returns the column in which the middle of a piece stands, or the nearest."""
    middle = (piece.left + piece.right) / 2
    return min(range(len(columns)), key=lambda c: max(columns[c][0] - middle, middle - columns[c][1], 0.0))


def _around(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Returns the rectangle around two."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
