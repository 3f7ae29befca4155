"""What is written beside the words of the reviewed file: for us everything, for the other side its points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msla_check.model import Audience
from msla_check.model.report import Evidence, Finding, Report

from .view import Citation, Issue, arrange, cite

_WHAT_IS_USUAL = re.compile(r"(?:(?:; |, where )[^;]*\busual\b[^;]*|, more than [^;]*)(?=\.$)")
"""The end of a message that says what is usual: less than we propose, and so not for the other side."""


@dataclass(frozen=True, slots=True)
class Point:
    """What we ask of the other side: no severity, no reason of ours, no position to fall back to."""

    number: int
    title: str
    message: str
    wording: str
    citations: tuple[Citation, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class Note:
    """A note on the reviewed file: its words, and the words of the file that it stands beside."""

    number: int
    title: str
    text: str
    wording: str
    """The clause to insert, where the finding asks for one."""
    element: str
    evidence: tuple[Evidence, ...]
    tone: str
    """The severity, which gives the colour; "" for the other side."""


def points_for(report: Report) -> tuple[Point, ...]:
    """Returns the points for the other side, in the order of the agreement, what is missing last.

    The order of severity would tell them what matters to us, and waived findings and those that
    favour us are none of their business.
    """
    clauses = {clause.id: clause for clause in report.clauses}
    cited = []
    for issue in arrange(report).issues:
        # What is missing rests on no words; where we looked for it is our own business.
        evidence = [] if issue.finding.status == "missing" else issue.finding.evidence
        cited.append((issue, tuple(cite(words, clauses) for words in evidence)))
    cited.sort(key=lambda pair: (not pair[1], pair[1][0].start if pair[1] else 0, pair[0].finding.rule))
    return tuple(
        Point(
            number=number,
            title=_heading(issue, citations),
            message=_WHAT_IS_USUAL.sub("", issue.finding.message),
            wording=issue.finding.suggestion,
            citations=citations,
            finding=issue.finding,
        )
        for number, (issue, citations) in enumerate(cited, 1)
    )


def _heading(issue: Issue, citations: tuple[Citation, ...]) -> str:
    """Returns the place of a point: a rule's own title tells the least that we would take."""
    place = citations[0].place if citations else ""
    named = place and not place.startswith("unnumbered")
    return place[:1].upper() + place[1:] if named else issue.element


def notes_on(report: Report, audience: Audience) -> list[Note]:
    """Returns the notes to set on the reviewed file, for us or for the other side."""
    if audience == "us":
        return [_for_us(issue) for issue in arrange(report).issues]
    return [_for_them(point) for point in points_for(report)]


def _for_us(issue: Issue) -> Note:
    finding = issue.finding
    parts = [f"{finding.rule} ({finding.severity}, {issue.status}): {finding.message}"]
    parts += [f"Why: {finding.why}"] if finding.why else []
    parts += [f"Ask for: {finding.suggestion}"] if finding.suggestion else []
    return Note(
        number=issue.number,
        title=f"{finding.severity}: {finding.title}",
        text=_paragraphs(parts),
        wording=_clause_asked(finding),
        element=finding.element,
        evidence=tuple(finding.evidence),
        tone=finding.severity,
    )


def _for_them(point: Point) -> Note:
    parts = [point.message] + ([f"We propose: {point.wording}"] if point.wording else [])
    return Note(
        number=point.number,
        title=f"{point.number}. {point.title}",
        text=_paragraphs(parts),
        wording=_clause_asked(point.finding),
        element=point.finding.element,
        evidence=tuple(point.finding.evidence),
        tone="",
    )


def _clause_asked(finding: Finding) -> str:
    """Returns the clause that a finding asks for; what only repairs the paper asks for none."""
    return "" if finding.kind in ("structure", "conflict") else finding.suggestion


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(" ".join(part.split()) for part in parts)
