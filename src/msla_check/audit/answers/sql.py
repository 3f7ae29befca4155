"""Answers SQL about a run: DuckDB on its tables in memory, or on a folder that an export wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import parquet

from msla_check.audit.store import Store
from msla_check.errors import MslaCheckError

from .exporting import arrow_batches, arrow_schema
from .tables import TABLES, table_rows


def query(store: Store, sql: str, *, run: int | None = None) -> pa.Table:
    """Returns what an SQL query says of a run, or of the last one.

    The tables are agreements, findings, terms and elements, as an export writes them. The query sees
    nothing else: no file, no network.

    Raises:
        MslaCheckError: the query is not understood, or the store has no such run.
    """
    chosen = store.run(run)
    return _answer(
        sql,
        lambda name: pa.Table.from_batches(
            arrow_batches(name, table_rows(store, chosen, name)), arrow_schema(name)
        ),
    )


def query_export(folder: str | Path, sql: str) -> pa.Table:
    """Returns what an SQL query says of the Parquet files that an export wrote into `folder`.

    Raises:
        MslaCheckError: the query is not understood, or the folder holds no such export.
    """
    place = Path(folder)
    absent = [name for name in TABLES if not (place / f"{name}.parquet").is_file()]
    if absent:
        raise MslaCheckError(
            f"{place}: there is no {absent[0]}.parquet; write it with:"
            f" msla-check audit export --format parquet --output {place}"
        )
    return _answer(sql, lambda name: parquet.read_table(place / f"{name}.parquet"))


def _answer(sql: str, read: Callable[[str], pa.Table]) -> pa.Table:
    with duckdb.connect() as connection:
        for name in TABLES:
            # A table that the query does not name stays empty: findings and terms are many.
            named = re.search(rf"\b{name}\b", sql, re.IGNORECASE)
            connection.register(f"read_{name}", read(name) if named else arrow_schema(name).empty_table())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_{name}")
            connection.unregister(f"read_{name}")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            answer = connection.sql(sql)
            if answer is None:
                raise MslaCheckError("the query asks for nothing; begin it with SELECT.")
            return answer.to_arrow_table()
        except duckdb.Error as error:
            words = " ".join(str(error).split("\n\nLINE")[0].split())
            raise MslaCheckError(f"the query was not understood: {words}") from error
