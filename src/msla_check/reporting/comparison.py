"""A comparison of two versions, for the terminal."""

from __future__ import annotations

from collections import Counter

from msla_check.model.comparison import ClauseChange, Comparison
from msla_check.model.report import Finding

_MARKS = {"same": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
CONTEXT = 8
"""Unchanged words shown on each side of a change."""


def render_comparison(comparison: Comparison) -> str:
    """Returns the comparison as text: risks first, then terms, then the clauses that changed."""
    lines = [f"{comparison.old_name} -> {comparison.new_name}"]
    lines += [f"Words in common: {comparison.similarity:.1%}", ""]
    lines += _risks("Risks created", comparison.created, comparison.authors)
    lines += _risks("Risks cured", comparison.cured, comparison.authors)
    lines += [f"Risks unchanged: {len(comparison.remaining)}", ""]
    if comparison.terms:
        lines.append("Terms")
        for term in comparison.terms:
            place = f" ({term.place})" if term.place else ""
            old, new = ("; ".join(values) or "not stated" for values in (term.old, term.new))
            lines.append(f"  {term.key}: {old} -> {new}{place}")
        lines.append("")
    counts = Counter(change.kind for change in comparison.clauses)
    lines.append("Clauses: " + ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts)))
    for change in comparison.clauses:
        if change.kind != "unchanged":
            lines += ["", *_clause(change)]
    return "\n".join(lines) + "\n"


def _risks(title: str, findings: list[Finding], authors: dict[str, list[str]]) -> list[str]:
    lines = [f"{title}: {len(findings)}"]
    for finding in findings:
        whose = f" (changed by {', '.join(authors[finding.rule])})" if finding.rule in authors else ""
        lines.append(f"  [{finding.severity}] {finding.rule} {finding.message}{whose}")
    return lines


def _clause(change: ClauseChange) -> list[str]:
    label = change.new_label or change.old_label or "unnumbered clause"
    if change.old_label and change.new_label and change.old_label != change.new_label:
        label = f"{change.old_label} -> {change.new_label}"
    words = []
    for edit in change.edits:
        before, after = _MARKS[edit.kind]
        words.append(f"{before}{_shorten(edit.text) if edit.kind == 'same' else edit.text}{after}")
    return [f"{change.kind}: {label}"] + ([f"  {' '.join(words)}"] if words else [])


def _shorten(text: str) -> str:
    words = text.split()
    if len(words) <= 2 * CONTEXT:
        return text
    return " ".join([*words[:CONTEXT], "…", *words[-CONTEXT:]])
