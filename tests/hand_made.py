"""Reports made by hand, for tests of what comes after the review."""

from __future__ import annotations

from msla_check.model import KEY_ELEMENTS
from msla_check.model.report import (
    Clause,
    DocumentInfo,
    ElementVerdict,
    Evidence,
    Finding,
    PlaybookInfo,
    ReadingNote,
    Report,
    Term,
)


def make_finding(rule: str, status: str, severity: str, **more: object) -> Finding:
    """A finding on term and termination, unless `more` says otherwise."""
    base = {
        "rule": rule,
        "title": f"Title of {rule}",
        "element": "term_and_termination",
        "message": f"Message of {rule}.",
    }
    return Finding.model_validate({**base, "status": status, "severity": severity, **more})


def make_report(
    text: str,
    *findings: Finding,
    name: str = "agreement.pdf",
    media_type: str = "application/pdf",
    clauses: tuple[Clause, ...] = (),
    terms: tuple[Term, ...] = (),
    warnings: tuple[ReadingNote, ...] = (),
) -> Report:
    """A report for the customer in which every element is present in every clause."""
    return Report(
        generator="msla-check 0",
        document=DocumentInfo(
            name=name, sha256="0" * 64, media_type=media_type, pages=9, warnings=list(warnings)
        ),
        text=text,
        side="customer",
        playbook=PlaybookInfo(id="msla", version="1", sha256="0"),
        clauses=list(clauses),
        terms=list(terms),
        elements={
            element: ElementVerdict(status="present", clauses=[clause.id for clause in clauses])
            for element in KEY_ELEMENTS
        },
        findings=list(findings),
    )


def quote(text: str, words: str, clause: str | None = None, page: int | None = None) -> Evidence:
    """Evidence on the first place of `words` in `text`."""
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), quote=words, clause=clause, page=page)
