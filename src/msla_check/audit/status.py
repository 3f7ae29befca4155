"""Says how the runs of a store went: how many agreements, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Executable, String, cast, distinct, func, select
from sqlalchemy.orm import Session

from .store import DocumentRow, PlaybookRow, ReviewRow, RunRow, SourceRow, Store

NAMED = 20
"""Failures that are named for each run."""


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How a run went."""

    run: RunRow
    playbook: str
    outcomes: dict[str, int]
    """Files by outcome."""
    reasons: dict[str, int]
    """Files that were not reviewed, by reason."""
    messages: tuple[str, ...]
    """What became of the first files that failed."""
    agreements: int
    """Different contents."""
    duplicates: int
    """Files whose content another path of the run has too, that first path left out."""
    unread: int
    """Agreements of which something was not read: a page without text, a part that is not attached."""
    fresh: int
    """Contents that were reviewed in this run, not found reviewed."""


def run_statuses(store: Store) -> list[RunStatus]:
    """Returns how each run of a store went, the oldest first."""
    with store.session() as session:
        return [_status(session, run) for run in store.runs()]


def _status(session: Session, run: RunRow) -> RunStatus:
    here = SourceRow.run == run.id
    counted = select(SourceRow.outcome, func.count()).where(here).group_by(SourceRow.outcome)
    unread = select(SourceRow.reason, func.count()).where(here, SourceRow.reason != "")
    failed = select(SourceRow.message).where(here, SourceRow.outcome == "failed").order_by(SourceRow.path)
    reviews = select(func.count(distinct(SourceRow.review))).where(here)
    opened = select(func.count(SourceRow.review)).where(here)
    warned = (
        reviews.join(ReviewRow, SourceRow.review == ReviewRow.id)
        .join(DocumentRow, ReviewRow.document == DocumentRow.id)
        .where(cast(DocumentRow.warnings, String) != "[]")
    )
    made = reviews.join(ReviewRow, SourceRow.review == ReviewRow.id).where(ReviewRow.run == run.id)
    playbook = session.get(PlaybookRow, run.rules)
    agreements = session.scalar(reviews) or 0
    return RunStatus(
        run=run,
        playbook=playbook.id if playbook else "",
        outcomes=_by_name(session, counted),
        reasons=_by_name(session, unread.group_by(SourceRow.reason)),
        messages=tuple(session.scalars(failed.limit(NAMED))),
        agreements=agreements,
        duplicates=(session.scalar(opened) or 0) - agreements,
        unread=session.scalar(warned) or 0,
        fresh=session.scalar(made) or 0,
    )


def _by_name(session: Session, counted: Executable) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(counted)}
