"""Looks for flaws in how rules are written: what can never fire, what another rule says already or denies,
what is unproven, and what would flag its own advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from msla_check.model import ELEMENTS, Element
from msla_check.pipeline.topics import load_vocabulary

from .conditions import Condition
from .conditions.differ import Differ, Shorter
from .conditions.label import Element as ElementCondition
from .conditions.label import Topic
from .conditions.onesided import Right
from .conditions.says import Says
from .conditions.term import TermCondition
from .facts import Facts
from .judge import decide
from .playbook import Playbook
from .quantities import parse_quantity
from .schema import Rule
from .selftest import FIRING, Flaw, Prover

ENOUGH = 3
"""Examples of each kind that a rule should have."""
_UNFILLED = re.compile(r"<[A-Za-z][^<>]*>")
_TERMS = {
    "general": "title parties agreement_date governing_law venue dispute_resolution assignment_restriction "
    "change_of_control audit_rights third_party_beneficiary notices amendment entire_agreement "
    "order_of_precedence severability waiver independent_contractor",
    "scope": "service deliverable exclusion change_control statement_of_work",
    "sla": "uptime response_time resolution_time service_credit support_hours measurement_period "
    "maintenance_window reporting termination_right",
    "fees": "recurring one_time hourly_rate payment_due late_interest late_suspension price_increase "
    "dispute_window dispute_right increase_notice taxes expenses minimum_commitment price_restriction "
    "most_favored_nation revenue_share",
    "term": "effective_date expiration_date initial renewal nonrenewal_notice convenience cure_period insolvency "
    "survival early_termination_fee transition post_termination",
    "responsibility": "customer_access customer_cooperation customer_security provider_security provider_backup "
    "provider_personnel provider_standards provider_reporting subcontracting change_control governance",
    "confidentiality": "definition mutual duration exceptions compelled_disclosure return_or_destroy "
    "permitted_recipients standard_of_care remedies",
    "risk": "liability_cap uncapped_liability consequential_waiver indemnification liquidated_damages insurance "
    "warranty warranty_duration warranty_disclaimer data_protection security_incident_notice "
    "business_continuity force_majeure",
    "ip": "ownership_assignment license_grant source_code_escrow",
    "restriction": "exclusivity non_compete no_solicit_employees no_solicit_customers covenant_not_to_sue",
}
TERM_KEYS = frozenset(f"{group}.{name}" for group, names in _TERMS.items() for name in names.split())
"""The keys of the terms that are read out of agreements (docs/vocabulary.md)."""


def lint(playbook: Playbook) -> list[Flaw]:
    """Returns the flaws of a playbook's rules, by rule."""
    prover = Prover(playbook)
    advice = {rule.id: prover.facts(rule.ask_for.preferred) for rule in playbook.rules}
    flaws = []
    for rule in playbook.rules:
        messages = [
            *_unproven(rule),
            *_never(rule),
            *_unknown(rule, playbook),
            *_own_advice(rule, advice[rule.id]),
        ]
        messages += _against_others(rule, playbook, advice)
        flaws += [Flaw(f"{playbook.files[rule.id]} {rule.id}", message) for message in messages]
    return flaws


def _unproven(rule: Rule) -> Iterator[str]:
    for kind in ("fires", "silent"):
        count = len(getattr(rule.examples, kind))
        if count < ENOUGH:
            yield f"has {count} examples under `{kind}`; give at least {ENOUGH}."
    texts = [rule.title, rule.message, rule.why, rule.ask_for.preferred, *rule.phrases()]
    texts += [example.text for kind in ("fires", "silent") for example in getattr(rule.examples, kind)]
    unfilled = next((found[0] for text in texts if (found := _UNFILLED.search(text))), None)
    if unfilled:
        yield f'"{unfilled}" is still to be filled in.'
    if not rule.references:
        yield "has no references; name the law, the standard or the policy behind it."


def _own_advice(rule: Rule, facts: Facts) -> Iterator[str]:
    if decide(rule, facts).status in FIRING:
        yield "flags its own preferred wording; change the wording or the condition."


def _never(rule: Rule) -> Iterator[str]:
    """Yields why a rule, or a part of it, can never fire, or never keep silent."""
    if rule.unless is not None and rule.unless == rule.test:
        yield "can never fire: `unless` says the same as the test."
    for condition in _all_conditions(rule):
        if isinstance(condition, Says):
            for phrase in condition.says:
                if phrase in condition.without:
                    yield f'"{phrase}" can never count: it stands under `says` and under `without`.'
            if condition.times > len(set(condition.says)):
                yield f"asks for {condition.times} different phrases of {len(set(condition.says))}."
        elif isinstance(condition, TermCondition):
            low, high = condition.at_least or condition.above, condition.at_most or condition.below
            if low and high and parse_quantity(low).amount > parse_quantity(high).amount:
                yield f"`{condition.term}` cannot be both over {low} and under {high}."
    seen: list[Any] = []
    for level in rule.levels:
        if level.when in seen:
            yield f"the second level {level.severity} can never be reached: one before it asks the same."
        seen.append(level.when)
    for name, value in rule.parameters.items():
        if not _uses(rule, name, value):
            yield f"the parameter {name} is used nowhere; write ${name} in a condition or {{{name}}} in the message."


def _uses(rule: Rule, name: str, value: str) -> bool:
    # `$name` has been filled in by now, so the value stands where the parameter stood.
    written = str([condition.model_dump(by_alias=True) for condition in rule.conditions])
    messages = rule.message + "".join(level.message for level in rule.levels)
    return f"{{{name}}}" in messages or repr(value) in written


def _unknown(rule: Rule, playbook: Playbook) -> Iterator[str]:
    """Yields the names that nothing answers to, so that the condition can never hold."""
    named = (*load_vocabulary().headings.values(), *load_vocabulary().phrases.values())
    topics = {topic for topics in named for topic in topics}
    for condition in _all_conditions(rule):
        if isinstance(condition, ElementCondition) and condition.element not in get_args(Element):
            yield f'"{condition.element}" is no element; the elements are {", ".join(ELEMENTS)}.'
        elif isinstance(condition, Topic) and condition.topic not in topics:
            yield f'"{condition.topic}" is no topic of rules/vocabulary/topics.yaml; it can never hold.'
        elif isinstance(condition, Says):
            for label in condition.on:
                if label not in topics and label not in ELEMENTS:
                    yield f'"{label}" under `on` is neither an element nor a topic; nothing can stand there.'
        for key in _terms_without_reads(condition):
            if key not in TERM_KEYS:
                yield f'"{key}" is no term that is read (docs/vocabulary.md), and no `reads` reads it.'
    if rule.id not in playbook.inherited:
        unknown = [id_ for id_ in rule.hidden_by if id_ not in playbook.files]
        if unknown:
            yield f"is hidden by {', '.join(unknown)}, which the playbook does not have."


def _terms_without_reads(condition: Condition) -> Iterator[str]:
    if isinstance(condition, TermCondition) and not condition.reads:
        yield condition.term
    elif isinstance(condition, Right) and isinstance(condition.right, str):
        yield condition.right
    elif isinstance(condition, Differ) and not condition.reads:
        yield condition.differ
    elif isinstance(condition, Shorter):
        yield from (
            k
            for k, reads in ((condition.shorter, condition.reads), (condition.than, condition.than_reads))
            if not reads
        )


def _against_others(rule: Rule, playbook: Playbook, advice: dict[str, Facts]) -> Iterator[str]:
    """Yields the rules that say the same, or the contrary."""
    for other in playbook.rules:
        if other.id == rule.id:
            continue
        if rule.wants is not None and rule.wants == other.warns:
            yield f"wants what {other.id} warns of; keep one of them."
        same = (rule.wants, rule.warns, rule.applies_when, rule.unless)
        if rule.id < other.id and same == (other.wants, other.warns, other.applies_when, other.unless):
            yield f"asks the same as {other.id}; keep one of them."
        if _contradicts(other, rule) and decide(other, advice[rule.id]).status in ("weak", "conflict"):
            yield f"asks for words that {other.id} warns of; change the wording or the condition of either."


def _contradicts(other: Rule, rule: Rule) -> bool:
    """Whether a rule could contradict another's advice: it serves the same side, and warns of words.

    What it says of the whole document (an exhibit not attached) it cannot say of one clause.
    """
    serves_the_same = rule.protects == other.protects or other.protects == "both"
    return other.warns is not None and other.kind != "structure" and serves_the_same


def _all_conditions(rule: Rule) -> Iterator[Condition]:
    for condition in rule.conditions:
        yield from _within(condition)


def _within(condition: Condition) -> Iterator[Condition]:
    yield condition
    for member in condition.members():
        yield from _within(member)
