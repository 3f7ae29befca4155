"""Dates: "January 5, 2019", "the 5th day of January, 2019", "5 January 2019", "01/31/2025"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .durations import Duration
from .numbers import parse_ordinal, parse_words

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"\d{1,2}\s*(?:s\s?t|n\s?d|r\s?d|t\s?h)?|(?:twenty|thirty)?[\s-]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
_WRITTEN = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})\s*(?:s\s?t|n\s?d|r\s?d|t\s?h)?\s*[,.]?\s*(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
        rf"(?P<day>{_DAY})\s*(?:\(\d+\w*\)\s*)?(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH})\.?\s*,?\s*(?:(?:st|nd|rd|th)\s|-{{3,}}\s)?\s*(?:in\s+the\s+year\s+)?(?P<year>(?:19|20)\d\d)\b",
    )
)
"""Dates with a month's name: they end on the year."""
_LONGEST = 90
"""A date with a month's name is no longer."""
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_IN_FIGURES = re.compile(
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"
    r"|(?<![\d/])(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<last>(?:19|20)\d\d|\d\d)(?![\d/])"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `start:end` of the text it was read from."""

    start: int
    end: int
    date: date


def find_dates(text: str, *, day_first: bool = False) -> Iterator[FoundDate]:
    """Yields the full dates in a text, in order. Of figures alone the first is the month, as in the
    United States, or the day with `day_first`, unless it cannot be."""
    found: list[FoundDate] = []
    for match in _matches(text):
        day = _read(match, day_first)
        if day is not None and not any(f.start < match.end() and match.start() < f.end for f in found):
            found.append(FoundDate(match.start(), match.end(), day))
    yield from sorted(found, key=lambda f: f.start)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yields what looks like a date; those with a month's name are looked for before years alone."""
    years = [match.end() for match in _YEAR.finditer(text)]
    for pattern in _WRITTEN:
        for year in years:
            yield from pattern.finditer(text, max(0, year - _LONGEST), year + 1)
    yield from _IN_FIGURES.finditer(text)


def _read(match: re.Match[str], day_first: bool) -> date | None:
    parts = match.groupdict()
    month_text = (parts["month"] or parts["first"]).lower().rstrip(".")
    year = int(parts["year"] or parts["last"])
    year += 0 if year > 99 else 2000 if year < 60 else 1900
    month = _MONTHS.get(month_text) or (int(month_text) if month_text.isdigit() else 0)
    day = _day((parts["day"] or parts["second"]).strip().lower())
    if month > 12 or (day_first and parts.get("first") and day <= 12):
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits[0])
    parts = re.split(r"[\s-]+", text)
    last = parse_ordinal(parts[-1]) or _LATE.get(parts[-1], 0)
    return last + int(parse_words(parts[0]) or 0 if len(parts) > 1 else 0)


_LATE = {
    "thirteenth": 13,
    "fourteenth": 14,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
}


def add_duration(day: date, length: Duration) -> date | None:
    """Returns the day a duration after another: the last day of a term that begins on `day` is the
    day before the anniversary in strict counting, but agreements and reviewers name the anniversary."""
    if length.amount is None:
        return None
    if length.unit in ("day", "week"):
        return day + timedelta(days=length.amount * (7 if length.unit == "week" else 1))
    if length.unit not in ("month", "year"):
        return None
    months = round(length.amount * (12 if length.unit == "year" else 1)) + day.year * 12 + day.month - 1
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
