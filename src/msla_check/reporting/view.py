"""What every writer shows, worked out once from the report, so that no writer has its own truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from msla_check.model import ELEMENT_TITLES, KEY_ELEMENTS, SEVERITIES
from msla_check.model.report import Clause, Evidence, Finding, Report, Term

VERDICT_MARKS = {"present": "✓", "weak": "!", "missing": "✗"}
STATUS_WORDS = {
    "pass": "met",
    "weak": "weak",
    "missing": "missing",
    "conflict": "conflict",
    "unclear": "unclear",
    "not_applicable": "not applicable",
    "waived": "waived",
}
QUOTE_LENGTH = 280


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One of the six elements at a glance."""

    id: str
    title: str
    status: str
    mark: str
    clauses: str
    counts: dict[str, int]
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause is found: what a reader turns to, not what stands beside the clause alone."""

    number: str
    heading: str
    schedule: str

    def __str__(self) -> str:
        own = " ".join(
            part for part in (f"clause {self.number}" if self.number else "", self.heading) if part
        )
        return " of ".join(part for part in (own, self.schedule) if part) or "unnumbered clause"


@dataclass(frozen=True, slots=True)
class Citation:
    """The words that a finding rests on, and where they stand."""

    place: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding that asks something of the reviewer."""

    finding: Finding
    number: int
    element: str
    status: str
    citations: tuple[Citation, ...]
    protects: str = ""
    """Whom the rule protects, where the review was made for both sides."""


@dataclass(frozen=True, slots=True)
class View:
    """A report arranged for reading: the elements, the issues worst first, and what was met."""

    report: Report
    elements: tuple[ElementRow, ...]
    issues: tuple[Issue, ...]
    favourable: tuple[Finding, ...]
    """Findings that harm only the other side."""
    waived: tuple[Finding, ...]
    """Findings that a named person has accepted."""
    passed: tuple[Finding, ...]
    not_applicable: tuple[Finding, ...]
    summary: str


def clause_label(clause: Clause) -> str:
    """Returns the name a reader knows a clause by: "7.2 Return of Information"."""
    return " ".join(part for part in (clause.number, clause.heading) if part) or "unnumbered clause"


def tidy_quote(quote: str, limit: int = QUOTE_LENGTH) -> str:
    """Returns the quote on one line, table cells set apart by bars, cut at a word where it is long."""
    line = " | ".join(part.strip() for part in quote.split("\t"))
    line = " ".join(line.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def arrange(report: Report) -> View:
    """Returns the view of a report that all writers share."""
    clauses = {clause.id: clause for clause in report.clauses}
    open_findings = [f for f in report.findings if f.status in ("weak", "missing", "conflict", "unclear")]
    theirs = [f for f in open_findings if f.severity == "info"]
    ours = sorted(
        (f for f in open_findings if f.severity != "info"), key=lambda f: SEVERITIES.index(f.severity)
    )
    issues = tuple(
        Issue(
            finding=finding,
            number=number,
            element=ELEMENT_TITLES[finding.element],
            status=STATUS_WORDS[finding.status],
            citations=tuple(cite(evidence, clauses) for evidence in finding.evidence),
            protects=f"the {finding.side}" if report.side == "both" and finding.side != "both" else "",
        )
        for number, finding in enumerate(ours, 1)
    )
    return View(
        report=report,
        elements=tuple(_element_row(report, element, clauses, ours) for element in KEY_ELEMENTS),
        issues=issues,
        favourable=tuple(theirs),
        waived=tuple(f for f in report.findings if f.status == "waived"),
        passed=tuple(f for f in report.findings if f.status == "pass"),
        not_applicable=tuple(f for f in report.findings if f.status == "not_applicable"),
        summary=_summarise(report, issues),
    )


def find_place(clause: Clause, clauses: dict[str, Clause]) -> Place:
    """Returns where a clause is found: "clause 7.2(b) Return of Information", "clause 1 Fees of Schedule C".

    A clause with only "(b)" for a number, or with no heading, is named with the help of those around it.
    """
    number, heading, schedule, around = clause.number, clause.heading, "", clause
    while True:
        if around.kind == "schedule":
            schedule = clause_label(around) if around is clause else around.number or around.heading
            break
        parent = clauses.get(around.parent or "")
        if parent is None:
            break
        if (not number or number.startswith("(")) and parent.kind != "schedule":
            number = parent.number + number
        around = parent
        heading = heading or ("" if parent.kind == "schedule" else parent.heading)
    return Place("", "", schedule) if clause.kind == "schedule" else Place(number, heading, schedule)


def cite(fact: Evidence | Term, clauses: dict[str, Clause]) -> Citation:
    """Returns the quote of a fact on one line, with the clause and page that it stands in."""
    clause = clauses.get(fact.clause or "")
    parts = [str(find_place(clause, clauses))] if clause is not None else []
    if fact.page is not None:
        parts.append(f"page {fact.page}")
    return Citation(", ".join(parts), tidy_quote(fact.quote), fact.start, fact.end)


def _element_row(report: Report, element: str, clauses: dict[str, Clause], ours: list[Finding]) -> ElementRow:
    verdict = report.elements[element]
    labels = [clause_label(clauses[id_]) for id_ in verdict.clauses if id_ in clauses]
    shown = "; ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")
    counts = Counter(f.severity for f in ours if f.element == element)
    return ElementRow(
        id=element,
        title=ELEMENT_TITLES[element],  # type: ignore[index]
        status=verdict.status,
        mark=VERDICT_MARKS[verdict.status],
        clauses=shown,
        counts={severity: counts[severity] for severity in SEVERITIES if counts[severity]},
        why=verdict.why,
    )


def _summarise(report: Report, issues: tuple[Issue, ...]) -> str:
    counts = Counter(issue.finding.severity for issue in issues)
    parts = [f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity]]
    met = sum(f.status == "pass" for f in report.findings)
    found = f"{len(issues)} findings ({', '.join(parts)})" if issues else "No findings"
    waived = sum(f.status == "waived" for f in report.findings)
    found += f", {waived} waived" if waived else ""
    side = "both sides" if report.side == "both" else f"the {report.side}"
    return f"{found}; {met} checks met; reviewed for {side}."
