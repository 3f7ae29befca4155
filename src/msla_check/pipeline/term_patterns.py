"""Reads terms by the patterns of rules/vocabulary/terms: anchors first, then what relates a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from msla_check.errors import RuleError
from msla_check.rules_folder import read_vocabulary, rules_folder

from .anchors import AnchorIndex
from .lists import Item
from .required_words import Required, may_match, required_words
from .term_values import SLOTS, read_value

_SLOT = re.compile(r"\{(duration|money|percent|date|unread|gap)\}")
_CAPITAL = re.compile(r"\\.|\(\?P<\w+>|([A-Z])")
"""A capital letter of a pattern ([1]), or what is none: an escape, the name of a group."""


@dataclass(frozen=True, slots=True)
class LetterPattern:
    """A pattern that heeds no case: looked for in lower case first, which is more than twice as fast."""

    lowered: re.Pattern[str]
    exact: re.Pattern[str]
    required: Required
    """Words without which it cannot match; see `required_words`."""

    @classmethod
    def of(cls, pattern: str) -> LetterPattern:
        """Returns the pattern written, with its slots filled."""
        written = _SLOT.sub(lambda m: SLOTS[m[1]], pattern)
        lowered = _CAPITAL.sub(lambda m: m[1].lower() if m[1] else m[0], written)
        return cls(re.compile(lowered), re.compile(written, re.I), required_words(lowered))

    def search(self, sentence: str, lowered: str) -> re.Match[str] | None:
        """Returns the first match in a sentence, given also in lower case."""
        if not may_match(self.required, lowered) or not self.lowered.search(lowered):
            return None
        return self.exact.search(sentence)


@dataclass(frozen=True, slots=True)
class TermPattern:
    """How one term is recognised in a sentence."""

    key: str
    kind: str
    """duration, money, sum, percent, date, hours, unread (struck out or blank); words: the words that state it; or the value itself ("yes")."""
    anchors: tuple[str, ...]
    patterns: tuple[LetterPattern, ...]
    unless: re.Pattern[str] | None
    """What must not stand in the sentence."""
    not_in: re.Pattern[str] | None
    """What must not stand in the words matched."""
    about: re.Pattern[str] | None
    """What the sentence, or a heading above it, must speak of."""
    heading: re.Pattern[str] | None
    """What a heading above the sentence must speak of."""
    on: frozenset[str]
    denied: bool
    otherwise: bool
    """Whether it is read only where nothing else of its key is read in the sentence."""
    says: str = "{value}"
    """How the value is told ("on {value} notice")."""
    least: float | None = None
    """The least amount that is meant."""
    party: str = ""
    """Whose duty it must be for the term to be stated; empty: anybody's."""

    def speaks_of_it(self, sentence: str, heading: str) -> bool:
        """Returns whether a sentence, or a heading above it, speaks of what the term is about."""
        if self.unless is not None and self.unless.search(sentence):
            return False
        return self.about is None or bool(self.about.search(sentence) or self.about.search(heading))

    def is_meant(self, lowered: str, heading: str, labels: set[str]) -> bool:
        """Returns whether a sentence in lower case is one in which the term may be stated."""
        if self.on and labels and not self.on & labels:
            return False
        if self.heading is not None and not self.heading.search(heading):
            return False
        return self.kind not in _NEEDS or any(sign in lowered for sign in _NEEDS[self.kind])


@dataclass(frozen=True, slots=True)
class Reading:
    """A term read in a sentence, places counted in the sentence."""

    key: str
    value: str
    normalized: dict[str, Any]
    start: int
    end: int
    at: int = 0
    """Where the value begins; the end of the match where the fact alone counts."""
    of: str = ""
    """The party that must be the one spoken of."""
    lead: str = ""
    """The words that lead to the list of which the sentence is an item; places are counted from theirs."""

    def whole(self, sentence: str) -> str:
        """Returns the sentence with what leads to it."""
        return f"{self.lead} {sentence}" if self.lead else sentence


_BUT = r"(?!\s+(?:less|later|more|only|limited|exceed|to exceed|unreasonably|otherwise|earlier|event|longer|fewer|cause|prejudice|do so))"
_WITHIN = r"(?:,[^,]{0,50},)?(?:[^\w,]+\w+){0,5}\W*$"
_DENIAL = re.compile(
    rf"\b(?:never|neither|nor)\b{_BUT}(?:\W+\w+){{0,5}}\W*$"
    rf"|\b(?:no|without|nothing|waives|cannot)\b{_BUT}{_WITHIN}"
    rf"|\b(?:shall|will|may|must|can|could|should|would|does|do|did|is|are|was|were|be|been|has|have|agrees?)\s+not\b{_BUT}{_WITHIN}"
    rf"|\bnot\s+to\b{_BUT}{_WITHIN}|\bnot\W*$",
    re.I,
)
"""A denial shortly before: "sums not paid bear interest" and "if a level is not met, Provider credits" are none."""
_DENYING_LEAD = re.compile(
    r"\b(?:neither|no)\b[^:;.]{0,60}\b(?:shall|will|may|must|is|are)\s*:|\b(?:shall|will|may|must|does|do|is|are)\s+not\s*:",
    re.I,
)
"""What denies all items of a list ("Neither party shall: (a) ...; (b) ...")."""


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
        return TermPattern(
            key=key,
            kind=str(data.get("value", "yes")),
            anchors=tuple(str(a).lower() for a in data["anchors"]),
            patterns=patterns,
            unless=_any_of(data.get("unless")),
            not_in=_any_of(data.get("not_in")),
            about=_any_of(data.get("about")),
            heading=_any_of(data.get("heading")),
            on=frozenset(data.get("on", ())),
            denied=bool(data.get("denied", False)),
            otherwise=bool(data.get("otherwise", False)),
            says=str(data.get("says", "{value}")),
            least=data.get("least"),
            party=str(data.get("party", "")),
        )
    except (KeyError, re.error) as error:
        raise RuleError(f"{file}: {key}: not well formed ({error}).") from error


_DOTS_IN_NAMES = re.compile(
    r"\.(?:(?<=[A-Za-z]\.)(?=[A-Za-z]{2})|(?:(?<=\bInc\.)|(?<=\bCorp\.)|(?<=\bLtd\.)|(?<=\bCo\.))(?=,?\s+[a-z(]))"
)
"""Full stops that end no sentence: a pattern may reach over "Women.com" and "Fabrikam Inc."."""
_NO_STOP = "\u2024"


def _any_of(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.I) if patterns else None


_MONEY = ("$", "£", "€", "usd", "gbp", "eur", "cad", "chf", "dollars", "pounds")
_NEEDS = {
    "percent": ("%", "percent", "per cent"),
    "money": _MONEY,
    "date": ("19", "20", "/"),
    "sum": _MONEY,
    "duration": ("day", "month", "year", "hour", "week", "minute", "quarter", "annum"),
}
"""What a sentence must hold for a value of the kind to stand in it: quicker to see than the patterns."""


def read_sentence(sentence: str, labels: set[str], heading: str = "") -> Iterator[Reading]:
    """Yields the terms that a sentence states; `labels` are the elements of its clause, `heading` the
    headings above it."""
    sentence = _DOTS_IN_NAMES.sub(_NO_STOP, sentence)
    lowered = sentence.lower()
    patterns = load_patterns()
    read: set[str] = set()
    for pattern in (patterns[number] for number in _anchors().find(lowered)):
        if (pattern.otherwise and pattern.key in read) or not pattern.is_meant(lowered, heading, labels):
            continue
        reading = _first_reading(pattern, sentence, lowered)
        if reading is not None and pattern.speaks_of_it(sentence, heading):
            read.add(pattern.key)
            yield reading


def read_item(item: Item, labels: set[str], heading: str = "") -> Iterator[Reading]:
    """Yields the terms that an item of a list states, read together with what leads to it ("Customer
    shall:" and "provide access"); what the lead says alone is not said again by each of its items."""
    before = len(item.lead) + 1
    for reading in read_sentence(f"{item.lead} {item.body}", labels, heading):
        if reading.at >= before and (reading.normalized or reading.key not in item.told):
            start = reading.start + (item.mark if reading.start >= before else 0)
            yield replace(reading, lead=item.lead, start=start, end=reading.end + item.mark)


def _first_reading(pattern: TermPattern, sentence: str, lowered: str) -> Reading | None:
    """Returns what the first of the patterns reads that holds in a sentence and is not denied there."""
    for written in pattern.patterns:
        match = written.search(sentence, lowered)
        if match is None or (not pattern.denied and _is_denied_before(match)):
            continue
        if pattern.not_in is not None and pattern.not_in.search(match[0]):
            continue
        reading = _read(pattern, match)
        if reading is not None:
            return reading
    return None


def _is_denied_before(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return bool(_DENIAL.search(before[-70:]) or _DENYING_LEAD.search(before))


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
    found = read_value(pattern.kind, match)
    if found is None:
        return None
    value, normalized = found
    amount = normalized.get("amount")
    if pattern.least is not None and isinstance(amount, int | float) and amount < pattern.least:
        return None
    at = match.start("value") if "value" in match.re.groupindex else match.end()
    value = pattern.says.format(value=value).replace(_NO_STOP, ".")
    return Reading(pattern.key, value, normalized, *match.span(), at=at, of=pattern.party)
