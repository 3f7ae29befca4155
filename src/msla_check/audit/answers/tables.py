"""A run as four tables: agreements, findings, terms, elements. An export writes them, a query reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from msla_check.audit.store import FindingRow, ReviewRow, RuleRow, RunRow, Store, TermRow
from msla_check.model import KEY_ELEMENTS

from .files import AuditedFile, agreement_id, audited_files, counted, reviews_of

_AT_ONCE = 5_000
"""Rows that are fetched from the store together."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind ("text", "integer", "number" or "texts"), and what stands in it."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table: its columns, and what yields its rows."""

    columns: tuple[Column, ...]
    rows: Callable[[Store, RunRow, list[AuditedFile]], Iterator[Row]]


def table_rows(store: Store, run: RunRow, name: str) -> Iterator[Row]:
    """Yields the rows of a table of a run, in an order that does not change."""
    return TABLES[name].rows(store, run, audited_files(store, run))


def _agreements(_store: Store, _run: RunRow, files: list[AuditedFile]) -> Iterator[Row]:
    for file in files:
        yield (
            file.agreement, file.path, file.name, file.outcome, file.reason, file.message, file.duplicate_of,
            file.counterparty, list(file.tags), json.dumps(file.details, ensure_ascii=False) if file.details else "",
            file.side, file.title, file.media_type, file.pages, file.characters, file.clauses,
            len(file.warnings), file.high, file.medium, file.low, file.info, file.unclear, file.content,
        )  # fmt: skip


def _elements(_store: Store, _run: RunRow, files: list[AuditedFile]) -> Iterator[Row]:
    for file in counted(files):
        for element in KEY_ELEMENTS:
            verdict = file.elements.get(element, {})
            yield (
                file.agreement, file.path, element, verdict.get("status", ""), verdict.get("why", "")
            )  # fmt: skip


def _findings(store: Store, run: RunRow, files: list[AuditedFile]) -> Iterator[Row]:
    paths = {file.agreement: file.path for file in counted(files)}
    query = (
        select(*FindingRow.__table__.columns, RuleRow.title, RuleRow.protects)
        .join(ReviewRow, FindingRow.review == ReviewRow.id)
        .join(RuleRow, (RuleRow.rules == ReviewRow.rules) & (RuleRow.rule == FindingRow.rule), isouter=True)
        .where(FindingRow.review.in_(reviews_of(run)))
        .order_by(FindingRow.review, FindingRow.number)
    )
    for row in _fetched(store, query):
        agreement = agreement_id(row.review)
        yield (
            agreement, paths.get(agreement, ""), row.finding, row.rule, row.title or "", row.element,
            row.protects or "", row.status, row.severity, row.message, row.searched,
            row.clause, row.page, row.quote, row.start, row.end,
        )  # fmt: skip


def _terms(store: Store, run: RunRow, files: list[AuditedFile]) -> Iterator[Row]:
    paths = {file.agreement: file.path for file in counted(files)}
    query = (
        select(ReviewRow.id, *TermRow.__table__.columns)
        .join(TermRow, TermRow.document == ReviewRow.document)
        .where(ReviewRow.id.in_(reviews_of(run)))
        .order_by(ReviewRow.id, TermRow.number)
    )
    for row in _fetched(store, query):
        agreement = agreement_id(row.id)
        amount = row.normalized.get("amount")
        yield (
            agreement, paths.get(agreement, ""), row.key, row.value,
            float(amount) if isinstance(amount, int | float) else None, str(row.normalized.get("unit") or ""),
            json.dumps(row.normalized, ensure_ascii=False) if row.normalized else "", row.party, row.clause,
            row.page, row.quote, row.start, row.end, row.confidence,
        )  # fmt: skip


def _fetched(store: Store, query: Select[Any]) -> Iterator[Any]:
    """Yields rows of the store as they come: plain columns, since a portfolio's objects would be slow."""
    with store.engine.connect() as connection:
        yield from connection.execution_options(yield_per=_AT_ONCE).execute(query)


_AGREEMENT = (
    Column("agreement", "text", "names the review; the same in all tables"),
    Column("path", "text", "where the file lies; of duplicates the first"),
)
_PLACE = (
    Column("page", "integer", "where it stands, counted from 1"),
    Column("quote", "text", "the words of the agreement"),
    # Not "start" and "end": SQL has its own use for those.
    Column("starts", "integer", "where the words begin in the agreement's text"),
    Column("ends", "integer", "where they end"),
)

TABLES: dict[str, AnswerTable] = {
    "agreements": AnswerTable(
        (
            _AGREEMENT[0],
            Column("path", "text", "where the file lies; one row for each"),
            Column("name", "text", "the file's name"),
            Column("outcome", "text", "reviewed, failed or skipped"),
            Column("reason", "text", "why it was not reviewed, in a word"),
            Column("message", "text", "why it was not reviewed, for a person"),
            Column("duplicate_of", "text", "the first path with the same content"),
            Column("counterparty", "text", "from the manifest"),
            Column("tags", "texts", "from the manifest"),
            Column("details", "text", "further columns of the manifest, as JSON"),
            Column("side", "text", "for whom it was reviewed"),
            Column("title", "text", "the agreement's own title"),
            Column("media_type", "text", "PDF, Word, HTML or text"),
            Column("pages", "integer", "where the file has pages"),
            Column("characters", "integer", "of its text"),
            Column("clauses", "integer", "that were found"),
            Column("warnings", "integer", "things that were not read"),
            Column("high", "integer", "findings of high severity"),
            Column("medium", "integer", "findings of medium severity"),
            Column("low", "integer", "findings of low severity"),
            Column("info", "integer", "findings in favour of the reviewed side"),
            Column("unclear", "integer", "findings at which a person must look"),
            Column("content", "text", "SHA-256 of the file"),
        ),
        _agreements,
    ),
    "findings": AnswerTable(
        (
            *_AGREEMENT,
            Column("finding", "text", "the finding's stable id"),
            Column("rule", "text", "the rule's id"),
            Column("title", "text", "what the rule wants"),
            Column("element", "text", "which of the elements it belongs to"),
            Column("protects", "text", "customer, provider or both"),
            Column("status", "text", "weak, missing, conflict or unclear"),
            Column("severity", "text", "high, medium, low or info"),
            Column("message", "text", "what is wrong"),
            Column("searched", "text", "for what is missing: where it was looked for"),
            Column("clause", "text", "number and heading"),
            *_PLACE,
        ),
        _findings,
    ),
    "terms": AnswerTable(
        (
            *_AGREEMENT,
            Column("key", "text", "what is stated, see docs/vocabulary.md"),
            Column("value", "text", "what it says, in normal form"),
            Column("amount", "number", "the number in it, where there is one"),
            Column("unit", "text", "of the amount"),
            Column("normalized", "text", "all parts of the value, as JSON"),
            Column("party", "text", "whom it binds or favours"),
            Column("clause", "text", "number and heading"),
            *_PLACE,
            Column("confidence", "number", "from 0 to 1"),
        ),
        _terms,
    ),
    "elements": AnswerTable(
        (
            *_AGREEMENT,
            Column("element", "text", "one of the six"),
            Column("status", "text", "present, weak or missing"),
            Column("why", "text", "why it is not present"),
        ),
        _elements,
    ),
}
"""The tables by name."""
