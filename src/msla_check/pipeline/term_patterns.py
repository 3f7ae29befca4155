"""Reads terms by the patterns of rules/vocabulary/terms: anchors first, then what relates a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from msla_check.errors import RuleError
from msla_check.rules_folder import read_vocabulary, rules_folder

from .durations import DURATION, Duration, find_durations
from .money import MONEY, PERCENT, find_money, find_percentages

_SLOT = re.compile(r"\{(duration|money|percent|gap)\}")
_GROUPS = re.compile(r"\?P<\w+>")
_SLOTS = {
    "duration": f"(?P<value>{_GROUPS.sub('?:', DURATION)})",
    "money": f"(?P<value>{_GROUPS.sub('?:', MONEY.pattern)})",
    "percent": f"(?P<value>{_GROUPS.sub('?:', PERCENT.pattern)})",
    "gap": r"[^.;]{0,120}?",
}


@dataclass(frozen=True, slots=True)
class TermPattern:
    """How one term is recognised in a sentence."""

    key: str
    kind: str
    """duration, money, percent; words: the words that state it; or the value itself ("yes", "mutual")."""
    anchors: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    on: frozenset[str]
    denied: bool
    party: str = ""
    """Whose duty it must be for the term to be stated; empty: anybody's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A term read in a sentence, places counted in the sentence."""

    key: str
    value: str
    normalized: dict[str, Any]
    start: int
    end: int
    of: str = ""
    """The party that must be the one spoken of."""


_DENIAL = re.compile(
    r"\b(?:no|not|never|neither|nor|without|nothing|waives)\b(?!\s+(?:less|later|more|only|limited|exceed|to exceed|unreasonably|otherwise|earlier|event|longer|fewer|cause|prejudice))(?:\W+\w+){0,5}\W*$",
    re.I,
)


@cache
def load_patterns() -> tuple[TermPattern, ...]:
    """Returns all term patterns, in the order of their files.

    Raises:
        RuleError: a file is not well formed.
    """
    found: list[TermPattern] = []
    for file in sorted((rules_folder() / "vocabulary" / "terms").glob("*.yaml")):
        for key, data in (read_vocabulary(file) or {}).items():
            found += [_pattern(key, item, file) for item in data.get("read", [data])]
    return tuple(found)


@cache
def _anchors() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Returns each anchor with the numbers of the patterns that it lets run: each is looked for once."""
    numbers: dict[str, list[int]] = {}
    for number, pattern in enumerate(load_patterns()):
        for anchor in pattern.anchors:
            numbers.setdefault(anchor, []).append(number)
    return tuple((anchor, tuple(found)) for anchor, found in numbers.items())


def _pattern(key: str, data: dict[str, Any], file: Path) -> TermPattern:
    try:
        patterns = tuple(
            re.compile(_SLOT.sub(lambda m: _SLOTS[m[1]], pattern), re.I) for pattern in data["patterns"]
        )
        unless = re.compile("|".join(data["unless"]), re.I) if data.get("unless") else None
        return TermPattern(
            key=key,
            kind=str(data.get("value", "yes")),
            anchors=tuple(str(a).lower() for a in data["anchors"]),
            patterns=patterns,
            unless=unless,
            on=frozenset(data.get("on", ())),
            denied=bool(data.get("denied", False)),
            party=str(data.get("party", "")),
        )
    except (KeyError, re.error) as error:
        raise RuleError(f"{file}: {key}: not well formed ({error}).") from error


_NEEDS = {
    "percent": ("%", "percent", "per cent"),
    "money": ("$", "£", "€", "usd", "gbp", "eur", "cad", "chf", "dollars", "pounds"),
    "duration": ("day", "month", "year", "hour", "week", "minute", "quarter", "annum"),
}
"""What a sentence must hold for a value of the kind to stand in it: quicker to see than the patterns."""


def read_sentence(sentence: str, labels: set[str]) -> Iterator[Reading]:
    """Yields the terms that a sentence states; `labels` are the elements of its clause."""
    lowered = sentence.lower()
    anchored = sorted({number for anchor, numbers in _anchors() if anchor in lowered for number in numbers})
    patterns = load_patterns()
    for pattern in (patterns[number] for number in anchored):
        if pattern.on and labels and not pattern.on & labels:
            continue
        if pattern.kind in _NEEDS and not any(sign in lowered for sign in _NEEDS[pattern.kind]):
            continue
        if pattern.unless is not None and pattern.unless.search(sentence):
            continue
        for compiled in pattern.patterns:
            match = compiled.search(sentence)
            if match is None:
                continue
            if not pattern.denied and _DENIAL.search(sentence[max(0, match.start() - 70) : match.start()]):
                continue
            reading = _read(pattern, match)
            if reading is not None:
                yield reading
            break


def _words(match: re.Match[str]) -> str:
    """Returns the words that state the fact: the match, with what is needed around it to be understood."""
    sentence, (start, end) = match.string, match.span()
    if end - start < 40:
        start = sentence.rfind(" ", 0, max(0, start - 50)) + 1
    stop = re.search(r"[.;]\s|[.;]$", sentence[end : end + 90])
    cut = end + stop.start() if stop else min(len(sentence), end + 70)
    if not stop and cut < len(sentence):
        cut = max(end, sentence.rfind(" ", 0, cut))
    return " ".join(sentence[start:cut].split())[:200]


def is_denied(sentence: str, key: str) -> bool:
    """Returns whether a sentence speaks of a term only to deny it ("Neither party may terminate ...")."""
    for pattern in load_patterns():
        if pattern.key == key and not pattern.denied:
            for compiled in pattern.patterns:
                match = compiled.search(sentence)
                if match and _DENIAL.search(sentence[max(0, match.start() - 70) : match.start()]):
                    return True
    return False


def _read(pattern: TermPattern, match: re.Match[str]) -> Reading | None:
    if pattern.kind == "words":
        return Reading(pattern.key, _words(match), {}, *match.span(), of=pattern.party)
    if pattern.kind not in ("duration", "money", "percent"):
        return Reading(pattern.key, pattern.kind, {}, *match.span())
    text = match["value"]
    if pattern.kind == "duration":
        duration: Duration | None = next(find_durations(text), None)
        if duration is None:
            return None
        return Reading(pattern.key, duration.value, duration.normalized(), *match.span())
    if pattern.kind == "money":
        start = match.start("value")
        money = next(find_money(match.string[max(0, start - 60) :][: len(text) + 130]), None)
        money = next((m for m in find_money(match.string) if m.start == start), money)
        return None if money is None else Reading(pattern.key, money.value, money.normalized(), *match.span())
    percentage = next(find_percentages(text), None)
    if percentage is None:
        return None
    normalized = {"conflict": True} if percentage.conflict else {}
    after = re.match(
        r"\W{0,3}(?:per|a|each)\s+(month|annum|year|day)", match.string[match.end("value") :], re.I
    )
    value = percentage.value
    if after:
        value += f" per {after[1].lower().replace('annum', 'year')}"
    return Reading(pattern.key, value, {**normalized, "amount": percentage.amount}, *match.span())
