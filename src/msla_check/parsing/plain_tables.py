"""Recognises tables that a plain text draws with bars or with columns of spaces."""

from __future__ import annotations

import re

from .assemble import SourceCell

_BAR_ROW = re.compile(r"^\s*\|.*\|\s*$")
_BAR_RULER = re.compile(r"^\s*\|?(?=[^|]*-)[\s|:+-]*\|[\s|:+-]*$")
_RULER = re.compile(r"^[\s|:+=_-]*$")
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]?|[-*•]")
_NARROWEST_GAP = 2


def part_bars(group: list[str]) -> list[tuple[bool, list[str]]]:
    """Returns a run of lines in parts, each with whether it is a table drawn with bars.

    Bars at the ends of a row may be left out where a ruler stands below the first row.
    """
    barred = [_BAR_ROW.match(line) is not None for line in group]
    for index in range(1, len(group)):
        if _BAR_RULER.match(group[index]) and "|" in group[index - 1]:
            for row in range(index - 1, len(group)):
                if "|" not in group[row]:
                    break
                barred[row] = True
    parts: list[tuple[bool, list[str]]] = []
    for line, bar in zip(group, barred, strict=True):
        if not parts or parts[-1][0] != bar:
            parts.append((bar, []))
        parts[-1][1].append(line)
    return parts


def bar_rows(group: list[str]) -> list[list[SourceCell]]:
    """Returns the rows of a table whose cells stand between bars, mark-up still in them."""
    ruled = len(group) > 1 and bool(_RULER.match(group[1]))
    rows: list[list[SourceCell]] = []
    for line in group:
        if _RULER.match(line):
            continue
        inner = re.sub(r"^\|", "", line.strip())
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        texts = [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
        # A row whose first cell is empty goes on with the row above where the table is hard-wrapped.
        if rows and not ruled and not texts[0] and len(texts) == len(rows[-1]):
            _append(rows[-1], texts)
            continue
        rows.append([SourceCell(text, header=not rows) for text in texts])
    return rows


def space_rows(group: list[str]) -> list[list[SourceCell]] | None:
    """Returns the rows of lines whose words stand in columns; None where they are ordinary lines."""
    lines = [line.expandtabs().rstrip() for line in group]
    body = [line for line in lines if not _RULER.match(line)]
    if len(body) < 2:
        return None
    columns = _columns(body, widest=4 if len(body) < 3 else _NARROWEST_GAP)
    if len(columns) < 2:
        return None
    rows: list[list[SourceCell]] = []
    full = 0
    for line in body:
        texts = [" ".join(line[start:end].split()) for start, end in columns]
        filled = sum(bool(text) for text in texts)
        full += filled > 1
        if rows and not texts[0] and filled < len(columns):
            _append(rows[-1], texts)
        else:
            rows.append([SourceCell(text) for text in texts])
    first = [row[0].text for row in rows]
    if full < 0.6 * len(body) or full < 2 or all(_MARKER.fullmatch(text) for text in first if text):
        return None
    ruled = len(lines) > 1 and bool(_RULER.match(lines[1]))
    for cell in rows[0]:
        cell.header = ruled
    return rows


def _columns(lines: list[str], widest: int) -> list[tuple[int, int]]:
    """Returns where columns begin and end: they are parted by what is blank in every line."""
    width = max(map(len, lines))
    filled = [any(index < len(line) and line[index] != " " for line in lines) for index in range(width)]
    columns: list[tuple[int, int]] = []
    start, blank = None, 0
    for index, used in enumerate([*filled, *[False] * widest]):
        if used:
            start = index if start is None else start
            blank = 0
        elif start is not None:
            blank += 1
            if blank == widest:
                columns.append((start, index + 1 - blank))
                start = None
    return columns


def _append(row: list[SourceCell], texts: list[str]) -> None:
    for cell, text in zip(row, texts, strict=True):
        cell.text = f"{cell.text} {text}".strip()
