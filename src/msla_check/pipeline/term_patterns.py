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

from .anchors import AnchorIndex
from .durations import DURATION, Duration, find_durations
from .money import MONEY, PERCENT, find_money, find_percentages

_SLOT = re.compile(r"\{(duration|money|percent|gap)\}")
_GROUPS = re.compile(r"\?P<\w+>")
_CAPITAL = re.compile(r"\\.|\(\?P<\w+>|([A-Z])")
"""A capital letter of a pattern ([1]), or what is none: an escape, the name of a group."""
_SLOTS = {
    "duration": f"(?P<value>{_GROUPS.sub('?:', DURATION)})",
    "money": f"(?P<value>{_GROUPS.sub('?:', MONEY.pattern)})",
    "percent": f"(?P<value>{_GROUPS.sub('?:', PERCENT.pattern)})",
    "gap": r"[^.;]{0,120}?",
}


@dataclass(frozen=True, slots=True)
class LetterPattern:
    """A pattern that heeds no case: looked for in lower case first, which is more than twice as fast."""

    lowered: re.Pattern[str]
    exact: re.Pattern[str]

    @classmethod
    def of(cls, pattern: str) -> LetterPattern:
        """Returns the pattern written, with its slots filled."""
        written = _SLOT.sub(lambda m: _SLOTS[m[1]], pattern)
        lowered = _CAPITAL.sub(lambda m: m[1].lower() if m[1] else m[0], written)
        return cls(re.compile(lowered), re.compile(written, re.I))

    def search(self, sentence: str, lowered: str) -> re.Match[str] | None:
        """Returns the first match in a sentence, given also in lower case."""
        return self.exact.search(sentence) if self.lowered.search(lowered) else None


@dataclass(frozen=True, slots=True)
class TermPattern:
    """How one term is recognised in a sentence."""

    key: str
    kind: str
    """duration, money, percent; words: the words that state it; or the value itself ("yes", "mutual")."""
    anchors: tuple[str, ...]
    patterns: tuple[LetterPattern, ...]
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
def _anchors() -> AnchorIndex:
    """Returns the anchors of all patterns, each by the pattern's number."""
    return AnchorIndex([pattern.anchors for pattern in load_patterns()])


def _pattern(key: str, data: dict[str, Any], file: Path) -> TermPattern:
    try:
        patterns = tuple(LetterPattern.of(pattern) for pattern in data["patterns"])
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
    patterns = load_patterns()
    for pattern in (patterns[number] for number in _anchors().find(lowered)):
        if pattern.on and labels and not pattern.on & labels:
            continue
        if pattern.kind in _NEEDS and not any(sign in lowered for sign in _NEEDS[pattern.kind]):
            continue
        reading = _first_reading(pattern, sentence, lowered)
        if reading is not None and (pattern.unless is None or not pattern.unless.search(sentence)):
            yield reading


def _first_reading(pattern: TermPattern, sentence: str, lowered: str) -> Reading | None:
    """Returns what the first of the patterns reads that holds in a sentence and is not denied there."""
    for written in pattern.patterns:
        match = written.search(sentence, lowered)
        if match is None or (not pattern.denied and _is_denied_before(match)):
            continue
        return _read(pattern, match)
    return None


def _is_denied_before(match: re.Match[str]) -> bool:
    return _DENIAL.search(match.string[max(0, match.start() - 70) : match.start()]) is not None


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
    lowered = sentence.lower()
    matches = (
        written.search(sentence, lowered)
        for pattern in load_patterns()
        if pattern.key == key and not pattern.denied
        for written in pattern.patterns
    )
    return any(match is not None and _is_denied_before(match) for match in matches)


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
