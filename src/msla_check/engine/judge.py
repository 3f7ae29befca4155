"""Asks every rule of a playbook about one agreement."""

from __future__ import annotations

import string
from dataclasses import dataclass, field

from msla_check.model import KEY_ELEMENTS, SEVERITIES, Severity, Side, Status
from msla_check.model.analysis import Analysis
from msla_check.model.report import ElementVerdict, Finding

from .conditions.base import Outcome
from .doubt import doubt
from .facts import Facts
from .playbook import Playbook
from .schema import STATUS_OF_KIND, Requirement, Rule

_ORDER: dict[Status, int] = {
    "missing": 0,
    "conflict": 1,
    "weak": 2,
    "unclear": 3,
    "pass": 4,
    "not_applicable": 5,
}


@dataclass(slots=True)
class Decision:
    """How a rule was decided: every condition that was asked, with its answer."""

    rule: Rule
    status: Status
    severity: Severity
    message: str
    places: tuple[tuple[int, int], ...] = ()
    searched: str = ""
    asked: list[tuple[str, Outcome]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of one agreement."""

    findings: list[Finding]
    elements: dict[str, ElementVerdict]


def judge(analysis: Analysis, playbook: Playbook, side: Side) -> Judgement:
    """Returns the findings, worst first, and the verdict on each of the six elements."""
    return judge_facts(Facts(analysis, playbook.phrase_book), playbook, side)


def judge_facts(facts: Facts, playbook: Playbook, side: Side) -> Judgement:
    """Returns what `judge` does, of facts that may be judged by several playbooks."""
    decisions = decide_all(facts, playbook)
    findings = [_finding(decision, facts, side) for decision in decisions]
    findings.sort(
        key=lambda f: (_ORDER[f.status] >= 4, SEVERITIES.index(f.severity), _ORDER[f.status], f.rule)
    )
    return Judgement(findings, _verdicts(facts, playbook, findings))


def decide_all(facts: Facts, playbook: Playbook) -> list[Decision]:
    """Returns the decision on every rule; one cause gives one finding."""
    decisions = [decide(rule, facts) for rule in playbook.rules]
    speaking = {d.rule.id for d in decisions if d.status in ("weak", "missing", "conflict")}
    for decision in decisions:
        cause = next((id_ for id_ in decision.rule.hidden_by if id_ in speaking), None)
        if cause and decision.status in ("weak", "missing", "conflict", "unclear"):
            decision.status = "not_applicable"
            decision.message = f"Part of the finding {cause}."
            decision.places = ()
    return decisions


def decide(rule: Rule, facts: Facts) -> Decision:
    """Returns how one rule decides."""
    decision = Decision(rule, "pass", rule.severity, "")
    if rule.applies_when is not None:
        applies = rule.applies_when.ask(facts)
        decision.asked.append(("applies when", applies))
        if not applies.holds:
            decision.status = "not_applicable"
            decision.message = rule.otherwise or "The agreement holds nothing that this rule concerns."
            return decision
    outcome = rule.test.ask(facts)
    decision.asked.append(("wants" if rule.wants is not None else "warns", outcome))
    speaks = outcome.holds == (rule.warns is not None)
    if speaks and rule.unless is not None:
        excused = rule.unless.ask(facts)
        decision.asked.append(("unless", excused))
        speaks = not excused.holds
        outcome = outcome if speaks else excused
    if not speaks:
        decision.places = outcome.places
        decision.message = rule.title + "."
        return decision
    _speak(decision, rule, outcome, facts)
    return decision


def _speak(decision: Decision, rule: Rule, outcome: Outcome, facts: Facts) -> None:
    """Fills in a decision that is a finding."""
    decision.status = STATUS_OF_KIND[rule.kind]
    decision.places = outcome.places
    message, values = rule.message, dict(outcome.values)
    for level in rule.levels:
        answer = level.when.ask(facts)
        decision.asked.append((f"level {level.severity}", answer))
        if answer.holds:
            decision.severity, message = level.severity, level.message or message
            values |= answer.values
            decision.places = decision.places or answer.places
            break
    if rule.wants is not None:
        decision.places = decision.places or outcome.near[:1]
        decision.searched = facts.searched()
        if outcome.near:
            start, end = outcome.near[0]
            words = facts.words(start, end)
            decision.searched += f"; nearest: “{words[:160]}{'…' if len(words) > 160 else ''}”"
        promised = [s for p in rule.by_reference for h, s in facts.hits(p) if not h.denied]
        if promised and facts.absent_schedules:
            decision.status = "unclear"
            message = f"It is referred to another document that is not attached. {message}"
            decision.places = ((promised[0].start, promised[0].end),)
        if decision.status == "missing":
            reason, decision.places = doubt(rule, outcome, facts)
            if reason:
                decision.status = "unclear"
                message = f"A person must look. {reason} {message}"
    if outcome.unclear and not outcome.holds:
        decision.status = "unclear"
        message = f"A person must look: {outcome.unclear}. {message}"
        decision.places = outcome.near[:2]
    if decision.places and "words" not in values:
        start, end = decision.places[0]
        values["words"] = facts.words(start, end)
    decision.message = _filled(message, values, rule)


class _Slots(string.Formatter):
    """Fills `{name}`; a slot without a value becomes "not stated"."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> str:
        values = kwargs if isinstance(kwargs, dict) else {}
        return str(values.get(str(key)) or "not stated")


def _filled(message: str, values: dict[str, str], rule: Rule) -> str:
    words = values.get("words", "")
    short = {**values, "words": words if len(words) <= 140 else words[:140].rsplit(" ", 1)[0] + "…"}
    return _Slots().vformat(" ".join(message.split()), (), {**rule.parameters, **short})


def finding_id(decision: Decision, facts: Facts) -> str:
    """Returns an id made of the rule and the words of the clause, so that it survives renumbering."""
    return f"{decision.rule.id}-{facts.content_hash(*decision.places[:1])}"


def _finding(decision: Decision, facts: Facts, side: Side) -> Finding:
    rule = decision.rule
    evidence = [facts.evidence(start, end) for start, end in dict.fromkeys(decision.places)]
    severity, message = decision.severity, decision.message
    speaks = decision.status not in ("pass", "not_applicable")
    if speaks and "both" not in (rule.protects, side) and rule.protects != side:
        severity, message = "info", f"Favourable to you: {message}"
    return Finding(
        id=finding_id(decision, facts),
        rule=rule.id,
        title=rule.title,
        element=rule.element,
        kind=rule.kind,
        side=rule.protects,
        status=decision.status,
        severity=severity,
        message=message,
        why=" ".join(rule.why.split()) if speaks else "",
        suggestion=" ".join(rule.ask_for.preferred.split()) if speaks else "",
        fallback=" ".join(rule.ask_for.fallback.split()) if speaks else "",
        walk_away=" ".join(rule.ask_for.walk_away.split()) if speaks else "",
        references=list(rule.references),
        evidence=evidence,
        searched=decision.searched,
    )


def _has(requirement: Requirement, facts: Facts) -> bool:
    return requirement.needs is None or bool(requirement.needs.ask(facts).holds)


def _verdicts(facts: Facts, playbook: Playbook, findings: list[Finding]) -> dict[str, ElementVerdict]:
    verdicts: dict[str, ElementVerdict] = {}
    for element in KEY_ELEMENTS:
        policy = playbook.elements.get(element)
        clauses = [clause.id for clause in facts.clauses_on(element)]
        rules = [
            f.rule for f in findings if f.element == element and f.status in ("weak", "missing", "conflict")
        ]
        if policy is None:
            status, why = ("present", "") if clauses else ("missing", "No clause speaks to it.")
        elif not policy.covered.ask(facts).holds:
            status, why = "missing", f"Nothing on it: {facts.searched()}."
        else:
            spoke = {f.rule for f in findings if f.status in ("weak", "missing", "conflict")}
            lacking = [r.otherwise for r in policy.well if r.rule in spoke or not _has(r, facts)]
            status, why = ("weak", " ".join(lacking)) if lacking else ("present", "")
        verdicts[element] = ElementVerdict.model_validate(
            {
                "status": status,
                "clauses": [] if status == "missing" else clauses,
                "findings": rules,
                "why": why,
            }
        )
    return verdicts
