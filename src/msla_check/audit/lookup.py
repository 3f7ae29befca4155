"""Looks up what the store knows already, so that nothing is hashed, read or judged twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from .store import Store
from .store.tables import DocumentRow, FileRow, ReviewRow


class KnownReview(NamedTuple):
    """A review that was made earlier."""

    id: int
    run: int
    outcome: str
    reason: str
    message: str
    elements: dict[str, dict[str, str]]
    high: int
    medium: int
    low: int
    pages: int | None


def known_files(store: Store, paths: Sequence[str]) -> dict[str, tuple[int, int, str]]:
    """Returns size, time of change and content hash of the paths that were hashed before."""
    rows = select(FileRow.path, FileRow.size, FileRow.modified, FileRow.content).where(
        FileRow.path.in_(paths)
    )
    with store.engine.connect() as connection:
        return {row.path: (row.size, row.modified, row.content) for row in connection.execute(rows)}


def known_reviews(store: Store, ids: Sequence[int]) -> dict[int, KnownReview]:
    """Returns the reviews that were made, by their numbers."""
    rows = (
        select(
            ReviewRow.id,
            ReviewRow.run,
            ReviewRow.outcome,
            ReviewRow.reason,
            ReviewRow.message,
            ReviewRow.elements,
            ReviewRow.high,
            ReviewRow.medium,
            ReviewRow.low,
            DocumentRow.pages,
        )
        .join(DocumentRow, ReviewRow.document == DocumentRow.id, isouter=True)
        .where(ReviewRow.id.in_(ids))
    )
    with store.engine.connect() as connection:
        return {row.id: KnownReview(*row) for row in connection.execute(rows)}


def known_readings(store: Store, ids: Sequence[int]) -> dict[int, bytes]:
    """Returns the cached readings of documents, by their numbers."""
    rows = select(DocumentRow.id, DocumentRow.reading).where(DocumentRow.id.in_(ids))
    with store.engine.connect() as connection:
        return {row.id: row.reading for row in connection.execute(rows)}


def forget_failures(store: Store, ids: Sequence[int], run: int) -> None:
    """Removes those of the reviews that failed in runs before this one, so that they are made again."""
    failed = delete(ReviewRow).where(
        ReviewRow.id.in_(ids), ReviewRow.outcome == "failed", ReviewRow.run != run
    )
    with store.engine.begin() as connection:
        connection.execute(failed)
