"""The text and Markdown writers on hand-made reports."""

from __future__ import annotations

from hand_made import make_finding as finding
from hand_made import make_report, quote

from msla_check.model.report import Clause, Finding, ReadingNote, Report
from msla_check.reporting import render as render_bytes
from msla_check.reporting.view import arrange, tidy_quote


def render(report: Report, format: str) -> str:
    return render_bytes(report, format).decode()


TEXT = "4.1 Renewal. *Renews* unless <b>notice</b> is given\t120 days | before."


def report(*findings: Finding, warnings: tuple[ReadingNote, ...] = ()) -> Report:
    clause = Clause(id="c1", number="4.1", heading="Renewal", start=0, end=len(TEXT), page=7)
    return make_report(TEXT, *findings, name="a_b.pdf", clauses=(clause,), warnings=warnings)


QUOTED = quote(TEXT, TEXT, clause="c1", page=7)


def test_issues_are_worst_first_and_numbered() -> None:
    view = arrange(
        report(
            finding("A-1", "weak", "low"), finding("B-1", "missing", "high"), finding("C-1", "pass", "high")
        )
    )
    assert [(i.number, i.finding.rule) for i in view.issues] == [(1, "B-1"), (2, "A-1")]
    assert [f.rule for f in view.passed] == ["C-1"]
    assert view.summary == "2 findings (1 high, 1 low); 1 checks met; reviewed for the customer."


def test_what_harms_only_the_other_side_is_no_issue() -> None:
    view = arrange(report(finding("A-1", "weak", "info")))
    assert view.issues == ()
    assert "Favourable to you" in render(view.report, "text")
    assert "## Favourable to you" in render(view.report, "markdown")


def test_a_finding_names_clause_page_and_words() -> None:
    text = " ".join(render(report(finding("A-1", "weak", "high", evidence=[QUOTED])), "text").split())
    assert "clause 4.1 Renewal, page 7" in text
    assert "Renews" in text


def test_contract_text_is_not_read_as_markdown() -> None:
    memo = render(report(finding("A-1", "weak", "high", evidence=[QUOTED])), "markdown")
    assert "\\*Renews\\*" in memo
    assert "\\<b\\>" in memo
    assert "a\\_b.pdf" in memo


def test_what_was_not_read_is_said_in_both() -> None:
    note = ReadingNote(code="page_without_text", message="Page 3 holds no text.", page=3)
    for format in ("text", "markdown"):
        assert "Page 3 holds no text." in render(report(warnings=(note,)), format)


def test_a_long_quote_is_cut_at_a_word_and_cells_are_set_apart() -> None:
    assert tidy_quote("P1\t15 minutes\nP2\t1 hour") == "P1 | 15 minutes P2 | 1 hour"
    cut = tidy_quote("word " * 100, limit=22)
    assert cut == "word word word word …"
