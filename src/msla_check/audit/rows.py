"""Turns an analysis and a report into rows of the store. Runs in the workers, so the writer need not."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from msla_check.model.analysis import Analysis
from msla_check.model.report import Clause, Report

from .readings import pack_reading

SPEAKING = ("weak", "missing", "conflict", "unclear")


def document_row(analysis: Analysis, title: str) -> dict[str, Any]:
    """Returns the columns of `documents` that the reading decides."""
    agreement = analysis.agreement
    return {
        "name": storable(agreement.name),
        "media_type": agreement.media_type,
        "pages": agreement.pages,
        "characters": len(agreement.text),
        "clauses": len(analysis.clauses),
        "title": storable(title),
        "warnings": [storable_value(asdict(warning)) for warning in agreement.warnings],
        "reading": pack_reading(analysis),
    }


def term_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """Returns the rows of `terms`, without the document's number."""
    labels = {clause.id: _label(clause) for clause in analysis.clauses}
    return [
        {
            "number": number,
            "key": term.key,
            "value": storable(term.value),
            "normalized": storable_value(term.normalized),
            "party": storable(term.party),
            "clause": labels.get(term.clause or "", ""),
            "page": term.page,
            "quote": storable(term.quote),
            "start": term.start,
            "end": term.end,
            "confidence": term.confidence,
        }
        for number, term in enumerate(analysis.terms)
    ]


def review_row(report: Report) -> dict[str, Any]:
    """Returns the columns of `reviews` that the judgement decides."""
    counts = dict.fromkeys(("high", "medium", "low", "info", "unclear"), 0)
    for finding in report.findings:
        if finding.status in SPEAKING:
            counts["unclear" if finding.status == "unclear" else finding.severity] += 1
    return {
        "elements": {
            name: {"status": verdict.status, "why": storable(verdict.why)}
            for name, verdict in report.elements.items()
        },
        "passed": sorted(f.rule for f in report.findings if f.status == "pass"),
        "not_applicable": sorted(f.rule for f in report.findings if f.status == "not_applicable"),
        **counts,
    }


def finding_rows(report: Report) -> list[dict[str, Any]]:
    """Returns the rows of `findings`, without the review's number: the rules that speak."""
    labels = {clause.id: _label(clause) for clause in report.clauses}
    rows = []
    for number, finding in enumerate(f for f in report.findings if f.status in SPEAKING):
        place = finding.evidence[0] if finding.evidence else None
        rows.append(
            {
                "number": number,
                "finding": finding.id,
                "rule": finding.rule,
                "element": finding.element,
                "status": finding.status,
                "severity": finding.severity,
                "message": storable(finding.message),
                "searched": storable(finding.searched),
                "clause": labels.get(place.clause or "", "") if place else "",
                "page": place.page if place else None,
                "quote": storable(place.quote) if place else "",
                "start": place.start if place else None,
                "end": place.end if place else None,
            }
        )
    return rows


def storable(text: str) -> str:
    """Returns a text that every database takes: without NUL and without halves of surrogate pairs."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode()


def storable_value(value: Any) -> Any:
    """Returns a JSON value with all its texts storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [storable_value(item) for item in value]
    if isinstance(value, dict):
        return {storable(str(key)): storable_value(item) for key, item in value.items()}
    return value


def _label(clause: Clause) -> str:
    return storable(" ".join(f"{clause.number} {clause.heading}".split()))
