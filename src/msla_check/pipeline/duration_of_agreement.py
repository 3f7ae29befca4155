"""When the agreement begins, ends and renews; its expiry worked out from start and length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from .dates import add_duration, find_dates
from .durations import Duration, find_anniversaries, find_durations


@dataclass(frozen=True, slots=True)
class Fact:
    """A term found, places counted in the whole text."""

    key: str
    value: str
    start: int
    end: int
    normalized: dict[str, Any]
    confidence: float = 0.9


_LENGTH = re.compile(
    r"\b(?:term|agreement|contract|period|duration|license|engagement)\b[^.]{0,260}?\b(?:continu\w*|remain\w*|be|is|extend\w*|run|last|for|end\w*|expir\w*|terminat\w*|until|through|effect\w*|commenc\w*)\b",
    re.I,
)
# A number may stand close before a word ("9.1This Agreement").
_TERM_SENTENCE = re.compile(
    r"(?<![A-Za-z])(?:term of this|this agreement|the agreement|initial term|term hereof|the term|original term|contract term|initial period|service term|this contract|the contract|subscription term|license term)\b",
    re.I,
)
_ENDS = re.compile(
    r"(?:\b(?:until|through|thru|expir\w*(?:\s+(?:on|at|as\s+of))?|ending(?:\s+on)?|ends?\s+(?:on|at|as\s+of)|conclud\w*(?:\s+on)?|terminat\w*\s+(?:on|at|as\s+of))\b\s*(?:[\w()]+[,:]?\s+){0,7}?"
    r"|\b(?:to|terminat\w*)\s+(?:midnight\s+(?:on|of)\s+)?(?:the\s+)?|\bto\b\s*(?:\w+\s+){0,6}?"
    r"|(?:expiration|expiry|termination|end)\s+date\W{0,3}\s*(?:[:–-]|\bis\b|\b(?:shall|will)\s+(?:be|mean)\b|\bmeans\b)\s*(?:\w+\s+){0,3}?)$",
    re.I,
)
_BEGINS = re.compile(r"\b(?:commenc\w*|begin\w*|start\w*|effective|from|as of|dated?)\b[^.;]{0,60}?$", re.I)
_FOR = re.compile(
    r"\b(?:for|be|is|of|on|continu\w*|period|term|remain\w*|effect|last|until|date|extend\w*|through|be for|equal to)\b[^.;]{0,60}?$",
    re.I,
)
_PERPETUAL = re.compile(
    r"\b(?:perpetual\w*|in perpetuity|for perpetuity|indefinite\w*|until\s+(?:it\s+is\s+|its\s+)?(?:sooner\s+|earlier\s+)?(?:terminat(?:ed|ion)|cancel+ed)|unless\s+(?:and\s+until\s+)?(?:sooner\s+|earlier\s+)?terminated"
    r"|(?:end|expire)s?\s+(?:when|upon\s+being|if)\s+terminated|until\s+either\s+party\s+(?:gives|terminates|informs|notifies|elects|cancels|delivers)|unless\s+and\s+until\s+(?:either|a)\s+party|end\s+on\s+the\s+\w+\s+day\s+following[^.]{0,40}notice|month[- ]to[- ]month)\b",
    re.I,
)
# No day and no length, but an event: "for so long as ...", "until the last claim expires".
_EVENT = re.compile(
    r"\b(?:continu\w*|remain\w*|extend|effect)\b[^.;]{0,80}?\b(?:(?:for\s+)?so\s+long\s+as|for\s+as\s+long\s+as|until\s+(?:the\s+)?(?:\w+\s+){0,5}?(?:expir\w+|terminat\w+|completion|cessation|occur\w*|event))\b",
    re.I,
)
_NAMES_TERM = re.compile(
    r"[\"“](?:(?:initial|contract|service|agreement)\s+)?(?:term|contract\s+period|cooperation\s+term|termination\s+date|expiration\s+date)[\"”]\s*\)?\s*(?:\)|shall\s+mean|means)"
    r"|\(\s*(?:the|this|herein|hereinafter|referred\s+to\s+as|collectively,?)?\s*(?:the\s+)?[\"“](?:initial\s+)?term[\"”]",
    re.I,
)
_LABELS_TERM = re.compile(
    r"\W*(?:(?:expiration|expiry|termination|contract\s+end)\s+date\s*:|(?:contract\s+|initial\s+)?term(?:\s+of\s+(?:this\s+)?(?:agreement|contract|execution))?\s*[:–-]?\s+from\b)",
    re.I,
)
_NOT_TERM = re.compile(
    r"\b(?:cure|notice|renew\w*|warrant\w*|confiden\w*|surviv\w*|invoice|after (?:the )?(?:expiration|termination)|non-?compet\w*|audit|records?|extension|extended|terminate this agreement (?:upon|on|if|at)|option)\b",
    re.I,
)
_DENIED_RENEWAL = re.compile(
    r"\b(?:not|no|never)\b(?:\W+\w+){0,3}\W+(?:automatically\s+)?(?:renew|extend)|\bno (?:automatic )?renewal",
    re.I,
)
_STRONG = re.compile(
    r"(?<![A-Za-z])(?:term of (?:this|the) (?:\w+\s+)?(?:agreement|contract|addendum|amendment|license)|initial term|term hereof|original term|(?:this|the) (?:\w+\s+){0,2}(?:agreement|contract|addendum|amendment)[^.;]{0,90}?\b(?:shall|will|is|be)\s+(?:\w+\s+){0,3}?(?:commence|effective|continue|remain|begin|expire|valid|(?:come|enter) into|take effect|in (?:full )?(?:force|effect)))",
    re.I,
)
ASIDE = re.compile(
    r"\b(?:confiden\w*|surviv\w*|warrant\w*|invoice|insurance|non-?compet\w*|solicit\w*|cure|breach|default|records?|escrow|royalt\w+|means\b(?! the (?:initial )?(?:term|period)))",
    re.I,
)


def _names_term(sentence: str) -> bool:
    """Returns whether a sentence says what the term is: by its defined name, or by a label before it."""
    quoted = '"' in sentence or "“" in sentence
    return (quoted and _NAMES_TERM.search(sentence) is not None) or _LABELS_TERM.match(sentence) is not None


def _sureness(sentence: str, heading: str, value: str) -> float:
    """Returns how surely a sentence speaks of the agreement's own length, 0.3 to 0.95."""
    sure = 0.45
    named = _names_term(sentence)
    sure += 0.25 if named or _STRONG.search(sentence) else 0.0
    sure += 0.12 if re.search(r"\bterm\b(?! sheet)|duration|period", heading, re.I) else 0.0
    sure += 0.08 if re.search(r"\b(?:commenc|begin|effective|initial|renew)", sentence, re.I) else 0.0
    sure -= 0.22 if not named and ASIDE.search(sentence) else 0.0
    sure -= 0.08 if value == "perpetual" else 0.16 if value.startswith("indefinite") else 0.0
    return round(min(max(sure, 0.3), 0.95), 2)


@dataclass(frozen=True, slots=True)
class Starts:
    """The days from which a term may run: the effective date, and the date the agreement was made."""

    effective: date | None = None
    made: date | None = None
    day_first: bool = False
    """Whether dates in figures alone name the day first."""

    def of(self, sentence: str) -> date | None:
        """Returns the day that a sentence counts from ("three years from the date hereof")."""
        if self.made and _FROM_MADE.search(sentence) and not _FROM_EFFECTIVE.search(sentence):
            return self.made
        return self.effective or self.made


_FROM_MADE = re.compile(
    r"\bdate\s+(?:hereof|of\s+this\s+(?:\w+\s+)?(?:agreement|contract)|first\s+(?:above\s+)?written|of\s+(?:its\s+)?execution|on\s+which\s+it\s+is\s+signed)",
    re.I,
)
_FROM_EFFECTIVE = re.compile(r"\beffective\s+date\b|\bcommencement\s+date\b", re.I)
# What comes after these words is the renewal, not the first term.
_RENEWAL_BEGINS = re.compile(
    r"\b(?:and|which)?\s*(?:shall|will|may)\s+(?:thereafter\s+)?(?:automatically\s+)?(?:be\s+(?:renew|extend)|be\s+automatically\s+(?:renew|extend)|renew"
    r"|extend(?!\s+(?:for\s+a\s+(?:period|term)|until|through|from)\b))"
    r"|\bthereafter\b(?=\W+(?:\w+\W+){0,4}?(?:renew|extend|successive|year[- ]to))|\bwith\s+(?:an?\s+)?automatic\b",
    re.I,
)
_NOTICE_NEXT = re.compile(r"[^.;]{0,15}\b(?:notice|prior|written|advance|before)\b", re.I)


def read_length(sentence: str, offset: int, starts: Starts, heading: str) -> list[Fact]:
    """Returns the initial term and the expiry that a sentence on the agreement's duration states."""
    titled = re.search(r"\bterm\b|duration|period", heading, re.I) is not None
    named = _names_term(sentence)
    if not named and (
        _TERM_SENTENCE.search(sentence) is None or (not titled and _LENGTH.search(sentence) is None)
    ):
        return []
    if _DENIED_RENEWAL.match(sentence):
        return []
    place = (offset, offset + len(sentence))
    first = _RENEWAL_BEGINS.split(sentence, maxsplit=1)[0]
    begin, facts = _stated_days(first, place, starts.of(sentence), starts.day_first)
    length = _first_length(first)
    if length is not None:
        facts.append(Fact("term.initial", length.value, *place, length.normalized()))
        if not any(f.key == "term.expiration_date" for f in facts):
            facts.append(_counted(begin, length, place))
    facts = facts or _unread_length(first, place)
    if not facts:
        facts = _open_ended(sentence, place, titled=titled)
    return [
        Fact(f.key, f.value, f.start, f.end, f.normalized, _sureness(sentence, heading, f.value))
        for f in facts
    ]


def _stated_days(
    first: str, place: tuple[int, int], start: date | None, day_first: bool
) -> tuple[date | None, list[Fact]]:
    """Returns the day that the term begins on, and its last day where it is stated."""
    facts: list[Fact] = []
    begin = start
    for found in find_dates(first, day_first=day_first):
        before = first[: found.start]
        if _ENDS.search(before[-80:]):
            facts.append(Fact("term.expiration_date", found.date.isoformat(), *place, {}))
        elif _BEGINS.search(before[-80:]):
            begin = found.date
    return begin, facts


def _first_length(first: str) -> Duration | None:
    """Returns the length that a sentence gives the term; notices, cures and warranties have others."""
    for length in [*find_durations(first), *find_anniversaries(first)]:
        before, after = first[max(0, length.start - 90) : length.start], first[length.end : length.end + 40]
        if length.unit in ("minute", "hour", "business day", "business hour") or not _FOR.search(before):
            continue
        if _NOT_TERM.search(before[-60:]) or _NOTICE_NEXT.match(after):
            continue
        if length.amount is None or 28 <= length.days <= 40_000:
            return length
    return None


_UNREAD_LENGTH = re.compile(
    r"\b(?:for|period\s+of|term\s+of)\s+(?:(?P<redacted>\[\s*\*+\s*\]|\*{3,}|\[\s*(?:redacted|omitted)[^\]]{0,60}\])|(?P<blank>\[[\s●•_]*\]|_{3,}))",
    re.I,
)


def _unread_length(first: str, place: tuple[int, int]) -> list[Fact]:
    """Returns the expiry as redacted or blank, where the length is ("for an initial term of [***]")."""
    unread = _UNREAD_LENGTH.search(first)
    if unread is None or _NOTICE_NEXT.match(first[unread.end() : unread.end() + 40]):
        return []
    return [Fact("term.expiration_date", "redacted" if unread["redacted"] else "blank", *place, {}, 0.6)]


def _counted(begin: date | None, length: Duration, place: tuple[int, int]) -> Fact:
    """Returns the last day, counted from the first where that is known."""
    end = add_duration(begin, length) if begin else None
    if begin is None or end is None:
        value = length.unread or f"{length.value} after start"
        return Fact("term.expiration_date", value, *place, {"length": length.value}, 0.6)
    steps = {"start": begin.isoformat(), "length": length.value}
    return Fact("term.expiration_date", end.isoformat(), *place, steps, 0.8)


def _open_ended(sentence: str, place: tuple[int, int], *, titled: bool) -> list[Fact]:
    """Returns "perpetual", or "indefinite" where only an event ends the term."""
    if not titled and not re.search(
        r"\bterm\b|remain in|continue|in (?:full )?(?:force|effect)", sentence, re.I
    ):
        return []
    if _PERPETUAL.search(sentence) and re.search(
        r"\b(?:remain|continue|effect|perpetual|perpetuity|indefinite|month|end|commence)", sentence, re.I
    ):
        return [Fact("term.expiration_date", "perpetual", *place, {})]
    if _STRONG.search(sentence) and _EVENT.search(sentence):
        return [Fact("term.expiration_date", "indefinite, until an event", *place, {"event": True})]
    return []
