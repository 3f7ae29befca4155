"""What an audit says of each file, and how it says it of what was reviewed before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from msla_check.model import Side

from .lookup import KnownReview
from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What became of one file of an audit."""

    path: str
    outcome: Literal["reviewed", "failed", "skipped"]
    reason: str = ""
    """Why it was not reviewed, short and stable ("encrypted"); "" where it was."""
    message: str = ""
    side: Side = "customer"
    elements: dict[str, str] = field(default_factory=dict)
    """Element to "present", "weak" or "missing"."""
    high: int = 0
    medium: int = 0
    low: int = 0
    pages: int | None = None
    fresh: bool = True
    """Whether it was reviewed now; False where the store, or another path of the same content, had it."""
    tries: int = 1
    seconds: float = 0.0
    """Time by the clock."""
    core_seconds: float = 0.0
    """Time of a core: less than `seconds` where others share the machine."""
    peak_mb: float = 0.0
    resident_mb: float = 0.0
    """What the worker held when it was done."""
    worker: int = 0


def as_known(outcome: Outcome, id_: int, run: int) -> KnownReview:
    """Returns an outcome as what is now known of its review."""
    review, document = outcome.review, outcome.document or {}
    return KnownReview(
        id=id_,
        run=run,
        outcome="failed" if outcome.reason else "reviewed",
        reason=outcome.reason,
        message=outcome.message,
        elements=review.get("elements", {}),
        high=review.get("high", 0),
        medium=review.get("medium", 0),
        low=review.get("low", 0),
        pages=document.get("pages"),
    )


def with_costs(result: AuditResult, outcome: Outcome) -> AuditResult:
    """Returns the result of the file that was reviewed, with what it cost."""
    return replace(
        result,
        fresh=True,
        tries=outcome.task.tries,
        seconds=outcome.seconds,
        core_seconds=outcome.core_seconds,
        peak_mb=outcome.peak_mb,
        resident_mb=outcome.resident_mb,
        worker=outcome.worker,
    )
