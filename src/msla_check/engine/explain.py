"""Says why a rule spoke or kept silent: what was asked, where, and the nearest miss."""

from __future__ import annotations

from msla_check.model.analysis import Analysis

from .conditions.base import Condition, Outcome
from .facts import Facts
from .judge import decide, finding_id
from .nearest import nearest_miss
from .playbook import Playbook

_ASKED = {"applies when": "It applies where", "wants": "It wants", "warns": "It warns of", "unless": "Unless"}


def explain(analysis: Analysis, playbook: Playbook, rule_id: str) -> str:
    """Returns the trace of one rule's decision on an agreement.

    Raises:
        RuleError: the playbook has no such rule.
    """
    rule = playbook.rule(rule_id)
    facts = Facts(analysis, playbook.phrase_book)
    decision = decide(rule, facts)
    lines = [
        f"{rule.id}: {rule.title}",
        f"Decision: {decision.status}" + (f" ({decision.severity})" if decision.status != "pass" else ""),
        f"Finding: {finding_id(decision, facts)}",
        decision.message,
        f"Looked in: {facts.searched()}",
    ]
    if rule.wants is not None and decision.status in ("missing", "weak"):
        lines.append(_nearest(rule.wants, facts))
    for name, outcome in decision.asked:
        lines.append(f"{_ASKED.get(name, f'{name.capitalize()} where')}:")
        lines += _trace(outcome, facts, 1)
    return "\n".join(lines) + "\n"


def _trace(outcome: Outcome, facts: Facts, depth: int) -> list[str]:
    if len(outcome.parts) == 1 and outcome.holds == outcome.parts[0].holds:
        return _trace(outcome.parts[0], facts, depth)
    pad = "  " * depth
    lines = [f"{pad}{'yes' if outcome.holds else 'no'}: {outcome.note}"]
    if not outcome.parts:
        lines += [f"{pad}  found: {_quoted(place, facts)}" for place in outcome.places]
        lines += [f"{pad}  does not count: {_quoted(place, facts)}" for place in outcome.near]
    for part in outcome.parts:
        lines += _trace(part, facts, depth + 1)
    return lines


def _nearest(wanted: Condition, facts: Facts) -> str:
    miss = nearest_miss(wanted, facts)
    if miss is None:
        return "Nearest passage: none comes near"
    return f"Nearest passage: {_quoted(miss.place, facts)}; it lacks: {', '.join(miss.lacks)}"


def _quoted(place: tuple[int, int], facts: Facts) -> str:
    start, end = place
    words = " ".join(facts.text[start:end].split())
    clause, page = facts.innermost(start), facts.page_of(start)
    where = ", ".join(
        part
        for part in (
            f"clause {clause.number}" if clause and clause.number else "",
            f"page {page}" if page else "",
        )
        if part
    )
    return f"“{words[:200]}{'…' if len(words) > 200 else ''}”" + (f" ({where})" if where else "")
