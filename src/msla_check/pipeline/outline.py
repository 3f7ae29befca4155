"""Prints what was found in an agreement: the tree of its clauses, and why a clause bears its labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msla_check.model.analysis import Analysis
from msla_check.model.report import Clause, Reason
from msla_check.model.vocabulary import ELEMENT_TITLES, ELEMENTS, KEY_ELEMENTS

_WIDTH = 58
_KINDS = {"preamble": "Preamble", "recital": "Recitals", "signature": "Signatures"}


def render_outline(clauses: Sequence[Clause]) -> str:
    """Returns the clauses as an indented tree: number, heading, elements with their scores, page."""
    rows = []
    for clause in clauses:
        name = "  " * max(0, clause.level - 1) + _name(clause)
        labels = ", ".join(f"{e} {clause.elements[e]:.2f}" for e in ELEMENTS if e in clause.elements)
        rows.append((name, f"p. {clause.page}" if clause.page else "", labels))
    width = min(_WIDTH, max((len(name) for name, _, _ in rows), default=0))
    lines = [f"{_cut(name, width):<{width}}  {page:>6}  {labels}".rstrip() for name, page, labels in rows]
    return "\n".join(lines) + "\n" if lines else "No clauses were found.\n"


def explain_clause(analysis: Analysis, number: str) -> str:
    """Returns why the clauses of that number bear their labels, and what spoke for the others.

    `number` is as printed ("7.2", "Exhibit B"), with the numbers above it ("7.2(a)"), or an id ("c12").
    """
    index = {clause.id: clause for clause in analysis.clauses}
    found = [
        clause
        for clause in analysis.clauses
        if number.strip() == clause.id or _is_called(clause, number, index)
    ]
    if not found:
        known = ", ".join(c.number for c in analysis.clauses if c.number and c.level == 1)
        return f"There is no clause {number}. First-level clauses: {known or 'none with a number'}.\n"
    return "\n".join(_explained(clause, analysis) for clause in found)


def _explained(clause: Clause, analysis: Analysis) -> str:
    lines = [f"{_name(clause)} ({clause.id}{f', page {clause.page}' if clause.page else ''})"]
    children = [c for c in analysis.clauses if c.parent == clause.id]
    for element in ELEMENTS:
        if element not in clause.elements:
            continue
        lines.append(f"  {ELEMENT_TITLES[element]}: {clause.elements[element]:.2f}")
        own = _about(clause, element)
        lines += [f"    {_said(reason)}" for reason in own]
        below = [_name(c) for c in children if element in c.elements]
        if below:
            lines.append(f"    also in: {'; '.join(below[:6])}{' ...' if len(below) > 6 else ''}")
        if not own and not below:
            lines.append("    inherited from the clause above, which its own text does not contradict")
    if clause.topics:
        lines.append(
            "  Topics: " + ", ".join(f"{topic} {score:.2f}" for topic, score in clause.topics.items())
        )
    lines.append("  Not labelled:")
    for element in KEY_ELEMENTS:
        if element not in clause.elements:
            own = _about(clause, element)
            why = (
                "; ".join(_said(reason) for reason in own[:4])
                if own
                else "no heading, phrase or word speaks for it"
            )
            lines.append(f"    {ELEMENT_TITLES[element]}: {why}{', not enough' if own else ''}")
    return "\n".join(lines) + "\n"


def _about(clause: Clause, element: str) -> list[Reason]:
    return [reason for reason in clause.reasons if reason.label.split(".")[0] == element]


def _said(reason: Reason) -> str:
    kind, _, words = reason.feature.partition(": ")
    if kind == "denied":
        return f'"{words}", but denied'
    return f'{kind} "{words}"'


def _name(clause: Clause) -> str:
    title = clause.heading or _KINDS.get(clause.kind, "")
    if clause.heading and clause.kind in _KINDS:
        title = clause.heading
    return " ".join(part for part in (clause.number, title) if part) or "(unnumbered)"


def _is_called(clause: Clause, number: str, index: dict[str, Clause]) -> bool:
    """Whether `number` names the clause: alone, or with the numbers of the clauses above it."""
    wanted = _squeezed(number)
    full = ""
    above: Clause | None = clause
    while above is not None:
        full = _squeezed(above.number) + full
        if full == wanted and wanted:
            return True
        if clause.number and not clause.number.startswith("("):
            return False
        above = index.get(above.parent or "")
    return False


def _squeezed(number: str) -> str:
    words = re.sub(r"^(?:section|article|clause|paragraph)\s+", "", number.strip().lower())
    return re.sub(r"[^a-z0-9.]", "", words).rstrip(".")


def _cut(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 3] + "..."
