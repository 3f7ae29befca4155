"""The outline of a new rule, for its author to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from msla_check.errors import RuleError

from .written import HEAD, read_playbook

_ID = re.compile(r"[A-Z]{2,5}-\d{2,3}")
_HEAD = """id: {name}
title: Our positions
version: "1"
extends: msla
"""
_RULE = """# Fill in every part in angle brackets; docs/write-a-rule.md explains each.
rules:
  - id: {id}
    title: <The good position, as a statement>
    element: general  # or scope_of_services, service_levels, fees_and_payment, term_and_termination, responsibilities, confidentiality, protections
    protects: customer  # or provider, both
    severity: medium  # or high, low
    kind: missing  # or weak, threshold, vague, one-sided, conflict, structure
    wants:  # its absence is the finding; write `warns:` where its presence is
      says:
        - "<words that say it>"
    message: <What is wrong, in one sentence>
    why: <What happens to you because of it>
    ask_for:
      preferred: <The words that you would like to read>
      fallback: <What you would accept>
      walk_away: <What you would not sign>
    references:
      - <A law, a standard, or your own policy>
    examples:
      fires:
        - "1. <A clause without it>"
        - "1. <A clause that denies it>"
        - "1. <A clause that comes close, and is not enough>"
      silent:
        - "1. <A clause that says it>"
        - "1. <A clause that says it in other words>"
        - "1. <A clause that nearly looks wrong>"
"""


def new_rule(id_: str, folder: Path) -> Path:
    """Writes the outline of a rule into a playbook's folder, with a playbook where there is none; returns its file.

    Raises:
        RuleError: the id is not well formed or taken, or the folder cannot be written.
    """
    if not _ID.fullmatch(id_):
        raise RuleError(
            f'"{id_}" is no id of a rule; write two to five capitals, a dash and a number: HSE-02.'
        )
    file = folder / f"{id_.lower()}.yaml"
    taken = read_playbook(str(folder)).rules.get(id_) if (folder / HEAD).exists() else None
    if taken or file.exists():
        raise RuleError(f"the id {id_} is taken by {taken.place if taken else file}; give the rule another.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / HEAD).exists():
            (folder / HEAD).write_text(_HEAD.format(name=folder.name), encoding="utf-8")
        file.write_text(_RULE.format(id=id_), encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{folder}: could not be written ({error.strerror}).") from error
    return file
