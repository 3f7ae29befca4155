"""Prints the rows of an answer: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_NARROWEST = 8


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Returns rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue()


def as_json(answer: Mapping[str, Any] | Sequence[Any]) -> str:
    """Returns an answer as indented JSON."""
    return json.dumps(answer, indent=2, ensure_ascii=False, default=_jsonable) + "\n"


def as_text(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> str:
    """Returns rows as an aligned table no wider than the terminal; long cells are cut and say so by "…"."""
    lines = [[_shown(value) for value in row] for row in rows]
    room = width or max(shutil.get_terminal_size((160, 24)).columns, 60)
    widths = [max([len(head), *(len(line[at]) for line in lines)]) for at, head in enumerate(columns)]
    while sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    right = [
        all(isinstance(row[at], int | float | Decimal) for row in rows) and bool(rows)
        for at in range(len(columns))
    ]
    table = [list(columns), ["-" * size for size in widths], *lines]
    return "".join(
        "  ".join(
            _fit(cell, size, aside) for cell, size, aside in zip(line, widths, right, strict=True)
        ).rstrip()
        + "\n"
        for line in table
    )


def _fit(cell: str, size: int, right: bool) -> str:
    cell = cell if len(cell) <= size else cell[: size - 1] + "…"
    return cell.rjust(size) if right else cell.ljust(size)


def _shown(value: Any) -> str:
    """Returns a value on one line, without signs by which a file could steer the terminal."""
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(_plain(value))
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _plain(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):  # what DuckDB's sum of whole numbers is
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
