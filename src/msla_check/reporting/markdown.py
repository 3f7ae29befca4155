"""The report as a Markdown memo, for mail and tickets."""

from __future__ import annotations

import re

from msla_check.model.report import Report

from .view import Issue, View, arrange

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def render_markdown(report: Report) -> str:
    """Returns the report as a Markdown memo."""
    view = arrange(report)
    parts = [_head(view), _elements(view)]
    if view.issues:
        parts.append("## Findings")
        parts += [_issue(issue) for issue in view.issues]
    if view.favourable:
        lines = [f"- {escape(f.message)} ({f.rule})" for f in view.favourable]
        parts.append("\n".join(["## Favourable to you", "", *lines]))
    if view.waived:
        lines = [f"- {escape(f.message)} ({f.id})" for f in view.waived]
        parts.append("\n".join(["## Waived", "", *lines]))
    if view.passed:
        lines = [f"- {escape(f.title)} ({f.rule})" for f in view.passed]
        parts.append("\n".join(["## Checks met", "", *lines]))
    parts.append("This review is a checklist, not legal advice.")
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Returns contract text that Markdown will not read as mark-up."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _head(view: View) -> str:
    document = view.report.document
    lines = [f"# Review of {escape(document.name)}", ""]
    if document.title:
        lines += [f"**{escape(document.title)}**", ""]
    lines.append(view.summary)
    if document.warnings:
        lines += ["", "**What was not read:**", ""]
        lines += [f"- {escape(warning.message)}" for warning in document.warnings]
    return "\n".join(lines)


def _elements(view: View) -> str:
    rows = ["| Element | Verdict | Findings | Clauses |", "| --- | --- | --- | --- |"]
    for row in view.elements:
        counts = ", ".join(f"{n} {severity}" for severity, n in row.counts.items()) or "none"
        rows.append(f"| {row.title} | {row.mark} {row.status} | {counts} | {escape(row.clauses)} |")
    return "\n".join(["## The six elements", "", *rows])


def _issue(issue: Issue) -> str:
    finding = issue.finding
    lines = [
        f"### {issue.number}. {escape(finding.title)}",
        "",
        f"**{finding.severity}** · {issue.status} · {issue.element} · {finding.rule}"
        + (f" · protects {issue.protects}" if issue.protects else ""),
        "",
        escape(finding.message),
    ]
    for citation in issue.citations:
        lines += ["", f"> “{escape(citation.quote)}”  ", f"> ({escape(citation.place)})"]
    if finding.searched:
        lines += ["", f"*Looked for:* {escape(finding.searched)}"]
    if finding.why:
        lines += ["", f"*Why it matters:* {escape(finding.why)}"]
    if finding.suggestion:
        lines += ["", f"*Ask for:* {escape(finding.suggestion)}"]
    if finding.references:
        lines += ["", f"*See:* {escape('; '.join(finding.references))}"]
    return "\n".join(lines)
