"""A playbook: the rules that an agreement is reviewed against, and when an element is well covered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from msla_check.errors import RuleError

from .matcher import PhraseBook
from .schema import ElementPolicy, Rule
from .written import RawPlaybook, read_playbook


@dataclass(frozen=True)
class Playbook:
    """A set of rules, loaded and checked.

    Example:
        >>> from msla_check import Playbook
        >>> playbook = Playbook.load("msla")
        >>> playbook.id
        'msla'
        >>> "TERM-04" in {rule.id for rule in playbook.rules}
        True
    """

    id: str
    title: str
    version: str
    sha256: str
    rules: tuple[Rule, ...]
    elements: dict[str, ElementPolicy]
    files: dict[str, str] = field(default_factory=dict)
    """Rule id to the file and line where it stands."""
    inherited: frozenset[str] = frozenset()
    """Rules taken over from a playbook that is extended."""
    adjusted: frozenset[str] = frozenset()
    """Rules that the playbook's `set` changed; their examples are those of the rule as written."""

    @classmethod
    def load(cls, name: str | Path) -> Playbook:
        """Returns the playbook of that name, or in that folder; of several with commas between, all
        their rules together ("msla,traps").

        Raises:
            RuleError: there is none, or a file is not well formed; all errors are named, with file
                and line.
        """
        return cls.from_raw(read_playbook(str(name)))

    @classmethod
    def from_raw(cls, raw: RawPlaybook) -> Playbook:
        """Returns the playbook whose rules are written so.

        Raises:
            RuleError: a rule is not well formed; all errors are named, with their places.
        """
        errors: list[str] = []
        written = [raw.rules[id_] for id_ in sorted(raw.rules)]
        rules = [rule for item in written if (rule := item.validated(errors)) is not None]
        if errors:
            raise RuleError("\n".join(errors))
        policies = {k: v.model_dump(mode="json", by_alias=True) for k, v in sorted(raw.policies.items())}
        content = {"rules": {id_: raw.rules[id_].data for id_ in sorted(raw.rules)}, "elements": policies}
        digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
        return cls(
            raw.head.id,
            raw.head.title,
            raw.head.version,
            digest,
            tuple(rule for rule in rules if rule.enabled),
            raw.policies,
            {id_: item.place for id_, item in raw.rules.items()},
            frozenset(id_ for id_, item in raw.rules.items() if item.inherited),
            frozenset(id_ for id_, item in raw.rules.items() if item.adjusted),
        )

    @cached_property
    def phrase_book(self) -> PhraseBook:
        """All phrases of all rules and element policies, compiled once."""
        phrases = [phrase for rule in self.rules for phrase in rule.phrases()]
        for policy in self.elements.values():
            phrases += policy.covered.phrases()
            for requirement in policy.well:
                phrases += requirement.needs.phrases() if requirement.needs is not None else ()
        return PhraseBook(phrases)

    def rule(self, id_: str) -> Rule:
        """Returns a rule by its id.

        Raises:
            RuleError: the playbook has no such rule.
        """
        for rule in self.rules:
            if rule.id == id_:
                return rule
        raise RuleError(f'no rule "{id_}" in playbook {self.id}; see: msla-check rules list')
