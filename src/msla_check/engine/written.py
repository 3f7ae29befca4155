"""Playbooks as they are written: which files, what extends what, what is set, before anything is compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from msla_check.errors import RuleError
from msla_check.rules_folder import rules_folder

from .loader import Source, explain_validation, fill_parameters, read_yaml
from .schema import ElementPolicy, PlaybookFile, Rule

HEAD = "playbook.yaml"
CONDITIONS = ("applies_when", "wants", "warns", "unless", "levels")


@dataclass(frozen=True, slots=True)
class RawRule:
    """A rule as written, before parameters are filled in, with its place."""

    data: dict[str, Any]
    source: Source
    path: tuple[str | int, ...]
    adjusted: bool = False
    """Changed by a playbook's `set`: its examples prove the rule as it was written."""
    inherited: bool = False
    """Taken over from a playbook that is extended."""

    @property
    def place(self) -> str:
        """The file and line where the rule stands."""
        return self.source.place(self.path)

    def validated(self, errors: list[str]) -> Rule | None:
        """Returns the rule with its parameters filled in; what is wrong is added to `errors`."""
        try:
            parameters = {k: str(v) for k, v in (self.data.get("parameters") or {}).items()}
            filled = {
                key: fill_parameters(self.data[key], parameters) for key in CONDITIONS if key in self.data
            }
            return Rule.model_validate({**self.data, **filled, "parameters": parameters})
        except KeyError as error:
            text = f"{self.data['id']}: ${error.args[0]} has no value; add it under `parameters`."
            errors.append(self.source.error(self.path, text))
        except ValidationError as error:
            errors += explain_validation(error, self.source, self.path, Rule)
        return None


@dataclass(frozen=True, slots=True)
class RawPlaybook:
    """A playbook's head, its rules and its element policies, with those of what it extends."""

    head: PlaybookFile
    rules: dict[str, RawRule]
    policies: dict[str, ElementPolicy]

    def setting(self, values: dict[str, Any]) -> RawPlaybook:
        """Returns this playbook with values set as its `set` would ("TERM-04.max": "45 days").

        Raises:
            RuleError: a name is no rule and key.
        """
        rules = dict(self.rules)
        for name, value in values.items():
            _override(rules, name, value, lambda message: message)
        return replace(self, rules=rules)


def read_playbook(name: str) -> RawPlaybook:
    """Returns the playbook of that name or folder as written; of several with commas between, all together.

    Raises:
        RuleError: there is none, or a file is not well formed.
    """
    names = [name] if (Path(name) / HEAD).is_file() else [part.strip() for part in name.split(",")]
    parts = [_collect(_folder(part), ()) for part in names]
    whole = parts[0]
    for part in parts[1:]:
        head = whole.head.model_copy(
            update={
                "id": f"{whole.head.id}+{part.head.id}",
                "title": f"{whole.head.title}; {part.head.title}",
                "version": f"{whole.head.version}+{part.head.version}",
            }
        )
        # What a playbook changed counts, whether it stands before or after the one that it changed.
        kept = {id_: rule for id_, rule in whole.rules.items() if rule.adjusted}
        whole = RawPlaybook(head, {**whole.rules, **part.rules, **kept}, {**part.policies, **whole.policies})
    return whole


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


def _collect(folder: Path, seen: tuple[Path, ...]) -> RawPlaybook:
    if folder in seen:
        raise RuleError(f"{folder / HEAD}: the playbook extends itself; remove the circle.")
    source = read_yaml(folder / HEAD)
    try:
        head = PlaybookFile.model_validate(source.data)
    except ValidationError as error:
        raise RuleError("\n".join(explain_validation(error, source, (), PlaybookFile))) from error
    base = _collect(_folder(head.extends), (*seen, folder)) if head.extends else None
    rules = _chosen(base.rules, head.only, source) if base else {}
    own: dict[str, RawRule] = {}
    for file in sorted(folder.glob("**/*.yaml")):
        if file.name != HEAD:
            _read_rules(read_yaml(file), own)
    rules = {**rules, **own}
    for name, value in head.set.items():
        _override(rules, name, value, partial(source.error, ("set", name)))
    return RawPlaybook(head, rules, {**(base.policies if base else {}), **head.elements})


def _chosen(rules: dict[str, RawRule], only: list[str], source: Source) -> dict[str, RawRule]:
    """Returns those of a playbook's rules that are taken over."""
    for index, id_ in enumerate(only):
        if id_ not in rules:
            message = f'"{id_}" is no rule of the playbook that is extended; see: msla-check rules list'
            raise RuleError(source.error(("only", index), message))
    return {id_: replace(rules[id_], inherited=True) for id_ in only or rules}


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
            message = f"the id {id_} is taken by {rules[id_].place}; give it another."
            raise RuleError(source.error(path, message))
        rules[id_] = RawRule(item, source, path)


def _override(raw: dict[str, RawRule], name: str, value: Any, wrong: Callable[[str], str]) -> None:
    """Sets a value of a rule; `wrong` puts the place where it was asked for before what is wrong with it."""
    id_, _, key = name.partition(".")
    if id_ not in raw or not key:
        message = f'"{name}" names no rule and key; write for instance `TERM-04.max: 45 days`.'
        raise RuleError(wrong(message))
    rule = raw[id_]
    parameters = rule.data.get("parameters", {})
    if key in parameters:
        data = {**rule.data, "parameters": {**parameters, key: str(value)}}
    elif key in Rule.model_fields:
        data = {**rule.data, key: value}
    else:
        known = ", ".join([*parameters, "severity", "enabled", "message", "ask_for"])
        raise RuleError(wrong(f'{id_} has no "{key}"; it has: {known}.'))
    raw[id_] = replace(rule, data=data, adjusted=True)
