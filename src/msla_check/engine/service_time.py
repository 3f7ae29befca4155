"""What an availability allows in hours, and how many hours maintenance takes out of it."""

from __future__ import annotations

import re

from msla_check.pipeline.durations import find_durations

DAYS_OF_MONTH = 365.25 / 12
"""A month is 30.44 days: the mean of the Gregorian calendar."""
HOURS_OF_MONTH = DAYS_OF_MONTH * 24
_A_MONTH = {"day": DAYS_OF_MONTH, "week": DAYS_OF_MONTH / 7, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}
_EVERY = re.compile(
    r"^\W*(?:of [\w ]{3,40}? )?(?:per|a|an|each|every|in any|in each|in a|during any|during each|during a|in any one)\s+"
    r"(?:calendar |single )?(day|week|month|quarter|year)\b",
    re.I,
)
_RHYTHM = re.compile(r"^\W*(?:of [\w ]{3,40}? )?(daily|weekly|monthly)\b", re.I)
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*(a\.?m\.?|p\.?m\.?)?|(midnight|noon)"
_WINDOW = re.compile(rf"(?:{_CLOCK})\s*(?:and|to|until|through|[-–—])\s*(?:{_CLOCK})", re.I)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(rf"\b({_DAY})(?:\s*(?:to|through|[-–—])\s*({_DAY}))?", re.I)
_ONE_OF_THE_MONTH = re.compile(rf"\b(?:first|second|third|fourth|last)\s+{_DAY}", re.I)
_DAILY = re.compile(r"\b(?:daily|nightly|(?:every|each) (?:day|night))\b", re.I)
_MONTHLY = re.compile(r"\b(?:monthly|(?:every|each|a|per) (?:calendar )?month)\b", re.I)


def outage(percent: float) -> str:
    """Returns the outage that an availability allows in a month of 30.44 days: "3 h 39 min"."""
    minutes = round((100 - percent) / 100 * HOURS_OF_MONTH * 60)
    return as_hours(minutes / 60)


def as_hours(hours: float) -> str:
    """Returns hours as a person writes them: "44 min", "3 h 39 min", "2 d 1 h"."""
    minutes = round(hours * 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes >= 48 * 60:
        days, rest = divmod(minutes, 24 * 60)
        return f"{days} d {rest // 60} h" if rest >= 60 else f"{days} d"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def maintenance_hours(sentence: str) -> float:
    """Returns the hours a month that a sentence on maintenance sets aside; 0 where it names none."""
    for duration in find_durations(sentence):
        unit, amount = str(duration.normalized().get("unit")), duration.normalized().get("amount")
        after = sentence[duration.end :]
        rhythm = _EVERY.match(after) or _RHYTHM.match(after)
        if rhythm and unit in _HOURS and isinstance(amount, int | float):
            period = rhythm[1].lower().removesuffix("ly").replace("dai", "day")
            return float(amount) * _HOURS[unit] * _A_MONTH[period]
    window = _WINDOW.search(sentence)
    if window is None:
        return 0.0
    length = (_clock(window.groups()[4:]) - _clock(window.groups()[:4], window.groups()[4:])) % 24
    return length * _times_a_month(sentence)


def _clock(parts: tuple[str | None, ...], other: tuple[str | None, ...] = ()) -> float:
    hour, minute, half, name = parts
    if name:
        return 12.0 if name.lower() == "noon" else 0.0
    half = half or (other[2] if other else None)
    at = float(hour or 0) % 12 if half else float(hour or 0)
    return at + float(minute or 0) / 60 + (12 if half and half.lower().startswith("p") else 0)


def _times_a_month(sentence: str) -> float:
    if _ONE_OF_THE_MONTH.search(sentence):
        return 1.0
    if _DAILY.search(sentence):
        return DAYS_OF_MONTH
    days: set[int] = set()
    for match in _DAYS.finditer(sentence):
        first = _WEEK.index(match[1][:3].lower())
        last = _WEEK.index(match[2][:3].lower()) if match[2] else first
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    if days:
        return len(days) * DAYS_OF_MONTH / 7
    return 1.0 if _MONTHLY.search(sentence) else 0.0
