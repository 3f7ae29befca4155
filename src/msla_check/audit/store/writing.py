"""Writes an audit into the store, in batches: a review with all that belongs to it, or nothing of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from msla_check.audit.outcomes import Outcome, row_id
from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError

from .store import Store, cause_of
from .tables import (
    DocumentRow,
    FileRow,
    FindingRow,
    PlaybookRow,
    ReviewRow,
    RuleRow,
    RunRow,
    SourceRow,
    Table,
    TermRow,
)

BATCH_ROWS = 20_000
BATCH_SECONDS = 1.0
_ORDER: tuple[type[Table], ...] = (
    PlaybookRow,
    RuleRow,
    FileRow,
    DocumentRow,
    TermRow,
    ReviewRow,
    FindingRow,
    SourceRow,
)


class Writer:
    """Gathers the rows of one run and writes them in one transaction whenever enough have come together."""

    def __init__(self, store: Store, run: RunRow) -> None:
        self._store, self._run = store, run
        self._rows: dict[type[Table], list[dict[str, Any]]] = {table: [] for table in _ORDER}
        self._count = 0
        self._written = time.monotonic()
        self.seconds = 0.0
        """Time spent in writing."""

    def add(self, table: type[Table], rows: Iterable[dict[str, Any]]) -> None:
        """Takes rows to be written."""
        before = len(self._rows[table])
        self._rows[table] += rows
        self._count += len(self._rows[table]) - before

    def add_outcome(self, outcome: Outcome) -> int:
        """Takes an outcome to be written; returns the number of its review."""
        task, program = outcome.task, self._run.program
        review = row_id(*task.key, program)
        document = row_id(task.content, program)
        if outcome.document is not None:
            key = {"id": document, "content": task.content, "program": program}
            self.add(DocumentRow, [{**key, **outcome.document}])
            self.add(TermRow, [{"document": document, **row} for row in outcome.terms])
        row = {
            "id": review,
            "content": task.content,
            "rules": task.rules,
            "program": program,
            "side": task.side,
            "run": self._run.id,
            "document": None if outcome.reason else document,
            "outcome": "failed" if outcome.reason else "reviewed",
            "reason": outcome.reason,
            "message": outcome.message,
            "elements": {},
            "passed": [],
            "not_applicable": [],
            **dict.fromkeys(("high", "medium", "low", "info", "unclear"), 0),
            **outcome.review,
            "tries": task.tries,
            "seconds": outcome.seconds,
            "peak_mb": outcome.peak_mb,
            "reviewed": datetime.now(UTC),
        }
        self.add(ReviewRow, [row])
        self.add(FindingRow, [{"review": review, **finding} for finding in outcome.findings])
        return review

    def due(self) -> bool:
        """Whether it is time to write."""
        return self._count >= BATCH_ROWS or (
            self._count > 0 and time.monotonic() - self._written >= BATCH_SECONDS
        )

    def write(self) -> None:
        """Writes what has been taken, in one transaction.

        Raises:
            MslaCheckError: the store cannot be written to; what was written before is safe.
        """
        started = time.monotonic()
        if self._count:
            rows, self._rows, self._count = self._rows, {table: [] for table in _ORDER}, 0
            try:
                with self._store.engine.begin() as connection:
                    for table in _ORDER:
                        insert_new(connection, table, _in_order(table, rows[table]))
            except SQLAlchemyError as error:
                raise MslaCheckError(
                    f"{self._store.name}: the store could not be written to ({cause_of(error)});"
                    " when that is cured, the same audit goes on from here."
                ) from error
        self._written = time.monotonic()
        self.seconds += self._written - started

    def finish(self) -> None:
        """Writes what is left and marks the run as finished."""
        self.write()
        with self._store.engine.begin() as connection:
            connection.execute(
                update(RunRow).where(RunRow.id == self._run.id).values(finished=datetime.now(UTC))
            )


def _in_order(table: type[Table], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns rows by their keys: two audits that write the same ones then never wait for each other."""
    names = [column.name for column in table.__table__.primary_key]
    return sorted(rows, key=lambda row: [row[name] for name in names])


def insert_new(connection: Connection, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts the rows whose key is not there yet: what is reviewed twice is kept once.

    Only what is known of a file's content gives way to what is known now.
    """
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table)
    if table is FileRow:
        newer = {name: insert.excluded[name] for name in ("size", "modified", "content")}
        connection.execute(insert.on_conflict_do_update(index_elements=["path"], set_=newer), rows)
    else:
        connection.execute(insert.on_conflict_do_nothing(), rows)


def begin_run(store: Store, asked: dict[str, Any]) -> RunRow:
    """Returns the run to work on: an interrupted one that was asked the same, or a new one.

    A run that is taken up again names its sources anew; reviews already made are found by their keys.
    """
    with store.session() as session, session.begin():
        run = session.scalars(
            select(RunRow)
            .where(RunRow.request == asked["request"], RunRow.finished.is_(None))
            .order_by(RunRow.id)
        ).first()
        if run is None:
            run = RunRow(**asked, started=datetime.now(UTC), finished=None)
            session.add(run)
            session.flush()
        else:
            session.execute(delete(SourceRow).where(SourceRow.run == run.id))
        session.expunge(run)
    return run


def playbook_rows(playbook: Playbook, name: str) -> Iterator[tuple[type[Table], dict[str, Any]]]:
    """Yields the rows that say what a rules hash stands for."""
    rules = playbook.sha256
    head = {"rules": rules, "name": name, "id": playbook.id, "title": playbook.title}
    yield PlaybookRow, {**head, "version": playbook.version}
    for rule in playbook.rules:
        yield (
            RuleRow,
            {
                "rules": rules,
                "rule": rule.id,
                "title": rule.title,
                "element": rule.element,
                "kind": rule.kind,
                "protects": rule.protects,
                "severity": rule.severity,
                "why": " ".join(rule.why.split()),
                "ask_for": " ".join(rule.ask_for.preferred.split()),
                "parameters": dict(rule.parameters),
            },
        )


def portions(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yields lists of at most `size` items."""
    iterator = iter(items)
    while portion := list(islice(iterator, size)):
        yield portion
