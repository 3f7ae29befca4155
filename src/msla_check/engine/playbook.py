"""A playbook: the rules that an agreement is reviewed against, and when an element is well covered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from msla_check.errors import RuleError
from msla_check.rules_folder import rules_folder

from .loader import Source, explain_validation, fill_parameters, read_yaml
from .matcher import PhraseBook
from .schema import ElementPolicy, PlaybookFile, Rule

HEAD = "playbook.yaml"
_CONDITIONS = ("applies_when", "wants", "warns", "unless", "levels")


@dataclass(frozen=True, slots=True)
class RawRule:
    """A rule as written, before parameters are filled in, with its place."""

    data: dict[str, Any]
    source: Source
    path: tuple[str | int, ...]
    adjusted: bool = False
    """Changed by a playbook's `set`: its examples prove the rule as it was written."""


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
    adjusted: frozenset[str] = frozenset()
    """Rules that the playbook's `set` changed; their examples are those of the rule as written."""

    @classmethod
    def load(cls, name: str | Path) -> Playbook:
        """Returns the playbook of that name, or in that folder.

        Raises:
            RuleError: there is none, or a file is not well formed; all errors are named, with file
                and line.
        """
        head, raw, policies = _collect(_folder(str(name)), ())
        errors: list[str] = []
        rules = [rule for id_ in sorted(raw) if (rule := _validated(raw[id_], errors)) is not None]
        if errors:
            raise RuleError("\n".join(errors))
        content = {
            "rules": {id_: raw[id_].data for id_ in sorted(raw)},
            "elements": {k: v.model_dump(mode="json", by_alias=True) for k, v in sorted(policies.items())},
        }
        digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
        places = {id_: f"{r.source.file}:{r.source.line(r.path)}" for id_, r in raw.items()}
        enabled = tuple(rule for rule in rules if rule.enabled)
        adjusted = frozenset(id_ for id_, rule in raw.items() if rule.adjusted)
        return cls(head.id, head.title, head.version, digest, enabled, policies, places, adjusted)

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


def _folder(name: str) -> Path:
    shipped = rules_folder() / "playbooks" / name
    if (shipped / HEAD).is_file():
        return shipped
    folder = Path(name)
    if (folder / HEAD).is_file():
        return folder
    known = sorted(p.parent.name for p in (rules_folder() / "playbooks").glob(f"*/{HEAD}"))
    raise RuleError(
        f'no playbook "{name}"; those that come with msla-check: {", ".join(known)}; '
        f"a folder of your own holds a {HEAD}"
    )


def _collect(
    folder: Path, seen: tuple[Path, ...]
) -> tuple[PlaybookFile, dict[str, RawRule], dict[str, ElementPolicy]]:
    """Returns a playbook's head, its rules as written, and its element policies, with what it extends."""
    if folder in seen:
        raise RuleError(f"{folder / HEAD}: the playbook extends itself; remove the circle.")
    source = read_yaml(folder / HEAD)
    try:
        head = PlaybookFile.model_validate(source.data)
    except ValidationError as error:
        raise RuleError("\n".join(explain_validation(error, source, (), PlaybookFile))) from error
    raw: dict[str, RawRule] = {}
    policies: dict[str, ElementPolicy] = {}
    if head.extends:
        _, raw, policies = _collect(_folder(head.extends), (*seen, folder))
    own: dict[str, RawRule] = {}
    for file in sorted(folder.glob("**/*.yaml")):
        if file.name != HEAD:
            _read_rules(read_yaml(file), own)
    raw = {**raw, **own}
    policies = {**policies, **head.elements}
    for name, value in head.set.items():
        _override(raw, name, value, source)
    return head, raw, policies


def _read_rules(source: Source, rules: dict[str, RawRule]) -> None:
    items = source.data.get("rules") if isinstance(source.data, dict) else None
    if not isinstance(items, list):
        raise RuleError(f"{source.file}:1: a rule file begins with `rules:` and lists rules below it.")
    for index, item in enumerate(items):
        path = ("rules", index)
        id_ = item.get("id") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(id_, str):
            raise RuleError(source.error(path, "a rule begins with `- id: ...`"))
        if id_ in rules:
            other = rules[id_]
            first = f"{other.source.file}:{other.source.line(other.path)}"
            raise RuleError(source.error(path, f"the id {id_} is taken by {first}; give it another."))
        rules[id_] = RawRule(item, source, path)


def _override(raw: dict[str, RawRule], name: str, value: Any, source: Source) -> None:
    id_, _, key = name.partition(".")
    if id_ not in raw or not key:
        message = f'"{name}" names no rule and key; write for instance `TERM-04.max: 45 days`.'
        raise RuleError(source.error(("set", name), message))
    rule = raw[id_]
    parameters = rule.data.get("parameters", {})
    if key in parameters:
        data = {**rule.data, "parameters": {**parameters, key: str(value)}}
    elif key in Rule.model_fields:
        data = {**rule.data, key: value}
    else:
        known = ", ".join([*parameters, "severity", "enabled", "message", "ask_for"])
        raise RuleError(source.error(("set", name), f'{id_} has no "{key}"; it has: {known}.'))
    raw[id_] = RawRule(data, rule.source, rule.path, adjusted=True)


def _validated(raw: RawRule, errors: list[str]) -> Rule | None:
    try:
        parameters = {k: str(v) for k, v in raw.data.get("parameters", {}).items()}
        filled = {key: fill_parameters(raw.data[key], parameters) for key in _CONDITIONS if key in raw.data}
        return Rule.model_validate({**raw.data, **filled, "parameters": parameters})
    except KeyError as error:
        name = error.args[0]
        errors.append(
            raw.source.error(raw.path, f"{raw.data['id']}: ${name} has no value; add it under `parameters`.")
        )
    except ValidationError as error:
        errors += explain_validation(error, raw.source, raw.path, Rule)
    return None
