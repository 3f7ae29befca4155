"""What a store holds, row for row, without what no two runs share: times and measured costs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from msla_check.audit.store import Store
from msla_check.audit.store.tables import Table

MEASURED = {
    "runs": {"started", "finished", "settings", "engine"},
    "reviews": {"seconds", "peak_mb", "reviewed"},
}


def store_contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Returns all rows of all tables, sorted."""
    contents = {}
    with store.engine.connect() as connection:
        for name, table in sorted(Table.metadata.tables.items()):
            columns = [column for column in table.columns if column.name not in MEASURED.get(name, set())]
            rows = [tuple(row) for row in connection.execute(select(*columns))]
            contents[name] = sorted(rows, key=repr)
    return contents
