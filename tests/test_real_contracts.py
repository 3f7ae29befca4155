"""Promises that must hold on any contract, kept on a sample of real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from msla_check import Report, Reviewer

EVERY = 27
"""One contract in so many is reviewed: the promises do not depend on which."""


@pytest.fixture(scope="module")
def reports(bench_data: Path) -> list[Report]:
    """Reviews of a fixed sample of the contracts in the folder's `pdf/`."""
    files = sorted((bench_data / "pdf").glob("*.pdf"))[::EVERY]
    if not files:
        pytest.skip(f"no PDF in {bench_data / 'pdf'}")
    reviewer = Reviewer()
    return [reviewer.review(path) for path in files]


@pytest.mark.data
def test_every_fact_quotes_the_text_at_its_place(reports: list[Report]) -> None:
    for report in reports:
        for fact in [*report.terms, *(e for f in report.findings for e in f.evidence)]:
            assert report.text[fact.start : fact.end] == fact.quote


@pytest.mark.data
def test_clauses_nest_and_follow_each_other(reports: list[Report]) -> None:
    for report in reports:
        clauses = {clause.id: clause for clause in report.clauses}
        assert len(clauses) == len(report.clauses)
        for clause in report.clauses:
            assert 0 <= clause.start < clause.end <= len(report.text)
            if clause.parent is not None:
                parent = clauses[clause.parent]
                assert parent.start <= clause.start
                assert clause.end <= parent.end
        starts = [clause.start for clause in report.clauses]
        assert starts == sorted(starts)


@pytest.mark.data
def test_every_rule_answers_once_and_findings_come_worst_first(reports: list[Report]) -> None:
    for report in reports:
        rules = [finding.rule for finding in report.findings]
        assert len(rules) == len(set(rules))
        answered = [finding.status in ("pass", "not_applicable") for finding in report.findings]
        assert answered == sorted(answered)


@pytest.mark.data
def test_every_page_is_a_page_of_the_document(reports: list[Report]) -> None:
    for report in reports:
        pages = range(1, (report.document.pages or 0) + 1)
        assert all(fact.page in pages for fact in [*report.terms, *report.clauses] if fact.page is not None)
