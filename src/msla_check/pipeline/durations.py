"""Durations: "ninety (90) days", "three-month period", "2 Business Days", "the first anniversary"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbers import NUMBER, parse_number, parse_ordinal, written

_UNIT = r"(?P<qualifier>business|working|calendar|consecutive|full|additional|successive|banking|trading|contract|licen[cs]e|agreement|fiscal|operating|processing|membership|service)?[\s-]*(?P<unit>minute|min|hour|hr|day|week|fortnight|month|quarter|year|yr|annum)(?:s|\(s\))?\b(?:['’]s?|s['’])?"
_BLANK = r"\[\s*[*●•_\s]*\s*\]|_{2,}|\[\*+\]|\*{3,}"
DURATION = rf"(?:(?P<number>{NUMBER}|{_BLANK})[\s-]*(?:\([^)]{{1,20}}\)\s*)?{_UNIT})"
"""A duration, with the named groups `number`, `qualifier` and `unit`."""

_PATTERN = re.compile(DURATION, re.I)
_UNITS = (" min", "hour", " hr", "day", "week", "fortnight", "month", "quarter", "year", "yr", "annum")
_NAMES = {"yr": "year", "annum": "year", "min": "minute", "hr": "hour"}
_MULTIPLES = {"quarter": (3, "month"), "fortnight": (2, "week")}
_ANNIVERSARY = re.compile(
    r"(?P<ordinal>\w+(?:-\w+)?)\s*(?:\(\s*\d+\w*\s*\)\s*)?(?:year\s+)?anniversary", re.I
)
_PLAIN = {
    "annually": (1, "year"),
    "annual": (1, "year"),
    "yearly": (1, "year"),
    "monthly": (1, "month"),
    "quarterly": (3, "month"),
}
_BUSINESS = ("business", "working", "banking", "trading")


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration at `start:end` of the text it was read from; `amount` is None where it is blank."""

    start: int
    end: int
    amount: float | None
    unit: str
    conflict: bool = False
    unread: str = ""
    """"blank" or "redacted" where the number is not there."""

    @property
    def value(self) -> str:
        """The normal form: "60 days", "1 year", "2 business days"."""
        if self.amount is None:
            return self.unread
        return f"{written(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def days(self) -> float:
        """The length in days: months of 30.44, years of 365.25, business days of 1.4."""
        sizes = {
            "minute": 1 / 1440,
            "hour": 1 / 24,
            "day": 1,
            "business day": 1.4,
            "week": 7,
            "month": 30.44,
            "year": 365.25,
        }
        return (self.amount or 0) * sizes.get(self.unit, 1)

    def normalized(self) -> dict[str, object]:
        """The parts for a term's `normalized`."""
        parts: dict[str, object] = {}
        if self.amount is not None:
            parts = {
                "amount": int(self.amount) if self.amount == int(self.amount) else self.amount,
                "unit": self.unit,
            }
        if self.conflict:
            parts["conflict"] = True
        return parts


def find_durations(text: str) -> Iterator[Duration]:
    """Yields the durations in a text, in order."""
    lowered = text.lower()
    if not any(unit in lowered for unit in _UNITS):
        return
    for match in _PATTERN.finditer(text):
        yield read_duration(match)


def read_duration(match: re.Match[str]) -> Duration:
    """Returns the duration of a match of `DURATION`."""
    unit = match["unit"].lower()
    unit = _NAMES.get(unit, unit)
    qualifier = (match["qualifier"] or "").lower()
    number = match["number"]
    if re.fullmatch(_BLANK, number):
        unread = "redacted" if "*" in number else "blank"
        return Duration(match.start(), match.end(), None, unit, unread=unread)
    parsed = parse_number(number)
    amount = parsed.amount if parsed else 1.0
    if unit in _MULTIPLES:
        times, unit = _MULTIPLES[unit]
        amount *= times
    if qualifier in _BUSINESS and unit in ("day", "hour"):
        unit = f"business {unit}"
    return Duration(match.start(), match.end(), amount, unit, bool(parsed and parsed.conflict))


def find_anniversaries(text: str) -> Iterator[Duration]:
    """Yields "the third anniversary" as a duration of so many years."""
    for match in _ANNIVERSARY.finditer(text) if "nniversary" in text.lower() else ():
        ordinal = parse_ordinal(match["ordinal"])
        number = parse_number(match["ordinal"]) if ordinal is None else None
        amount = ordinal or (number.amount if number else None)
        yield Duration(match.start(), match.end(), float(amount or 1), "year")
