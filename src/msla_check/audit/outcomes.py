"""What is exchanged with those who review: a task, its outcome, and the reasons for which one fails."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from msla_check.errors import (
    MslaCheckError,
    NoTextLayer,
    PasswordRequired,
    UnreadableDocument,
    UnsupportedFormat,
)
from msla_check.model import Side

Reason = Literal[
    "",
    "encrypted",
    "no_text",
    "unsupported",
    "unreadable",
    "changed",
    "defect",
    "timed_out",
    "out_of_memory",
    "crashed",
    "unknown_kind",
]
"""Why a source was not reviewed. `unknown_kind`: by its name it is no agreement; it was not opened."""

TRIED_AGAIN: frozenset[str] = frozenset({"timed_out", "out_of_memory", "crashed"})
"""What another try may cure: the machine may have been short of time or memory."""

_REASONS: tuple[tuple[type[MslaCheckError], Reason], ...] = (
    (PasswordRequired, "encrypted"),
    (NoTextLayer, "no_text"),
    (UnsupportedFormat, "unsupported"),
    (UnreadableDocument, "unreadable"),
)


def reason_of(error: Exception) -> Reason:
    """Returns the reason that an error stands for."""
    if isinstance(error, MemoryError):
        return "out_of_memory"
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "defect")


def row_id(*key: str) -> int:
    """Returns the number of a row, made of its key: the same in every store and after every restart."""
    digest = hashlib.sha256("\n".join(key).encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Task:
    """A content to be reviewed: read from `path`, or judged again from its cached `reading`."""

    path: str
    name: str
    content: str
    rules: str
    side: Side
    reading: bytes | None = None
    tries: int = 1

    @property
    def key(self) -> tuple[str, str, Side]:
        """What is reviewed, by what, for whom."""
        return self.content, self.rules, self.side


@dataclass(slots=True)
class Outcome:
    """How a task ended: rows for the store, or a reason; and what it cost."""

    task: Task
    reason: Reason = ""
    message: str = ""
    document: dict[str, Any] | None = None
    """Columns of `documents`; None where a cached reading was judged."""
    terms: list[dict[str, Any]] = field(default_factory=list)
    review: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    core_seconds: float = 0.0
    peak_mb: float = 0.0
    resident_mb: float = 0.0
    worker: int = 0
    """The process that did it."""
