"""Says which agreements would be judged otherwise if a rule were changed, from readings in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import yaml

from msla_check.audit.store import PlaybookRow, RunRow, Store
from msla_check.engine import Judgement, Playbook
from msla_check.engine.facts import Facts
from msla_check.engine.judge import judge_facts
from msla_check.engine.written import RawPlaybook, read_playbook
from msla_check.errors import MslaCheckError, RuleError
from msla_check.model import Side
from msla_check.model.report import Finding

from .files import audited_files, counted

_SHORT = re.compile(r"(\d[\d,.]*)\s*(min|h|bd|d|w|mo|y)")
_UNITS = {
    "min": "minute",
    "h": "hour",
    "bd": "business day",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
}
_SILENT = ("pass", "not_applicable")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that would decide otherwise on an agreement. `before` and `after` are "weak, high" and such."""

    path: str
    agreement: str
    rule: str
    before: str
    after: str
    message: str
    """What the rule says where it speaks: afterwards, or before if it would fall silent."""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element whose verdict would be another."""

    path: str
    agreement: str
    element: str
    before: str
    after: str


@dataclass(frozen=True)
class WhatIf:
    """What would be if rules were changed."""

    run: RunRow
    settings: tuple[tuple[str, str, str], ...]
    """What is set, its value now, and the value asked about."""
    judged: int
    """Agreements that were judged both ways."""
    changes: tuple[RuleChange, ...]
    elements: tuple[ElementChange, ...]
    outdated: tuple[str, ...]
    """Playbooks whose rules have changed since the run: both verdicts are by the rules of today."""

    @cached_property
    def agreements(self) -> tuple[str, ...]:
        """The paths of the agreements that would be judged otherwise."""
        paths = {change.path for change in self.changes} | {change.path for change in self.elements}
        return tuple(sorted(paths))

    def counts(self, rule: str) -> dict[str, int]:
        """Returns for how many agreements a rule would newly speak, fall silent, or speak otherwise."""
        counts = dict.fromkeys(("speaks", "silent", "otherwise"), 0)
        for change in self.changes:
            if change.rule == rule:
                silent = [words.startswith(_SILENT) for words in (change.before, change.after)]
                counts["speaks" if silent[0] else "silent" if silent[1] else "otherwise"] += 1
        return counts


def what_if(store: Store, settings: Mapping[str, str], *, run: int | None = None) -> WhatIf:
    """Returns which agreements of a run, or of the last one, would be judged otherwise.

    Args:
        store: holds the run with its cached readings; no file is opened.
        settings: rule and key to a value, as in a playbook's `set`: {"TERM-04.max": "90 days"}. Lengths
            may be short ("60d", "2w", "3mo", "1y", "4h", "30min", "5bd").

    Raises:
        MslaCheckError: a rule has no such key, the rules have changed since the run, or there is no run.
    """
    chosen = store.run(run)
    asked = {name: _value(value) for name, value in settings.items()}
    paths = {file.agreement: file.path for file in counted(audited_files(store, chosen))}
    playbooks = {rules: _Pair(store, rules, asked) for rules in _rules_of(store, chosen)}
    for name in asked:
        if not any(name in pair.known for pair in playbooks.values()):
            raise _unknown(name, next(iter(playbooks.values())))
    judged = 0
    changes: list[RuleChange] = []
    elements: list[ElementChange] = []
    for review, analysis in store.readings(chosen):
        pair = playbooks[review.rules]
        agreement = f"{review.id:016x}"
        judged += 1
        if not pair.known:
            continue
        side: Side = review.side  # type: ignore[assignment]
        facts = Facts(analysis, pair.phrase_book)
        now, then = (judge_facts(facts, playbook, side) for playbook in (pair.now, pair.then))
        place = paths.get(agreement, ""), agreement
        changes += _rule_changes(now, then, pair.touched, *place)
        elements += _element_changes(now, then, *place)
    return WhatIf(
        run=chosen,
        settings=_told(asked, playbooks),
        judged=judged,
        changes=tuple(sorted(changes, key=lambda change: (change.rule, change.path))),
        elements=tuple(sorted(elements, key=lambda change: (change.element, change.path))),
        outdated=tuple(sorted(pair.name for pair in playbooks.values() if pair.outdated)),
    )


class _Pair:
    """A playbook as it is and as it would be, both cut down to the rules on which a change can tell.

    These are the rules that are set, those that they hide, those by which an element is weak, and
    whatever hides one of all these. They decide as they would among all rules, at a fraction of the cost.
    """

    def __init__(self, store: Store, rules: str, asked: dict[str, Any]) -> None:
        with store.session() as session:
            row = session.get(PlaybookRow, rules)
        if row is None:
            raise MslaCheckError(f"{store.name}: the store does not say which rules made this run.")
        written = read_playbook(row.name)
        now = Playbook.from_raw(written)
        self.name, self.outdated = row.name, now.sha256 != rules
        self.known = {name: value for name, value in asked.items() if name.partition(".")[0] in written.rules}
        self.ids = sorted(written.rules)
        then = _changed(written, self.known)
        changed = {name.partition(".")[0] for name in self.known}
        self.touched = changed | {rule.id for rule in now.rules if changed & set(rule.hidden_by)}
        weighed = {need.rule for policy in now.elements.values() for need in policy.well if need.rule}
        needed = self.touched | weighed
        for playbook in (now, then):
            needed |= {id_ for rule in playbook.rules if rule.id in needed for id_ in rule.hidden_by}
        self.now, self.then = (
            replace(playbook, rules=tuple(rule for rule in playbook.rules if rule.id in needed))
            for playbook in (now, then)
        )
        self.phrase_book = replace(now, rules=self.now.rules + self.then.rules).phrase_book


def _changed(written: RawPlaybook, values: dict[str, Any]) -> Playbook:
    try:
        return Playbook.from_raw(written.setting(values))
    except RuleError as error:
        # A condition that a value spoils is named by its place in a file that nobody has edited.
        words = re.sub(r"^\S+:\d+: (?:[\w.]+: )?", "", str(error).splitlines()[0])
        raise RuleError(f"{', '.join(values)}: {words}") from error


def _rules_of(store: Store, run: RunRow) -> list[str]:
    return sorted({file.rules for file in counted(audited_files(store, run))}) or [run.rules]


def _value(text: str) -> Any:
    """Returns a value as a playbook's YAML would hold it, short lengths written out."""
    short = _SHORT.fullmatch(text.strip())
    if short:
        return f"{short[1]} {_UNITS[short[2]]}{'' if short[1] == '1' else 's'}"
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MslaCheckError(f'"{text}" cannot be set; write for instance TERM-04.max="60 days".') from error


def _unknown(name: str, pair: _Pair) -> RuleError:
    id_ = name.partition(".")[0]
    near = get_close_matches(id_, pair.ids, n=1)
    hint = f"did you mean {near[0]}?" if near else "see: msla-check rules list"
    return RuleError(f'no rule "{id_}" in playbook {pair.now.id}; {hint}')


def _told(asked: dict[str, Any], pairs: dict[str, _Pair]) -> tuple[tuple[str, str, str], ...]:
    """Returns what is set with its value before and after."""
    told = []
    for name, value in asked.items():
        id_, _, key = name.partition(".")
        pair = next(pair for pair in pairs.values() if name in pair.known)
        rule = next((rule for rule in pair.now.rules if rule.id == id_), None)
        before = "" if rule is None else rule.parameters.get(key, getattr(rule, key, ""))
        told.append((name, str(before), str(value)))
    return tuple(told)


def _rule_changes(
    now: Judgement, then: Judgement, touched: set[str], path: str, agreement: str
) -> Iterator[RuleChange]:
    before = {finding.rule: finding for finding in now.findings}
    after = {finding.rule: finding for finding in then.findings}
    for rule in sorted(touched):
        old, new = _stand(before.get(rule)), _stand(after.get(rule))
        if old != new and not (old.startswith(_SILENT) and new.startswith(_SILENT)):
            speaking = after[rule] if not new.startswith(_SILENT) and rule in after else before.get(rule)
            message = speaking.message if speaking is not None else ""
            yield RuleChange(path, agreement, rule, old, new, message)


def _element_changes(now: Judgement, then: Judgement, path: str, agreement: str) -> Iterator[ElementChange]:
    for element, verdict in now.elements.items():
        other = then.elements[element]
        if verdict.status != other.status:
            yield ElementChange(path, agreement, element, verdict.status, other.status)


def _stand(finding: Finding | None) -> str:
    """Returns how a rule stands: its status, with the severity where it speaks."""
    if finding is None:
        return "not_applicable"
    return finding.status if finding.status in _SILENT else f"{finding.status}, {finding.severity}"
