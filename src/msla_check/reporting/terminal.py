"""The report for a terminal: the six elements at a glance, then the findings, worst first."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from msla_check.model.report import Report

from .view import Issue, View, arrange

# Colour only repeats what a mark or a word already says.
_STYLES = {
    "high": "bold red",
    "medium": "yellow",
    "low": "cyan",
    "info": "dim",
    "present": "green",
    "weak": "yellow",
    "missing": "bold red",
}
WIDTH = 100


def render_text(report: Report) -> str:
    """Returns the report as plain text, `WIDTH` columns wide."""
    out = StringIO()
    print_report(report, Console(file=out, width=WIDTH, color_system=None, highlight=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def print_report(report: Report, console: Console) -> None:
    """Prints the report to a rich console."""
    view = arrange(report)
    console.print(Group(*_parts(view)))


def _parts(view: View) -> list[RenderableType]:
    document = view.report.document
    pages = f", {document.pages} pages" if document.pages else ""
    parts: list[RenderableType] = [Rule(Text(f"{document.name}{pages}")), Text(document.title, style="bold")]
    parts += [Text(f"⚠ {warning.message}", style="yellow") for warning in document.warnings]
    parts += [Text(view.summary), Text(""), _elements(view), Text("")]
    for issue in view.issues:
        parts += [_issue_head(issue), Padding(_issue_body(issue), (0, 0, 1, 4))]
    if view.favourable:
        parts.append(Text("Favourable to you", style="bold"))
        parts += [Padding(Text(f"· {f.message} [{f.rule}]"), (0, 0, 0, 4)) for f in view.favourable]
        parts.append(Text(""))
    if view.waived:
        parts.append(Text("Waived", style="bold"))
        parts += [Padding(Text(f"· {f.message} [{f.id}]"), (0, 0, 0, 4)) for f in view.waived]
        parts.append(Text(""))
    parts.append(Text("This review is a checklist, not legal advice.", style="dim"))
    return parts


def _elements(view: View) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Element", "Verdict", "Findings", "Where"):
        table.add_column(heading, overflow="fold")
    for row in view.elements:
        counts = ", ".join(f"{n} {severity}" for severity, n in row.counts.items()) or "none"
        verdict = Text(f"{row.mark} {row.status}", style=_STYLES[row.status])
        table.add_row(Text(row.title), verdict, Text(counts), Text(row.clauses or row.why))
    return table


def _issue_head(issue: Issue) -> Text:
    finding = issue.finding
    head = Text(f"{issue.number:>2}. ")
    head.append(f"[{finding.severity}] ", style=_STYLES[finding.severity])
    head.append(finding.title, style="bold")
    protects = f"; protects {whom}" if (whom := issue.protects) else ""
    head.append(f"  ({issue.status}; {issue.element}; {finding.rule}{protects})", style="dim")
    return head


def _issue_body(issue: Issue) -> Group:
    finding = issue.finding
    lines = [Text(finding.message)]
    for citation in issue.citations:
        place = f"  ({citation.place})" if citation.place else ""
        lines.append(Text(f"“{citation.quote}”{place}", style="italic"))
    for label, words in (
        ("Looked", finding.searched),
        ("Why", finding.why),
        ("Ask for", finding.suggestion),
    ):
        if words:
            lines.append(Text.assemble((f"{label}: ", "bold"), " ".join(words.split())))
    return Group(*lines)
