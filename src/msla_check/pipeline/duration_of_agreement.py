"""When the agreement begins, ends and renews; its expiry worked out from start and length."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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


_PAPER = r"(?:agreement|contract|employment|power\s+of\s+attorney|amendment|addendum|licen[cs]e|lease|engagement|arrangement|appointment|subscription|order|promotion|letter)"
_SUBJECT = re.compile(
    rf"(?<![A-Za-z])(?:(?:this|the|our|your|said|such|present)\s+(?:(?!(?:this|the|while|of)\b)[\w’'-]+\s+){{0,4}}?{_PAPER}|this\s+(?-i:[A-Z]{{2,5}})"
    r"|(?:(?:the|this|such|an?|its)\s+)?(?:(?:initial|original|base|contract|subscription|service|lease|license)\s+)?(?:term|duration)(?!s)"
    r"|(?-i:It)(?=\s+(?:shall|will|is))|obligations\s+(?:hereunder|under\s+this\s+agreement))\b",
    re.I,
)
_OBJECT = re.compile(
    r"\b(?:of|under|in|to|by|with|from|after|following|upon|on|terminat\w+|during|throughout|for|pursuant\s+to|into|between|within|beyond|breach|end"
    r"|expiration|through|renew|extend|about|any|or|as|when|if|where|whether|once|while|before|event\s+that)\s*$",
    re.I,
)
"""Words after which the agreement or its term is not what a sentence speaks of ("during the term of")."""
_SAYS = re.compile(
    r"[^.;]{0,170}?\b(?:shall|will|is|are|has|have|to|hereby|means|commenc\w+|begin\w*|start\w*|continu\w+|remain\w*|expires?|ends?|terminates|extends?|runs?|lasts?"
    r"|of|for|from|takes?|comes?|enters?)\b|\W*[:–-]",
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
    r"\b(?:for|be|is|of|on|continu\w*|period|term|remain\w*|effect|last|until|date|extend\w*|through|be for|equal to)\b[^.;]{0,60}?$"
    r"|\b(?:expires?|terminates?|ends?)\s+(?:on\s+the\s+)?$",
    re.I,
)
_PERPETUAL = re.compile(
    r"\b(?:perpetual\w*|in perpetuity|for perpetuity|indefinite\w*|until\s+(?:it\s+is\s+|its\s+)?(?:sooner\s+|earlier\s+)?(?:terminat(?:ed|ion)|cancel+ed|revoked)|unless\s+(?:and\s+until\s+)?(?:sooner\s+|earlier\s+)?terminated"
    r"|(?:end|expire)s?\s+(?:when|upon\s+being|if)\s+terminated|until\s+either\s+party\s+(?:gives|provides|terminates|informs|notifies|elects|cancels|delivers)|unless\s+and\s+until\s+(?:either|a)\s+party|end\s+on\s+the\s+\w+\s+day\s+following[^.]{0,40}notice|month[- ]to[- ]month)\b",
    re.I,
)
# No day and no length, but an event: "for so long as ...", "until the last claim expires".
_EVENT = re.compile(
    r"\b(?:for\s+)?(?:so|as)\s+long\s+as\b|\buntil\s+(?:the\s+|all\s+|such\s+|each\s+|completion\b|[A-Z])|\bthrough\s+the\s+completion\b|\bfor\s+the\s+(?:total\s+)?duration\s+of\b"
    r"|\bduring\s+the\s+term\s+of\s+the\b"
    r"|\b(?:terminate[sd]?|expires?|ends?|revoked)\b(?:\s+\w+){0,4}?\s+(?:upon|on|at|when|as\s+of)\b(?!\W+(?:\w+\W+){0,3}?(?:notice|written|breach|default|insolvency|bankruptcy|such|any|\d))"
    r"|\bupon\s+the\s+(?:expiration|completion|end|conclusion)\b[^.;]{0,60}\bautomatically\s+terminate",
    re.I,
)
_EVENT_ALONE = "indefinite, until an event"
_ELSEWHERE = "set elsewhere"
_LESS_SURE = {"perpetual": 0.08, _EVENT_ALONE: 0.16, _ELSEWHERE: 0.25}
"""What any day or length that is stated goes before."""
_SET_ELSEWHERE = re.compile(
    r"\b(?:until|through|(?:expires?|ends?|terminates?)\s+(?:on|at\s+the\s+end\s+of)|for|have)\s+the\s+(?!(?:Effective|Commencement|Start)\b)(?-i:[A-Z][\w-]*\s+){0,3}?(?-i:Date|Period|Term)\b(?!\s+(?:of\s+this|hereof|unless\s+and))"
    r"|\b(?:for|until|through|have|ends?\s+on|expires?\s+on)\s+the\s+(?:dates?|periods?|term)\s+(?:\w+\s+){0,2}?(?:set\s+(?:forth|out)|specified|stated|shown|indicated|listed)\b",
    re.I,
)
"""The end stands under a name of its own ("until the End Date") or in another place."""
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
    r"(?<![A-Za-z])(?:term of (?:this|the) (?:\w+\s+)?(?:agreement|contract|addendum|amendment|license)|initial term|term hereof|original term"
    r"|(?:this|the) (?:\w+\s+){0,2}(?:agreement|contract|addendum|amendment)[^.;]{0,90}?\b(?:(?:shall|will|is|be)\s+(?:\w+\s+){0,3}?(?:commence|effective|continue|remain|begin|end|run|last|expire|valid"
    r"|(?:come|enter) into|take effect|in (?:full )?(?:force|effect)|terminate\b[^.;]{0,40}\b(?:earli|lat|first))"
    r"|(?:starts|begins|commences|continues|remains|runs|lasts|expires)\b))",
    re.I,
)
ASIDE = re.compile(
    r"\b(?:confiden\w*|surviv\w*|warrant\w*|invoice|insurance|non-?compet\w*|solicit\w*|cure|breach|default|records?|escrow|royalt\w+|means\b(?! the (?:initial )?(?:term|period)))",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:remain|continu\w+|effect|perpetual|perpetuity|indefinite|month|end|commence)\b", re.I
)
_INVALID = re.compile(r"\b(?:invalid|unenforceable|illegal)\b", re.I)
"""Said of provisions that fail while "the remainder shall remain in full force"."""
_SURE_ENOUGH = 0.5
"""A sentence less sure speaks of some other length: of a cure, a notice, a warranty."""


def _names_term(sentence: str) -> bool:
    """Returns whether a sentence says what the term is: by its defined name, or by a label before it."""
    quoted = '"' in sentence or "“" in sentence
    return (quoted and _NAMES_TERM.search(sentence) is not None) or _LABELS_TERM.match(sentence) is not None


def _subject(sentence: str) -> int | None:
    """Returns where a sentence begins to speak of the agreement or its term; None where it speaks of
    what happens during the term, or on its end."""
    for subject in _SUBJECT.finditer(sentence):
        before = sentence[max(0, subject.start() - 24) : subject.start()]
        if not _OBJECT.search(before) and _SAYS.match(sentence, subject.end()):
            return subject.start()
    return None


def _sureness(sentence: str, heading: str, value: str) -> float:
    """Returns how surely a sentence speaks of the agreement's own length, 0.3 to 0.95."""
    sure = 0.45
    named = _names_term(sentence)
    sure += 0.25 if named or _STRONG.search(sentence) else 0.0
    sure += 0.12 if re.search(r"\bterm\b(?! sheet)|duration|period", heading, re.I) else 0.0
    sure += 0.08 if re.search(r"\b(?:commenc|begin|effective|initial|renew)", sentence, re.I) else 0.0
    sure -= 0.22 if not named and ASIDE.search(sentence) else 0.0
    sure -= _LESS_SURE.get(value, 0.0)
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
    r"|extend(?!\s+(?:for\s+an?\s+(?:initial\s+)?(?:period|term)|until|through|from|over)\b))"
    r"|\bthereafter\b(?=\W+(?:\w+\W+){0,4}?(?:renew|extend|successive|year[- ]to))|\bwith\s+(?:an?\s+)?automatic\b",
    re.I,
)
_NOTICE_NEXT = re.compile(
    r"[^.;]{0,15}\b(?:notice|prior|written|advance|before)\b|\s*of\s+(?:_|\[|January|February|March|April|May|June|July|August|September|October|November|December)",
    re.I,
)
_RIGHT_TO_END = re.compile(
    r"\b(?:may|right\s+to|option\s+to)\s+(?:\w+\s+){0,3}?(?:terminate|cancel)\b|\bfails?\b|\bcure[ds]?\b",
    re.I,
)
"""Said before a length, it is none of the agreement: how long a breach may last, or notice must run."""


def read_length(sentence: str, offset: int, starts: Starts, heading: str) -> list[Fact]:
    """Returns the initial term and the expiry that a sentence on the agreement's duration states."""
    subject = 0 if _names_term(sentence) else _subject(sentence)
    if subject is None or _DENIED_RENEWAL.match(sentence):
        return []
    place = (offset, offset + len(sentence))
    first = _RENEWAL_BEGINS.split(sentence[subject:], maxsplit=1)[0]
    begin, facts = _stated_days(first, place, starts.of(sentence), starts.day_first)
    length = _first_length(first)
    if length is not None:
        facts.append(Fact("term.initial", length.value, *place, length.normalized()))
        if not any(f.key == "term.expiration_date" for f in facts):
            facts.append(_counted(begin, length, place))
    facts = facts or _unread_length(first, place)
    if not facts:
        facts = [] if _INVALID.search(sentence) else _open_ended(sentence[subject:], place)
    sure = [replace(fact, confidence=_sureness(sentence, heading, fact.value)) for fact in facts]
    return [fact for fact in sure if fact.confidence >= _SURE_ENOUGH]


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
        if _RIGHT_TO_END.search(first[: length.start]):
            continue
        if length.amount is None or 28 <= length.days <= 40_000:
            return length
    return None


_UNREAD_LENGTH = re.compile(
    r"\b(?:for|period\s+of|term\s+of|(?:expires?|terminates?|ends?)\s+on|until|through)\s+(?:(?P<redacted>\[\s*\*+\s*\]|\*{3,}|\[\s*(?:redacted|omitted)[^\]]{0,60}\])|(?P<blank>\[[\s●•_]*\]|_{3,}))",
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


def _open_ended(said: str, place: tuple[int, int]) -> list[Fact]:
    """Returns "perpetual", "set elsewhere", or "indefinite" where only an event ends the term."""
    if _SET_ELSEWHERE.search(said):
        return [Fact("term.expiration_date", _ELSEWHERE, *place, {})]
    if _PERPETUAL.search(said) and _GOES_ON.search(said):
        return [Fact("term.expiration_date", "perpetual", *place, {})]
    if _EVENT.search(said):
        return [Fact("term.expiration_date", _EVENT_ALONE, *place, {"event": True})]
    return []
