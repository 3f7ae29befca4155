"""The files of a run as answers speak of them: what became of each, and which say the same."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from msla_check.audit.store import DocumentRow, ReviewRow, RunRow, SourceRow, Store


@dataclass(frozen=True, slots=True)
class AuditedFile:
    """A file of a run: what it is, what became of it, and what its review came to."""

    path: str
    name: str
    outcome: str
    """"reviewed", "failed" or "skipped" (by its name no agreement)."""
    reason: str
    message: str
    agreement: str
    """Names the review in every table of an export; "" where the file was never opened."""
    duplicate_of: str
    """The first path with the same content; "" for that first one, which alone is counted."""
    content: str
    side: str
    rules: str
    counterparty: str
    tags: tuple[str, ...]
    details: dict[str, Any]
    title: str = ""
    media_type: str = ""
    pages: int | None = None
    characters: int | None = None
    clauses: int | None = None
    warnings: tuple[dict[str, Any], ...] = ()
    """What the reading left out: code, message and page."""
    elements: dict[str, dict[str, str]] = field(default_factory=dict)
    """Element to its status and why."""
    passed: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    high: int = 0
    medium: int = 0
    low: int = 0
    info: int = 0
    unclear: int = 0

    @property
    def counted(self) -> bool:
        """Whether it is an agreement that was reviewed, and not a duplicate of one."""
        return self.outcome == "reviewed" and not self.duplicate_of


def audited_files(store: Store, run: RunRow) -> list[AuditedFile]:
    """Returns the files of a run, in the order of their paths."""
    with store.session() as session:
        rows = session.execute(_sources(run)).all()
    first: dict[int, str] = {}
    # Databases sort by the rules of a language; the order of an answer is the same on all of them.
    return [_file(row, first) for row in sorted(rows, key=lambda row: str(row[0].path))]


def agreement_id(review: int | None) -> str:
    """Returns a review's number as text: a spreadsheet would round it."""
    return f"{review:016x}" if review is not None else ""


def reviews_of(run: RunRow) -> Select[Any]:
    """Returns the query for the numbers of a run's reviews."""
    return select(SourceRow.review).where(SourceRow.run == run.id)


def counted(files: list[AuditedFile]) -> Iterator[AuditedFile]:
    """Yields each agreement that was reviewed once, under its first path."""
    return (file for file in files if file.counted)


def common_folder(paths: Iterable[str]) -> str:
    """Returns the folder in which all paths lie, with the separator at its end; "" where there is none."""
    # By signs, not by parts: paths may be URIs, or places in an archive.
    common = os.path.commonprefix(list(paths))  # noqa: RUF071
    return common[: max(common.rfind("/"), common.rfind("\\")) + 1]


def _sources(run: RunRow) -> Select[Any]:
    # The columns of documents one by one: the cached reading is large, and no answer here needs it.
    return (
        select(
            SourceRow,
            ReviewRow,
            DocumentRow.title,
            DocumentRow.media_type,
            DocumentRow.pages,
            DocumentRow.characters,
            DocumentRow.clauses,
            DocumentRow.warnings,
        )
        .join(ReviewRow, SourceRow.review == ReviewRow.id, isouter=True)
        .join(DocumentRow, ReviewRow.document == DocumentRow.id, isouter=True)
        .where(SourceRow.run == run.id)
    )


def _file(row: Any, first: dict[int, str]) -> AuditedFile:
    source, review, title, media_type, pages, characters, clauses, warnings = row
    duplicate_of = ""
    if source.review is not None:
        kept = first.setdefault(source.review, source.path)
        duplicate_of = kept if kept != source.path else ""
    judged = {} if review is None else _judged(review)
    return AuditedFile(
        path=source.path,
        name=source.name,
        outcome=source.outcome,
        reason=source.reason,
        message=source.message,
        agreement=agreement_id(source.review),
        duplicate_of=duplicate_of,
        content=source.content or "",
        side=source.side,
        rules=source.rules,
        counterparty=source.counterparty,
        tags=tuple(source.tags),
        details=source.details,
        title=title or "",
        media_type=media_type or "",
        pages=pages,
        characters=characters,
        clauses=clauses,
        warnings=tuple(warnings or ()),
        **judged,
    )


def _judged(review: ReviewRow) -> dict[str, Any]:
    return {
        "elements": review.elements,
        "passed": tuple(review.passed),
        "not_applicable": tuple(review.not_applicable),
        **{name: getattr(review, name) for name in ("high", "medium", "low", "info", "unclear")},
    }
