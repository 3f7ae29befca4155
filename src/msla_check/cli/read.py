"""`terms`, `outline`, `explain` and `compare`: what was read out of agreements, and why."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

from msla_check.compare import compare
from msla_check.engine import explain
from msla_check.errors import UnreadableDocument
from msla_check.model.analysis import Analysis
from msla_check.model.comparison import Comparison
from msla_check.model.report import Term
from msla_check.parsing import read_agreement
from msla_check.pipeline.outline import explain_clause, render_outline
from msla_check.reporting.comparison import render_comparison
from msla_check.reporting.view import find_place, tidy_quote
from msla_check.reviewer import Reviewer

from .console import FAILED, FOUND, OK, complain, guarded, writing

COLUMNS = ("key", "value", "party", "clause", "page", "quote")


def run_terms(file: Path, *, format: str, password: str | None) -> int:
    """Returns the exit status of listing an agreement's terms."""
    if format not in ("text", "json", "csv"):
        complain(f'--format is text, json or csv, not "{format}".')
        return FAILED

    def run() -> int:
        analysis = _analyze(Reviewer(), file, password)
        if format == "json":
            rows = [term.model_dump(mode="json") for term in analysis.terms]
            sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(_as_csv(analysis) if format == "csv" else _as_text(analysis))
        return OK

    return guarded(run)


def run_outline(file: Path, *, password: str | None) -> int:
    """Returns the exit status of printing an agreement's tree of clauses."""

    def run() -> int:
        sys.stdout.write(render_outline(_analyze(Reviewer(), file, password).clauses))
        return OK

    return guarded(run)


def run_explain(
    file: Path, *, rule: str | None, clause: str | None, playbook: str, password: str | None
) -> int:
    """Returns the exit status of explaining a rule's verdict or a clause's labels."""
    if (rule is None) == (clause is None):
        complain("name what to explain: --rule TERM-04 or --clause 7.2.")
        return FAILED

    def run() -> int:
        reviewer = Reviewer(playbook=playbook)
        analysis = _analyze(reviewer, file, password)
        if rule is not None:
            sys.stdout.write(explain(analysis, reviewer.playbook, rule))
        else:
            sys.stdout.write(explain_clause(analysis, clause or ""))
        return OK

    return guarded(run)


def run_compare(
    files: list[Path],
    *,
    against: Path | None,
    tracked: bool,
    side: str,
    playbook: str,
    format: str,
    output: Path | None,
) -> int:
    """Returns the exit status of comparing two versions, or one file with a house form or with itself."""
    if format not in _COMPARISONS:
        complain(f'--format is {", ".join(_COMPARISONS)}; not "{format}".')
        return FAILED
    if len(files) != (1 if against or tracked else 2) or (against and tracked):
        complain("compare takes two files; or one with --against TEMPLATE; or one with --tracked.")
        return FAILED

    def run() -> int:
        reviewer = Reviewer(side=side, playbook=playbook)  # type: ignore[arg-type]
        if tracked:
            comparison = _compare_readings(reviewer, files[0])
        else:
            old, new = (against, files[0]) if against else files
            comparison = compare(reviewer.review(old), reviewer.review(new))
        written = _COMPARISONS[format](comparison)
        if output is None:
            sys.stdout.write(written)
        else:
            with writing(str(output)):
                output.write_text(written, encoding="utf-8")
        return FOUND if comparison.created else OK

    return guarded(run)


def _compare_readings(reviewer: Reviewer, file: Path) -> Comparison:
    """Returns what the tracked changes of a Word file do: its original against its accepted reading."""
    original = read_agreement(file, name=f"{file.name} as it was", reading="original")
    accepted = read_agreement(file, name=f"{file.name} as changed", reading="accepted")
    if not accepted.revisions:
        raise UnreadableDocument(f"{file}: holds no tracked changes; compare it with another version.")
    before, after = (reviewer.judge(reviewer.analyze(reading)) for reading in (original, accepted))
    return compare(before, after, accepted.revisions)


def _as_page(comparison: Comparison) -> str:
    # Only this output needs the templates.
    from msla_check.reporting.comparison_html import render_comparison_html

    return render_comparison_html(comparison)


_COMPARISONS: dict[str, Callable[[Comparison], str]] = {
    "text": render_comparison,
    "json": lambda comparison: comparison.model_dump_json(indent=2) + "\n",
    "html": _as_page,
}


def _analyze(reviewer: Reviewer, file: Path, password: str | None) -> Analysis:
    return reviewer.analyze(read_agreement(file, password=password))


def _row(term: Term, labels: dict[str, str]) -> list[str]:
    page = "" if term.page is None else str(term.page)
    return [term.key, term.value, term.party, labels.get(term.clause or "", ""), page, tidy_quote(term.quote)]


def _rows(analysis: Analysis) -> list[list[str]]:
    clauses = {clause.id: clause for clause in analysis.clauses}
    labels = {clause.id: str(find_place(clause, clauses)) for clause in analysis.clauses}
    return [_row(term, labels) for term in analysis.terms]


def _as_csv(analysis: Analysis) -> str:
    # Only this output needs openpyxl.
    from msla_check.reporting.workbook import guard

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard(cell) for cell in row] for row in _rows(analysis))
    return out.getvalue()


def _as_text(analysis: Analysis) -> str:
    lines = []
    for key, value, party, clause, page, quote in _rows(analysis):
        place = ", ".join(part for part in (clause, f"page {page}" if page else "") if part)
        who = f" [{party}]" if party else ""
        lines.append(f"{key}: {value}{who}\n    “{quote}”" + (f" ({place})" if place else ""))
    return "\n".join(lines) + "\n" if lines else "No terms were found.\n"
