"""The day on which an agreement takes effect, where a sentence of its own says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .dates import find_dates
from .duration_of_agreement import Fact

KEY = "term.effective_date"
_PAPER = (
    r"(?:(?:this|the)\s+(?:[\w-]+\s+){0,3}?(?:agreement|contract|amendment|addendum|licen[cs]e|promotion|engagement|sponsorship)"
    r"|(?-i:\bIt(?=\s(?:shall|will|is)\b))|(?<!during\s)(?<!of\s)the\s+(?:initial\s+|contract\s+)?term(?:\s+(?:of|under)\s+(?:this|the)\s+(?:\w+\s+){0,2}?(?:agreement|contract))?)"
)
_EFFECT = (
    r"(?:be(?:comes?)?\s+(?:\w+\s+)?effective|is\s+(?:made\s+)?effective|takes?\s+effect|(?:come|enter)s?\s+into\s+(?:full\s+)?(?:force|effect)"
    r"|in\s+effect\s+beginning|commences?|begins?|starts?)\b(?:\s+and\s+(?:be\s+)?(?:in\s+)?(?:force|effect|binding))?"
)
_ANCHOR = re.compile(
    r"\b(?:effective|(?:take|into|in)s?\s+(?:full\s+)?(?:force|effect)|commence|begin|start|commencement)s?\b",
    re.I,
)
# The point of "12:01 a.m." ends no sentence.
_WORDS = r"(?:[^.;]|(?<=[ap])\.m\.|\.(?=\w)){3,220}"
_STATED = re.compile(
    rf"(?<![A-Za-z]){_PAPER}\b(?:(?!\byears?\b)[^.;]){{0,60}}?\b{_EFFECT},?\s+(?:[\w\s]{{0,20}}?\b(?:on|upon|as\s+of|from|when|at|with)\b\s*)?(?P<when>{_WORDS})"
    r"|[\"“]?\b(?:effective|commencement)\s+date\b[\"”]?\)?\s*(?:of\s+this\s+(?:agreement|amendment|contract)\s*)?"
    rf"(?:(?P<label>[:–-]|(?<=date\s)(?=\d|the\s+date\b))|means|shall\s+mean|is|shall\s+be|will\s+be)\s*(?P<means>{_WORDS})"
    rf"|\b(?:contract|agreement|license|service)\s+start\s*(?:date)?\s*:\s*(?P<starts>{_WORDS})",
    re.I,
)
_ASIDE = re.compile(rf"\b(?:to\s+be\s+effective|effective\s+(?:as\s+of|from|on))\s+(?P<when>{_WORDS})", re.I)
"""Said within a sentence on something else: "an agreement between Acme and Beta, effective as of May 1"."""
# "Acme may terminate this Agreement, effective as of May 1" tells no beginning.
_OF_AGREEMENT = re.compile(r"(?:(?!\bterminat).)*\b(?:agreement|contract)\b(?:(?!\bterminat).)*", re.I | re.S)
_DAY_MADE = re.compile(
    r"\W*(?:the\s+)?(?:day(?:\s+and\s+year)?|date)\s+(?:hereof|of\s+(?:this|the)\s+(?:\w+\s+)?(?:agreement|contract)|(?:first\s+)?(?:above|written|set\s+forth|stated|listed|specified))\b(?!\s+(?:in|on)\s+(?!this\b|the\s+(?:preamble|opening|first)))"
    r"|\W*(?:the\s+)?agreement\s+date\b",
    re.I,
)
_DAY_SIGNED = re.compile(
    r"\W*(?:(?:the|a)\s+)?(?:(?:later|last|latest|date|day)\b[^.;]{0,60}?\b(?:sign\w*|execut\w*)\b|(?:its\s+|the\s+|full\s+|due\s+)*(?:execution|signature|signing)s?\b|(?:it\s+(?:is|has\s+been)\s+)?(?:signed|executed)\b)",
    re.I,
)
_LAST_SIGNED = "date of last signature"
_EVENT = re.compile(
    r"\W*(?:the\s+)?(?:closing\b|completion\b|occurrence\b|approval\b|acceptance\b|receipt\b|delivery\b|earlie(?:r|st)\s+of\b|later\s+of\b|date\s+(?:on|upon)\s+which\b|date\s+that\b|(?:date|day)\s+(?:specified|set\s+(?:forth|out)|stated)\s+in\b)",
    re.I,
)
_ON_EVENT = "on an event"
_PAST = re.compile(r"\b(?:expir|terminat|end|through|until|extend|conclud)\w*\b[^,;]{0,30}$", re.I)
"""Words before a date that is the last, not the first."""
_END_OF_SENTENCE = re.compile(r"(?<!\b[ap]\.m)(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)[.;](?=\s|$)|\n")


def read_effect(text: str, made: str, last_signed: Callable[[], str], *, day_first: bool) -> list[Fact]:
    """Returns when a sentence says that the agreement takes effect: a day first, else words for the day.

    `made` is the day the agreement was made on, and `last_signed` finds the day of its last signature, ""
    where not known: the days that words stand for ("the date first above written", "upon signature").
    """
    in_words: list[Fact] = []
    sentences = list(_sentences(text))
    for pattern in (_STATED, _ASIDE):
        for said, start, end in _statements(pattern, text, sentences):
            group = next(name for name in ("when", "means", "starts") if said.groupdict().get(name))
            days = [
                day
                for day in find_dates(said[group], day_first=day_first)
                if day.start < 45 and not _PAST.search(said[group][: day.start])
            ]
            if days and (group == "starts" or said.groupdict().get("label")):
                start, end = said.start(), said.start(group) + days[0].end
            if days:
                return [Fact(KEY, days[0].date.isoformat(), start, end, {}, 0.8)]
            if in_words:
                continue
            if _DAY_MADE.match(said[group]) and (made or last_signed()):
                in_words.append(Fact(KEY, made or last_signed(), start, end, {}, 0.7))
            elif _DAY_SIGNED.match(said[group]):
                in_words.append(Fact(KEY, last_signed() or made or _LAST_SIGNED, start, end, {}, 0.6))
            elif pattern is _STATED and _EVENT.match(said[group]):
                in_words.append(Fact(KEY, _ON_EVENT, start, end, {}, 0.5))
    return in_words


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yields where the sentences begin and end that may speak of taking effect."""
    place = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() >= place:
            start, place = _sentence(text, *anchor.span())
            if not text.startswith("Notwithstanding", start):
                yield start, place


def _statements(
    pattern: re.Pattern[str], text: str, sentences: list[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yields what sentences on taking effect say, and where each sentence begins and ends."""
    for start, end in sentences:
        said = pattern.search(text, start, end)
        if said and (pattern is _STATED or _OF_AGREEMENT.fullmatch(text, start, said.start())):
            yield said, start, end


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns where the sentence around a span begins and ends."""
    before = max(0, start - 300)
    begin = max((mark.end() for mark in _END_OF_SENTENCE.finditer(text, before, start)), default=before)
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    stop = _END_OF_SENTENCE.search(text, end, end + 500)
    return begin, stop.end() if stop else min(len(text), end + 500)
