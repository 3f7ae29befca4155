"""Writes a run as tables: Parquet and CSV one file each, Excel one workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa  # type: ignore[import-untyped]
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from pyarrow import parquet

from msla_check.audit.store import Store
from msla_check.errors import MslaCheckError
from msla_check.reporting.workbook import guard

from .tables import TABLES, Row, table_rows

Format = Literal["parquet", "csv", "xlsx"]
WORKBOOK = "audit.xlsx"
SHEET_ROWS = 1_048_575
"""Rows below the header that a sheet of Excel holds; more go on in another sheet."""
_AT_ONCE = 10_000
_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "texts": pa.list_(pa.string()),
}


def export(
    store: Store, folder: str | Path, *, format: Format = "parquet", run: int | None = None
) -> list[Path]:
    """Returns the files that were written into `folder`: the tables of a run, or of the last one.

    Parquet and CSV: agreements, findings, terms and elements, each a file. Excel: one workbook with a
    sheet for each. In CSV and Excel no cell begins with what a spreadsheet would run as a formula.

    Raises:
        MslaCheckError: the store has no such run, or the folder cannot be written to.
    """
    chosen, target = store.run(run), Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        if format == "xlsx":
            return [
                _write_workbook(target / WORKBOOK, {name: table_rows(store, chosen, name) for name in TABLES})
            ]
        write = _WRITERS[format]
        return [write(target / f"{name}.{format}", name, table_rows(store, chosen, name)) for name in TABLES]
    except OSError as error:
        raise MslaCheckError(f"{target}: could not be written ({error.strerror}).") from error


def arrow_schema(name: str) -> pa.Schema:
    """Returns the names and types of a table's columns."""
    return pa.schema([(column.name, _ARROW[column.kind]) for column in TABLES[name].columns])


def arrow_batches(name: str, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Yields the rows of a table some thousands at a time."""
    schema, iterator = arrow_schema(name), iter(rows)
    while few := list(islice(iterator, _AT_ONCE)):
        columns = [
            pa.array(values, type=field.type)
            for values, field in zip(zip(*few, strict=True), schema, strict=True)
        ]
        yield pa.record_batch(columns, schema=schema)


def _write_parquet(path: Path, name: str, rows: Iterator[Row]) -> Path:
    with parquet.ParquetWriter(path, arrow_schema(name), compression="zstd") as writer:
        for batch in arrow_batches(name, rows):
            writer.write_batch(batch)
    return path


def _write_csv(path: Path, name: str, rows: Iterator[Row]) -> Path:
    # The mark at the beginning tells Excel that it is UTF-8; other readers know it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in TABLES[name].columns])
        writer.writerows([_cell(value) for value in row] for row in rows)
    return path


_WRITERS: dict[str, Callable[[Path, str, Iterator[Row]], Path]] = {
    "parquet": _write_parquet,
    "csv": _write_csv,
}


def _write_workbook(path: Path, tables: dict[str, Iterator[Row]]) -> Path:
    book = Workbook(write_only=True)
    for name, rows in tables.items():
        _write_sheet(book, name, rows)
        number = 1
        while (first := next(rows, None)) is not None:
            number += 1
            _write_sheet(book, f"{name} {number}", rows, first)
    book.save(path)
    return path


def _write_sheet(book: Any, title: str, rows: Iterator[Row], first: Row | None = None) -> None:
    """Writes a sheet with a frozen, bold header; what does not fit is left in `rows`."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    header = [WriteOnlyCell(sheet, column.name) for column in TABLES[title.split(" ")[0]].columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    if first is not None:
        sheet.append([_cell(value) for value in first])
    for row in islice(rows, SHEET_ROWS - (first is not None)):
        sheet.append([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    return guard("; ".join(value) if isinstance(value, list) else value)
