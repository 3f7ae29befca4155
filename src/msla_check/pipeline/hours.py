"""Hours of service: "24x7", "8:00 a.m. to 6:00 p.m. Eastern, Monday to Friday, except holidays"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?"
_ZONE = r"(?:\(?\s*(?P<{0}>(?:U\.?S\.?\s+)?(?:Eastern|Central|Mountain|Pacific|Greenwich\s+Mean|Central\s+European|local)\b|(?-i:[A-Z][a-z]+(?=\s+[Tt]ime\b))|[A-Z]{{2,3}}T\b|GMT\b|UTC\b)(?:\s+(?:Standard|Daylight))?(?:\s+Time)?\s*\)?)?"
_TIME = r"(?:(?P<hour{0}>\d{{1,2}})(?:[:.]?(?P<minute{0}>\d\d))?\s*(?P<half{0}>[ap]\.?\s?m\b\.?)?|(?P<word{0}>noon|midnight))(?:\s*(?:hours|hrs|h)\b)?"
_SPAN = re.compile(
    rf"(?<![\w.:/-]){_TIME.format(1)}\s*{_ZONE.format('zone1')}\s*(?:to|until|till|through|thru|and|[-–—])\s*"
    rf"{_TIME.format(2)}(?![\w/])\s*{_ZONE.format('zone2')}",
    re.I,
)
_DAYS = re.compile(
    rf"(?P<first>{_DAY})\s*(?:to|through|thru|till|until|[-–—])\s*(?P<last>{_DAY})"
    r"|(?P<weekdays>\bweekdays\b)|(?P<business>\b(?:business|working)\s+days?\b)"
    r"|(?P<number>\b(?:five|six|seven|[567])(?:\s*\(\s*[567]\s*\))?)[\s-]*days?[\s-]*(?:per|an?|each|every|/)[\s-]*week",
    re.I,
)
_ALWAYS = re.compile(
    r"\b24\s?[x×/]\s?7(?:\s?[x×/]\s?3\d\d)?\b"
    r"|\b(?:24|twenty[\s-]four)(?:\s*\(\s*24\s*\))?[\s-]*hours?[\s-]*(?:per|an?|each|every|/)[\s-]*day|\b(?:a)?round[\s-]the[\s-]clock",
    re.I,
)
_SHIFT = re.compile(r"\b(?P<hours>8|9|10|11|12|16)\s?[x×]\s?(?P<days>[567])\b", re.I)
_HOLIDAYS = re.compile(r"\W{0,3}\(?(?:except|excluding|other than|not including)\b[^.;]{0,40}?holidays", re.I)
_NAMES = {
    day[:3].lower(): day
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}
_NUMBERS = {"five": "5", "six": "6", "seven": "7"}
NEAR = 60
"""The days of a span of hours stand within so many characters of it."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours at `start:end`: the span of a day, the time zone, and the days."""

    start: int
    end: int
    span: str
    """ "8:00 a.m. to 6:00 p.m.", "24 hours a day", or "" where only days are named."""
    zone: str = ""
    days: str = ""
    """ "Monday to Friday", "business days", "7 days a week"."""
    holidays: str = ""

    @property
    def value(self) -> str:
        """The normal form: "8:00 a.m. to 6:00 p.m. Eastern, Monday to Friday, except holidays"."""
        span = " ".join(part for part in (self.span, self.zone) if part)
        return ", ".join(part for part in (span, self.days, self.holidays) if part)

    def normalized(self) -> dict[str, object]:
        """The parts for a term's `normalized`."""
        parts = {"hours": self.span, "zone": self.zone, "days": self.days, "except": self.holidays[7:]}
        return {name: part for name, part in parts.items() if part}


def find_hours(text: str) -> Iterator[Hours]:
    """Yields the hours of service in a text, in order; days stand alone only where no hours do."""
    days = list(_DAYS.finditer(text))
    used: set[int] = set()
    found = []
    for match in [*_ALWAYS.finditer(text), *_SHIFT.finditer(text), *_SPAN.finditer(text)]:
        near = _nearest(match, days)
        hours = _read(text, match, near)
        if hours is None:
            continue
        if near is not None:
            used.add(near.start())
        found.append(hours)
    if not found:
        found = [
            Hours(d.start(), _after(text, d.end()), "", "", _days(d), _holidays(text, d.end()))
            for d in days
            if d["first"]
        ]
    yield from sorted(found, key=lambda hours: hours.start)


def _nearest(match: re.Match[str], days: list[re.Match[str]]) -> re.Match[str] | None:
    """Returns the days that stand nearest to hours: those after them rather than those before."""
    after = [d for d in days if 0 <= d.start() - match.end() <= NEAR]
    before = [d for d in days if 0 <= match.start() - d.end() <= NEAR]
    return after[0] if after else before[-1] if before else None


def _read(text: str, match: re.Match[str], days: re.Match[str] | None) -> Hours | None:
    said, zone = _days(days) if days else "", ""
    if match.re is _SHIFT:
        span, said = f"{match['hours']} hours a day", f"{match['days']} days a week"
    elif match.re is _ALWAYS:
        span = "24 hours a day"
        said = "7 days a week" if re.search(r"24\s?[x×/]\s?7", match[0]) else said
    else:
        zone = " ".join((match["zone2"] or match["zone1"] or "").split())
        sure = bool(days or zone or match["half1"] or match["half2"] or match["minute1"])
        first, last = _clock(match, "1"), _clock(match, "2")
        if not (sure and first and last):
            return None
        span = f"{first} to {last}"
    start, end = match.span()
    if days:
        start, end = min(start, days.start()), max(end, days.end())
    return Hours(start, _after(text, end), span, zone, said, _holidays(text, end))


def _clock(match: re.Match[str], side: str) -> str:
    """Returns a time of day as "8:00 a.m."; "" where there is no such time."""
    if match[f"word{side}"]:
        return "12:00 p.m." if match[f"word{side}"].lower() == "noon" else "12:00 a.m."
    hour, minute = int(match[f"hour{side}"]), int(match[f"minute{side}"] or 0)
    half = re.sub(r"[^apm]", "", (match[f"half{side}"] or "").lower())
    if hour > 24 or minute > 59:
        return ""
    if not half:
        exact = match["minute1"] and match["minute2"] and len(match["hour1"] or "") == 2
        late = side == "2" and not exact and hour < 12 and hour <= int(match["hour1"] or 24)
        half = "pm" if hour >= 12 or late else "am"
        if side == "1" and match["half2"] and not match["half1"] and hour <= int(match["hour2"] or 0) < 12:
            half = re.sub(r"[^apm]", "", match["half2"].lower())
    hour = hour % 12 or 12
    return f"{hour}:{minute:02d} {half[0]}.m."


def _days(match: re.Match[str]) -> str:
    if match["first"]:
        return f"{_NAMES[match['first'][:3].lower()]} to {_NAMES[match['last'][:3].lower()]}"
    if match["weekdays"]:
        return "weekdays"
    if match["business"]:
        return "business days"
    number = match["number"].lower().split("(")[0].strip()
    return f"{_NUMBERS.get(number, number)} days a week"


def _holidays(text: str, end: int) -> str:
    return "except holidays" if _HOLIDAYS.match(text, end) else ""


def _after(text: str, end: int) -> int:
    match = _HOLIDAYS.match(text, end)
    return match.end() if match else end
