"""What a review says: clauses, terms, findings, and the report that holds them.

The pydantic models here are the truth of the report's JSON; `msla-check schema report` prints
their JSON Schema.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .vocabulary import Audience, ClauseKind, Element, ElementStatus, Severity, Side, Status

SCHEMA_VERSION = "1.0"


class Noun(BaseModel):
    """Base of the report's nouns: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Noun):
    """The words that a finding rests on, with their place.

    Example:
        >>> from msla_check import Evidence
        >>> Evidence(start=0, end=4, quote="Term").quote
        'Term'
    """

    start: int
    end: int
    quote: str
    clause: str | None = None
    page: int | None = None


class Reason(Noun):
    """Why a label was given: the phrase or feature that spoke for it, and how strongly (0 to 1)."""

    label: str
    feature: str
    weight: float


class Clause(Noun):
    """A numbered or headed unit of the agreement; `start:end` spans its sub-clauses too.

    Example:
        >>> from msla_check import review
        >>> report = review("1. Term. This Agreement lasts one year.\\n\\n2. Fees. USD 10 a month.")
        >>> [clause.number for clause in report.clauses]
        ['1', '2']
    """

    id: str
    number: str = ""
    heading: str = ""
    level: int = 1
    parent: str | None = None
    kind: ClauseKind = "clause"
    start: int
    end: int
    page: int | None = None
    elements: dict[str, float] = Field(default_factory=dict)
    topics: dict[str, float] = Field(default_factory=dict)
    reasons: list[Reason] = Field(default_factory=list)


class Term(Noun):
    """A fact read out of the agreement: its key (docs/vocabulary), value, party and quote.

    `value` is the normal form as text ("60 days", "99.9%", "USD 12,000 per month", "redacted",
    "blank", "yes"); `normalized` holds its parts.

    Example:
        >>> from msla_check import review
        >>> report = review("1. Law. This Agreement is governed by the laws of the State of Ohio.")
        >>> [term.value for term in report.terms if term.key == "general.governing_law"]
        ['Ohio']
    """

    key: str
    value: str
    normalized: dict[str, Any] = Field(default_factory=dict)
    party: str = ""
    start: int
    end: int
    quote: str
    clause: str | None = None
    page: int | None = None
    confidence: float = 1.0


class Waiver(Noun):
    """A named person's decision that a finding is accepted, and the status that it silenced."""

    reason: str
    name: str
    date: str
    status: Status


class Finding(Noun):
    """One rule's answer on one agreement.

    Example:
        >>> from msla_check import review
        >>> report = review("1. Services. Provider shall monitor the network.")
        >>> any(f.status == "missing" and f.element == "confidentiality" for f in report.findings)
        True
    """

    id: str = ""
    """Stable: the rule, and ten signs made of the clause's words, so that it survives renumbering."""
    rule: str
    title: str
    element: Element
    kind: str = ""
    side: str = "both"
    """The side that the rule protects: customer, provider or both."""
    status: Status
    severity: Severity
    message: str
    why: str = ""
    suggestion: str = ""
    """What to ask for: the preferred wording."""
    fallback: str = ""
    walk_away: str = ""
    references: list[str] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)
    searched: str = ""
    """For a missing term: where it was looked for, and the nearest miss."""
    waiver: Waiver | None = None
    """Where the status is `waived`: who decided so, when and why."""


class ElementVerdict(Noun):
    """How the agreement covers one element, with the clauses and the findings that say so."""

    status: ElementStatus
    clauses: list[str] = Field(default_factory=list)
    findings: list[str] = Field(default_factory=list)
    """Rule ids of the findings (not passes) on this element."""
    why: str = ""


class ReadingNote(Noun):
    """What the reader must know about how the file was read."""

    code: str
    message: str
    page: int | None = None


class DocumentInfo(Noun):
    """The file that was reviewed."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    title: str = ""
    warnings: list[ReadingNote] = Field(default_factory=list)


class PlaybookInfo(Noun):
    """The rules that the agreement was reviewed against."""

    id: str
    version: str
    sha256: str


class Report(Noun):
    """The outcome of a review; `review()` returns it.

    Example:
        >>> from msla_check import review
        >>> report = review("1. Confidentiality. Each party keeps the other's secrets.")
        >>> report.elements["service_levels"].status
        'missing'
    """

    schema_version: str = SCHEMA_VERSION
    generator: str = ""
    document: DocumentInfo
    text: str
    side: Side
    playbook: PlaybookInfo
    clauses: list[Clause]
    terms: list[Term]
    elements: dict[str, ElementVerdict]
    findings: list[Finding]

    def to_json(self, *, indent: int | None = 2) -> str:
        """The report as JSON text, ending in a newline: byte-identical for the same input and rules."""
        return self.model_dump_json(indent=indent) + "\n"

    def to_html(self, *, audience: Audience = "us") -> str:
        """The report as one self-contained HTML page.

        `audience="counterparty"`, here as below, leaves out severities, reasons and positions of ours.
        """
        return self._render("html", audience=audience).decode()

    def to_markdown(self, *, audience: Audience = "us") -> str:
        """The report as a Markdown memo."""
        return self._render("markdown", audience=audience).decode()

    def to_xlsx(self, *, audience: Audience = "us") -> bytes:
        """The report as an Excel workbook: issues list, checklist, clauses, terms, dates."""
        return self._render("xlsx", audience=audience)

    def to_ics(self) -> bytes:
        """The agreement's dates and deadlines as an iCalendar file."""
        return self._render("ics")

    def to_sarif(self) -> str:
        """The findings as SARIF 2.1.0."""
        return self._render("sarif").decode()

    def to_docx(
        self,
        source: bytes,
        *,
        audience: Audience = "us",
        author: str = "msla-check",
        initials: str = "MC",
        suggest: bool = False,
    ) -> bytes:
        """`source`, the .docx that was reviewed, with each finding as a comment on its words.

        With `suggest` the wording to ask for is inserted too, as tracked changes of `author`.
        """
        return self._render(
            "docx", source, audience=audience, author=author, initials=initials, suggest=suggest
        )

    def to_pdf(self, source: bytes, *, audience: Audience = "us", author: str = "msla-check") -> bytes:
        """`source`, the PDF that was reviewed, with each finding as a highlight with a note."""
        return self._render("pdf", source, audience=audience, author=author)

    def _render(
        self, format: str, source: bytes | None = None, *, audience: Audience = "us", **marking: object
    ) -> bytes:
        # The one upward call, made late: the writers need the report, the report needs no writer.
        from msla_check.reporting import render

        return render(self, format, source, audience=audience, **marking)
