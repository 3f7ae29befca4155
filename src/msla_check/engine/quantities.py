"""Quantities that a rule names ("60 days", "99.5%", "12 months") and how terms compare with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msla_check.model.report import Term
from msla_check.pipeline.numbers import parse_number

# Days a unit stands for; a business day is 1.4 days, a month the mean of the Gregorian calendar.
_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "business hour": 1 / 8 * 1.4,
    "day": 1.0,
    "business day": 1.4,
    "week": 7.0,
    "month": 365.25 / 12,
    "quarter": 365.25 / 4,
    "year": 365.25,
}
_QUANTITY = re.compile(r"^\s*([\d,]+(?:\.\d+)?)\s*(%|[a-z ]*?)s?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in days, in percent, or without unit."""

    amount: float
    dimension: str


def parse_quantity(text: str) -> Quantity:
    """Returns the quantity that a rule's author wrote.

    Raises:
        ValueError: it is no quantity; the message says how to write one.
    """
    match = _QUANTITY.match(str(text))
    unit = match[2].strip().lower() if match else ""
    if match is None or (unit and unit != "%" and unit not in _DAYS):
        raise ValueError(
            f'"{text}" is no quantity; write for instance "60 days", "5 business days" or "99.5%"'
        )
    amount = float(match[1].replace(",", ""))
    if unit in _DAYS:
        return Quantity(amount * _DAYS[unit], "days")
    return Quantity(amount, "percent" if unit == "%" else "number")


def quantity_of(term: Term) -> Quantity | None:
    """Returns the quantity that a term states, or None where it states none ("yes", "redacted")."""
    for part in re.split(r"[;,] | per | of ", term.value):
        number = re.match(r"\s*(?:[a-z]{2,9} )?[$£€]?(\d[\d,]*(?:\.\d+)?)\s*(%|[a-z][a-z ]*)?", part, re.I)
        if number is None:
            continue
        unit = (number[2] or "").strip().lower().rstrip("s")
        for known in sorted(_DAYS, key=len, reverse=True):
            if unit.startswith(known):
                return Quantity(float(number[1].replace(",", "")) * _DAYS[known], "days")
        if unit and not unit.startswith("%"):
            return None  # prose that begins with a number, not a quantity
        dimension = "percent" if unit.startswith("%") else "number"
        return Quantity(float(number[1].replace(",", "")), dimension)
    return None


_UNIT = re.compile(r"(business |calendar |working )?(minute|hour|day|week|month|quarter|year)s?\b", re.I)


def read_quantity(words: str) -> str:
    """Returns the quantity that words of an agreement state, in normal form; "" where they state none."""
    number = parse_number(words.replace("-", " "))
    if number is None:
        return ""
    amount, text = f"{number.amount:.10g}", words.lower()
    if "%" in text or "percent" in text or "per cent" in text:
        return f"{amount}%"
    unit = _UNIT.search(text.replace("-", " "))
    if unit is None:
        return amount
    business = "business " if (unit[1] or "").strip() in ("business", "working") else ""
    return f"{amount} {business}{unit[2]}{'' if amount == '1' else 's'}"
