"""Amounts of money and percentages: "US$1.5 million", "USD 12,000 per month", "1½% per month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbers import FIGURES, NUMBER, WORDS, parse_figures, parse_number, written

_SIGNS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "us$": "USD",
    "u.s.$": "USD",
    "c$": "CAD",
    "cad$": "CAD",
    "a$": "AUD",
    "usd": "USD",
    "usd$": "USD",
    "gbp": "GBP",
    "eur": "EUR",
    "cad": "CAD",
    "chf": "CHF",
    "aud": "AUD",
    "dollars": "USD",
    "pounds": "GBP",
    "euros": "EUR",
    "euro": "EUR",
}
_SIGN = r"(?:U\.?S\.?\s?\$|USD\s?\$?|C\$|CAD\s?\$?|A\$|GBP|EUR|CHF|AUD|\$|£|€)"
_AFTER = r"(?:US|U\.S\.|Canadian)?\s?(?:dollars|pounds(?: sterling)?|euros?)"
_SCALE = r"(?:\s?(?P<scale>million|billion|thousand|k|m)\b)?"
MONEY = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<figures>{FIGURES}){_SCALE}|(?P<words>{WORDS})\s+(?P<after>{_AFTER})(?:\s*\(\s*{_SIGN}\s?(?P<figures2>{FIGURES})\s*\))?|(?P<unread>{_SIGN}\s?(?:\[[\s*●•_]*\]|_{{2,}}|\*{{3,}}))",
    re.I,
)
_PERIOD = re.compile(
    r"^\W{0,3}(?:(?:USD|US dollars|dollars)\s+)?(?:in total\s+)?(?:per|a|an|each|every|/)\s*(?P<unit>(?:\w+\s+){0,2}?)?(?P<period>hour|day|week|month|quarter|year|annum|incident|call|user|device|seat|server|claim|occurrence)\b(?:\s+per\s+(?P<second>month|year|annum))?",
    re.I,
)
_MONTHLY = re.compile(r"\b(monthly|annual|annually|yearly|quarterly|weekly|hourly|daily)\b", re.I)
_ADVERBS = {
    "monthly": "month",
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "quarterly": "quarter",
    "weekly": "week",
    "hourly": "hour",
    "daily": "day",
}
PERCENT = re.compile(
    rf"(?P<number>{NUMBER}|\[[\s*●•_]*\]|_{{2,}})\s*(?:percent|per\s?cent|%)(?:\s*\(\s*\d+(?:\.\d+)?\s*%\s*\))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at `start:end`; `amount` is None where it is blank or redacted."""

    start: int
    end: int
    currency: str
    amount: float | None
    period: str = ""
    conflict: bool = False

    @property
    def value(self) -> str:
        """The normal form: "USD 12,000 per month"."""
        if self.amount is None:
            return "blank"
        figure = f"{self.amount:,.2f}".removesuffix(".00")
        return f"{self.currency} {figure}" + (f" per {self.period}" if self.period else "")

    def normalized(self) -> dict[str, object]:
        """The parts for a term's `normalized`."""
        parts: dict[str, object] = {"amount": self.amount, "currency": self.currency}
        if self.period:
            parts["period"] = self.period
        if self.conflict:
            parts["conflict"] = True
        return parts


def find_money(text: str) -> Iterator[Money]:
    """Yields the amounts of money in a text, in order, each with the period that follows it."""
    for match in MONEY.finditer(text):
        sign = (match["sign"] or "$").lower().replace(" ", "")
        if match["unread"]:
            yield Money(match.start(), match.end(), "USD", None)
            continue
        conflict = False
        if match["figures"]:
            amount = parse_figures(match["figures"])
            scale = (match["scale"] or "").lower()
            amount *= {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9}.get(scale, 1)
        else:
            number = parse_number(match["words"])
            amount = number.amount if number else 0.0
            sign = re.sub(r"^(?:us|u\.s\.|canadian)\s?", "", match["after"].lower()).split()[0]
            if match["figures2"]:
                figures = parse_figures(match["figures2"])
                conflict, amount = abs(figures - amount) > 0.5, figures
        currency = _SIGNS.get(sign, _SIGNS.get(sign.rstrip("$"), "USD"))
        yield Money(match.start(), match.end(), currency, amount, _period(text, match), conflict)


def _period(text: str, match: re.Match[str]) -> str:
    after = _PERIOD.match(text[match.end() : match.end() + 60])
    if after:
        period = after["period"].lower().replace("annum", "year")
        second = (after["second"] or "").lower().replace("annum", "year")
        unit = (after["unit"] or "").strip().lower()
        return " ".join(
            p
            for p in (
                unit if unit not in ("one", "such", "calendar") else "",
                period,
                f"per {second}" if second else "",
            )
            if p
        )
    near = list(_MONTHLY.finditer(text[max(0, match.start() - 60) : match.start()]))
    return _ADVERBS[near[-1][1].lower()] if near else ""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage at `start:end`; `amount` is None where it is blank or redacted."""

    start: int
    end: int
    amount: float | None
    conflict: bool = False

    @property
    def value(self) -> str:
        """The normal form: "99.9%"."""
        return "blank" if self.amount is None else f"{written(self.amount)}%"


def find_percentages(text: str) -> Iterator[Percentage]:
    """Yields the percentages in a text, in order."""
    for match in PERCENT.finditer(text):
        number = parse_number(match["number"])
        yield Percentage(
            match.start(), match.end(), number.amount if number else None, bool(number and number.conflict)
        )
