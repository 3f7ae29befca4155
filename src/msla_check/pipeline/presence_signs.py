"""Signs of rules/vocabulary/presence: broad patterns that vote for a term, trusted as training allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from msla_check.errors import RuleError
from msla_check.rules_folder import read_vocabulary, rules_folder

from .anchors import AnchorIndex
from .required_words import Required, may_match, required_words


@dataclass(frozen=True, slots=True)
class Sign:
    """One way of saying what a term states."""

    key: str
    anchors: tuple[str, ...]
    patterns: tuple[tuple[Required, re.Pattern[str]], ...]
    """Patterns in lower case, each with the words without which it cannot match."""
    unless: re.Pattern[str] | None

    def stands_in(self, lowered: str) -> bool:
        """Returns whether a sentence, in lower case and with an anchor in it, bears this sign."""
        for required, pattern in self.patterns:
            if may_match(required, lowered) and pattern.search(lowered):
                return self.unless is None or not self.unless.search(lowered)
        return False


@cache
def load_signs() -> tuple[Sign, ...]:
    """Returns all signs, in the order of their files.

    Raises:
        RuleError: a file is not well formed.
    """
    found: list[Sign] = []
    for file in sorted((rules_folder() / "vocabulary" / "presence").glob("*.yaml")):
        for key, items in (read_vocabulary(file) or {}).items():
            found += [_sign(key, item, file) for item in items]
    return tuple(found)


@cache
def _anchors() -> AnchorIndex:
    """Returns the anchors of all signs, each by the sign's number."""
    return AnchorIndex([sign.anchors for sign in load_signs()])


def _sign(key: str, item: dict[str, Any], file: Path) -> Sign:
    try:
        return Sign(
            key=key,
            anchors=tuple(str(anchor) for anchor in item["anchors"]),
            patterns=tuple((required_words(pattern), re.compile(pattern)) for pattern in item["any"]),
            unless=re.compile("|".join(item["none"])) if item.get("none") else None,
        )
    except (KeyError, TypeError, re.error) as error:
        raise RuleError(f"{file}: {key}: not well formed ({error}).") from error


LONGEST = 4000
"""A sentence is read this far: the rest of a longer one is a schedule or a table run together."""


def read_signs(sentence: str) -> tuple[str, ...]:
    """Returns the keys of the terms that a sentence bears a sign of."""
    lowered = " ".join(sentence[:LONGEST].lower().split())
    signs = load_signs()
    anchored = (signs[number] for number in _anchors().find(lowered))
    return tuple(dict.fromkeys(sign.key for sign in anchored if sign.stands_in(lowered)))
