"""The tables of the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """Base of the store's tables."""

    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        datetime: DateTime(timezone=True),
    }


class RunRow(Table):
    """An audit; it is interrupted as long as `finished` is null and nobody works on it."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    request: Mapped[str] = mapped_column(String(64), index=True)
    """Digest of what was asked (paths, manifest, side, rules, program): by it a run is taken up again."""
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    engine: Mapped[str] = mapped_column(String(16))
    side: Mapped[str] = mapped_column(String(16))
    rules: Mapped[str] = mapped_column(String(64))
    """Hash of the playbook for sources whose manifest names none."""
    program: Mapped[str] = mapped_column(String(64))
    """Version of msla-check and digest of what it reads and judges with."""
    settings: Mapped[dict[str, Any]]


class SourceRow(Table):
    """A path of a run. `outcome` is "reviewed", "failed" or "skipped" (no agreement by its kind).

    `reason` is short and stable (see `outcomes.py`), `message` is worded for a reviewer. What a review
    cost, and whether it was made in this run, stands in its row of `reviews`.
    """

    __tablename__ = "sources"
    __table_args__ = (Index("sources_by_review", "review"),)

    run: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int | None] = mapped_column(BigInteger)
    content: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the bytes; null where they could not be read."""
    side: Mapped[str] = mapped_column(String(16))
    rules: Mapped[str] = mapped_column(String(64))
    counterparty: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]]
    details: Mapped[dict[str, Any]]
    """Further columns of the manifest, as they stand there."""
    review: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32), default="")
    message: Mapped[str] = mapped_column(default="")


class DocumentRow(Table):
    """A content as it was read. `id` is made of the key, so that it is the same in every store."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("content", "program"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(String(64))
    program: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]
    media_type: Mapped[str]
    pages: Mapped[int | None]
    characters: Mapped[int]
    clauses: Mapped[int]
    title: Mapped[str]
    warnings: Mapped[list[dict[str, Any]]]
    """Code, message and page of each thing that a reviewer must know about the reading."""
    reading: Mapped[bytes]
    """What the engine needs, packed: `readings.unpack_reading` gives the analysis back."""


class TermRow(Table):
    """A term read out of a document, in the order of the report."""

    __tablename__ = "terms"
    __table_args__ = (Index("terms_by_key", "key"),)

    document: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str]
    normalized: Mapped[dict[str, Any]]
    party: Mapped[str]
    clause: Mapped[str]
    """The clause's number and heading as they stand in the agreement."""
    page: Mapped[int | None]
    quote: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    confidence: Mapped[float]


class ReviewRow(Table):
    """A content judged by rules for a side. `outcome` is "reviewed" or "failed"."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("content", "rules", "program", "side"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(String(64))
    rules: Mapped[str] = mapped_column(String(64), index=True)
    program: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(16))
    run: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    """The run that made it; later runs find it made."""
    document: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("documents.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32), default="")
    message: Mapped[str] = mapped_column(default="")
    elements: Mapped[dict[str, Any]]
    """Element to its status and why: {"confidentiality": {"status": "weak", "why": "..."}}."""
    passed: Mapped[list[str]]
    """Rules that were met."""
    not_applicable: Mapped[list[str]]
    """Rules that the agreement gives no occasion for."""
    high: Mapped[int] = mapped_column(default=0)
    """Findings of that severity that are weak, missing or in conflict."""
    medium: Mapped[int] = mapped_column(default=0)
    low: Mapped[int] = mapped_column(default=0)
    info: Mapped[int] = mapped_column(default=0)
    unclear: Mapped[int] = mapped_column(default=0)
    """Findings of any severity at which a person must look."""
    tries: Mapped[int] = mapped_column(default=1)
    seconds: Mapped[float] = mapped_column(default=0.0)
    peak_mb: Mapped[float] = mapped_column(default=0.0)
    """Most memory that the worker held while it was at this agreement."""
    reviewed: Mapped[datetime]


class FindingRow(Table):
    """A rule that speaks, with the first place it rests on; in the order of the report."""

    __tablename__ = "findings"
    __table_args__ = (Index("findings_by_rule", "rule"),)

    review: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    finding: Mapped[str] = mapped_column(String(32))
    """The finding's stable id."""
    rule: Mapped[str] = mapped_column(String(16))
    element: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(8))
    message: Mapped[str]
    searched: Mapped[str]
    clause: Mapped[str]
    """The clause's number and heading as they stand in the agreement."""
    page: Mapped[int | None]
    quote: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]


class PlaybookRow(Table):
    """The playbook that a rules hash stands for. `name` is how it was called for: a name or a folder."""

    __tablename__ = "playbooks"

    rules: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    id: Mapped[str]
    title: Mapped[str]
    version: Mapped[str]


class RuleRow(Table):
    """A rule of a playbook, as much as an answer about a portfolio needs."""

    __tablename__ = "rules"

    rules: Mapped[str] = mapped_column(ForeignKey("playbooks.rules"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(16), primary_key=True)
    title: Mapped[str]
    element: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    protects: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(8))
    why: Mapped[str]
    ask_for: Mapped[str]
    parameters: Mapped[dict[str, Any]]


class FileRow(Table):
    """A path's size and time of change when its content was hashed."""

    __tablename__ = "files"

    path: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified: Mapped[int] = mapped_column(BigInteger)
    """Nanoseconds since 1970."""
    content: Mapped[str] = mapped_column(String(64))
