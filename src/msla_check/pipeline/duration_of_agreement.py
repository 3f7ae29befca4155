"""When the agreement begins, ends and renews; its expiry worked out from start and length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from .dates import add_duration, find_dates
from .durations import find_anniversaries, find_durations


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
_TERM_SENTENCE = re.compile(
    r"\b(?:term of this|this agreement|the agreement|initial term|term hereof|the term|original term|contract term|initial period|service term|this contract|the contract|subscription term|license term)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:until|through|thru|expir\w*(?:\s+(?:on|at|as of))?|ending(?:\s+on)?|end(?:s)?\s+(?:on|at)|conclud\w*(?:\s+on)?|terminat\w*\s+(?:on|at)|ending|to)\b\s*(?:\w+\s+){0,6}?$",
    re.I,
)
_BEGINS = re.compile(r"\b(?:commenc\w*|begin\w*|start\w*|effective|from|as of|dated?)\b[^.;]{0,60}?$", re.I)
_FOR = re.compile(
    r"\b(?:for|be|is|of|continu\w*|period|term|remain\w*|effect|last|until|date|extend\w*|through|be for|equal to)\b[^.;]{0,60}?$",
    re.I,
)
_PERPETUAL = re.compile(
    r"\b(?:perpetual\w*|in perpetuity|indefinite\w*|until (?:it is )?(?:sooner |earlier )?(?:terminated|cancel+ed)|unless (?:and until )?(?:sooner |earlier )?terminated|(?:end|expire)s? (?:when|upon being|if) terminated|until either party (?:gives|terminates)|unless and until (?:either|a) party|end on the \w+ day following[^.]{0,40}notice|month[- ]to[- ]month)\b",
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
    r"\b(?:term of (?:this|the) (?:\w+\s+)?(?:agreement|contract|addendum|amendment|license)|initial term|term hereof|original term|(?:this|the) (?:\w+\s+){0,2}(?:agreement|contract|addendum|amendment)[^.;]{0,90}?\b(?:shall|will|is|be)\s+(?:\w+\s+){0,3}?(?:commence|effective|continue|remain|begin|expire|valid|in (?:full )?(?:force|effect)))",
    re.I,
)
ASIDE = re.compile(
    r"\b(?:confiden\w*|surviv\w*|warrant\w*|invoice|insurance|non-?compet\w*|solicit\w*|cure|breach|default|records?|escrow|royalt\w+|means\b(?! the (?:initial )?(?:term|period)))",
    re.I,
)


def _sureness(sentence: str, heading: str, value: str) -> float:
    """Returns how surely a sentence speaks of the agreement's own length, 0.3 to 0.95."""
    sure = 0.45
    sure += 0.25 if _STRONG.search(sentence) else 0.0
    sure += 0.12 if re.search(r"\bterm\b(?! sheet)|duration|period", heading, re.I) else 0.0
    sure += 0.08 if re.search(r"\b(?:commenc|begin|effective|initial|renew)", sentence, re.I) else 0.0
    sure -= 0.22 if ASIDE.search(sentence) else 0.0
    sure -= 0.08 if value == "perpetual" else 0.0
    return round(min(max(sure, 0.3), 0.95), 2)


def read_length(sentence: str, offset: int, start: date | None, heading: str) -> list[Fact]:
    """Returns the initial term and the expiry that a sentence on the agreement's duration states."""
    titled = re.search(r"\bterm\b|duration|period", heading, re.I) is not None
    subject = _TERM_SENTENCE.search(sentence)
    if subject is None or (not titled and _LENGTH.search(sentence) is None):
        return []
    if _DENIED_RENEWAL.match(sentence):
        return []
    facts: list[Fact] = []
    place = (offset, offset + len(sentence))
    first = re.split(
        r"\b(?:and|which)?\s*(?:shall|will|may)\s+(?:thereafter\s+)?(?:automatically\s+)?(?:be\s+(?:renew|extend)|renew"
        r"|extend(?!\s+for\s+a\s+(?:period|term)\b))|\bthereafter\b(?=\W+(?:\w+\W+){0,4}?(?:renew|extend|successive|year[- ]to))",
        sentence,
        flags=re.I,
    )[0]
    begin = start
    for found in find_dates(first):
        before = first[: found.start]
        if _ENDS.search(before[-70:]):
            facts.append(Fact("term.expiration_date", found.date.isoformat(), *place, {}))
        elif _BEGINS.search(before[-80:]):
            begin = found.date
    for length in [*find_durations(first), *find_anniversaries(first)]:
        before, after = first[max(0, length.start - 90) : length.start], first[length.end : length.end + 40]
        if length.unit in ("minute", "hour", "business day", "business hour") or not _FOR.search(before):
            continue
        if _NOT_TERM.search(before[-60:]) or re.match(
            r"[^.;]{0,15}\b(?:notice|prior|written|advance|before)\b", after, re.I
        ):
            continue
        if length.amount is not None and not 28 <= length.days <= 40_000:
            continue
        facts.append(Fact("term.initial", length.value, *place, length.normalized()))
        end = (
            add_duration(begin, length)
            if begin and not any(f.key == "term.expiration_date" for f in facts)
            else None
        )
        if end is not None:
            steps = {"start": begin.isoformat() if begin else "", "length": length.value}
            facts.append(Fact("term.expiration_date", end.isoformat(), *place, steps, 0.8))
        elif not any(f.key == "term.expiration_date" for f in facts):
            facts.append(
                Fact(
                    "term.expiration_date",
                    length.unread or f"{length.value} after start",
                    *place,
                    {"length": length.value},
                    0.6,
                )
            )
        break
    if (
        not facts
        and _PERPETUAL.search(sentence)
        and (
            titled or re.search(r"\bterm\b|remain in|continue|in (?:full )?(?:force|effect)", sentence, re.I)
        )
        and re.search(
            r"\b(?:remain|continue|effect|perpetual|perpetuity|indefinite|month|end|commence)", sentence, re.I
        )
    ):
        facts.append(Fact("term.expiration_date", "perpetual", *place, {}, 0.7))
    return [
        Fact(f.key, f.value, f.start, f.end, f.normalized, _sureness(sentence, heading, f.value))
        for f in facts
    ]
