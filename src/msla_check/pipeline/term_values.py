"""The value of a term, in normal form, out of the words that a pattern matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from .dates import find_dates
from .durations import DURATION, find_durations
from .hours import find_hours
from .money import MONEY, PERCENT, find_money, find_percentages

_GROUPS = re.compile(r"\?P<\w+>")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s+(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d))\b"
SLOTS = {
    "duration": f"(?P<value>{_GROUPS.sub('?:', DURATION)})",
    "money": f"(?P<value>{_GROUPS.sub('?:', MONEY.pattern)})",
    "percent": f"(?P<value>{_GROUPS.sub('?:', PERCENT.pattern)})",
    "date": f"(?P<value>{_DATE})",
    "unread": r"(?P<value>\[\s*[*●•_\s]*\s*\]|\*{3,}|_{3,})",
    "gap": r"[^.;]{0,120}?",
}
"""What the slots of a pattern stand for."""

Value = tuple[str, dict[str, Any]]
"""The normal form and its parts."""


def read_value(kind: str, match: re.Match[str]) -> Value | None:
    """Returns the value of a kind in a match; a kind that is none of these is the value itself."""
    reader = _READERS.get(kind)
    return (kind, {}) if reader is None else reader(match)


def _duration(match: re.Match[str]) -> Value | None:
    found = next(find_durations(match["value"]), None)
    return None if found is None else (found.value, found.normalized())


def _money(match: re.Match[str]) -> Value | None:
    return _at_slot(match, find_money)


def _sum(match: re.Match[str]) -> Value | None:
    """Returns money that is due once: "monthly" before it speaks of something else."""
    found = _money(match)
    if found is None:
        return None
    value, parts = found
    return value.split(" per ")[0], {name: part for name, part in parts.items() if name != "period"}


def _percent(match: re.Match[str]) -> Value | None:
    return _at_slot(match, find_percentages)


def _at_slot(match: re.Match[str], find: Callable[[str], Iterator[Any]]) -> Value | None:
    """Returns the value found where the slot stands, read with what is around it."""
    start = match.start("value")
    found = next((f for f in find(match.string) if f.start <= start < f.end), None)
    return None if found is None else (found.value, found.normalized())


def _date(match: re.Match[str]) -> Value | None:
    found = next(find_dates(match["value"]), None)
    return None if found is None else (found.date.isoformat(), {})


def _unread(match: re.Match[str]) -> Value:
    """Returns that a value was struck out or left to be filled in, its unit with it."""
    return ("redacted" if "*" in match["value"] else "blank"), {}


def _hours(match: re.Match[str]) -> Value | None:
    """Returns the hours that stand in the words matched, or else nearest to them in the sentence."""
    hours = list(find_hours(match.string))
    if not hours:
        return None
    start, end = match.span()
    found = min(hours, key=lambda h: (max(h.start - end, start - h.end, 0), h.start))
    return found.value, found.normalized()


def _words(match: re.Match[str]) -> Value:
    """Returns the words that state the fact: the match, with what is needed around it to be understood."""
    sentence, (start, end) = match.string, match.span()
    if end - start < 40:
        start = sentence.rfind(" ", 0, max(0, start - 50)) + 1
    number = _NUMBER_BEFORE.search(sentence[max(0, start - 40) : start])
    start -= len(number[0]) if number else 0
    stop = re.search(r"[.;]\s|[.;]$", sentence[end : end + 90])
    cut = end + stop.start() if stop else min(len(sentence), end + 70)
    if not stop and cut < len(sentence):
        cut = max(end, sentence.rfind(" ", 0, cut))
    return _in_figures(" ".join(sentence[start:cut].split()))[:200], {}


_NUMBER_BEFORE = re.compile(r"(?:\b[A-Za-z-]+\s+)?\(?\d+\)?\s+$")
"""A number just before a match, which belongs to it."""


_DIGIT = re.compile(r"\d")


def _in_figures(words: str) -> str:
    """Returns the words with amounts and lengths in normal form: "thirty (30) days" as "30 days"."""
    finders: list[Callable[[str], Iterator[Any]]] = [find_money]
    if _DIGIT.search(words):
        finders.append(find_durations)
    for find in finders:
        for found in reversed(list(find(words))):
            if found.amount is not None:
                figure = found.value.split(" per ")[0]
                words = f"{words[: found.start]}{figure}{words[found.end :]}"
    return words


_READERS: dict[str, Callable[[re.Match[str]], Value | None]] = {
    "duration": _duration,
    "money": _money,
    "sum": _sum,
    "percent": _percent,
    "date": _date,
    "hours": _hours,
    "unread": _unread,
    "words": _words,
}
