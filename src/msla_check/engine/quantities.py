"""Quantities that a rule names ("60 days", "99.5%", "12 months") and how terms compare with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msla_check.model.report import Term

# Days a unit stands for; a business day is 1.4 days, a month the mean of the Gregorian calendar.
_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "business hour": 1 / 8 * 1.4,
    "day": 1.0,
    "business day": 1.4,
    "week": 7.0,
    "month": 30.44,
    "quarter": 91.3,
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
        number = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(%|[a-z][a-z ]*)?", part, re.I)
        if number is None:
            continue
        unit = (number[2] or "").strip().lower().rstrip("s")
        for known in sorted(_DAYS, key=len, reverse=True):
            if unit.startswith(known):
                return Quantity(float(number[1].replace(",", "")) * _DAYS[known], "days")
        dimension = "percent" if unit.startswith("%") else "number"
        return Quantity(float(number[1].replace(",", "")), dimension)
    return None


_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_ONES += " sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: n for n, word in enumerate(_ONES.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
_UNIT = re.compile(r"(business |calendar |working )?(minute|hour|day|week|month|quarter|year)s?\b", re.I)


def read_quantity(words: str) -> str:
    """Returns the quantity that words of an agreement state, in normal form; "" where they state none.

    Figures go before words: "thirty (60) days" is "60 days".
    """
    text = words.lower().replace("-", " ")
    figures = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    amount = figures[-1].replace(",", "") if figures else _in_words(text)
    if not amount:
        return ""
    if "%" in text or "percent" in text or "per cent" in text:
        return f"{amount}%"
    unit = _UNIT.search(text)
    if unit is None:
        return amount
    business = "business " if (unit[1] or "").strip() in ("business", "working") else ""
    return f"{amount} {business}{unit[2]}{'' if amount == '1' else 's'}"


def _in_words(text: str) -> str:
    total = found = 0
    for word in re.findall(r"[a-z]+", text):
        if word == "hundred":
            total = (total or 1) * 100
        elif word in _NUMBERS:
            total += _NUMBERS[word]
        elif word not in ("and", "a") or not found:
            continue
        found += 1
    half = 0.5 if re.search(r"\bhalf\b", text) and total else 0
    return f"{total + (0.5 - 1 if 'one half' in text and total > 1 else half):g}" if total else ""
