"""Writes a playbook into a folder of YAML: all of it, or only what it changes in the one that it extends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msla_check.errors import RuleError

from .schema import ElementPolicy, Rule
from .written import HEAD, RawPlaybook, RawRule, read_playbook
from .yaml_text import as_yaml

RULES = "rules.yaml"


def save_playbook(raw: RawPlaybook, folder: Path, *, whole: bool = False) -> list[str]:
    """Writes a playbook into a new folder; returns what it changes in the playbook that it extends.

    What is unchanged is left out, so that an update of the extended playbook arrives; `whole` writes
    every rule and extends nothing.

    Raises:
        RuleError: the folder holds a playbook already, or cannot be written.
    """
    if (folder / HEAD).exists():
        raise RuleError(f"{folder / HEAD}: there is a playbook already; name a new folder.")
    base = None if whole or not raw.head.extends else read_playbook(raw.head.extends)
    changes = dict(_changes(raw, base)) if base else {}
    own = [rule.data for id_, rule in sorted(raw.rules.items()) if base is None or id_ not in base.rules]
    head: dict[str, Any] = {"id": raw.head.id, "title": raw.head.title, "version": raw.head.version}
    if base is not None:
        head["extends"] = raw.head.extends
    if changes:
        head["set"] = changes
    known = base.policies if base else {}
    policies = {name: _dump(policy) for name, policy in raw.policies.items() if known.get(name) != policy}
    if policies:
        head["elements"] = policies
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / HEAD).write_text(as_yaml(head), encoding="utf-8")
        if own:
            (folder / RULES).write_text(as_yaml({"rules": own}), encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{folder}: could not be written ({error.strerror}).") from error
    return [f"{name}: {_short(value)}" for name, value in changes.items()]


def _changes(raw: RawPlaybook, base: RawPlaybook) -> Iterator[tuple[str, Any]]:
    for id_, before in sorted(base.rules.items()):
        if id_ in raw.rules:
            yield from _differences(id_, before, raw.rules[id_])
        elif before.data.get("enabled", True):
            yield f"{id_}.enabled", False


def _differences(id_: str, before: RawRule, after: RawRule) -> Iterator[tuple[str, Any]]:
    for key, model_field in Rule.model_fields.items():
        old, new = before.data.get(key), after.data.get(key)
        if key == "parameters":
            old = {name: str(value) for name, value in (old or {}).items()}
            new = new or {}
            if old.keys() == new.keys():
                yield from ((f"{id_}.{name}", new[name]) for name in old if old[name] != new[name])
                continue
        if key in ("references", "known_gaps", "hidden_by"):
            old = [" ".join(str(item).split()) for item in old or ()]
            new = new or []
        if old != new:
            yield f"{id_}.{key}", model_field.get_default() if new is None else new


def _dump(policy: ElementPolicy) -> dict[str, Any]:
    return policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _short(value: Any) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 80 else words[:80] + "…"
