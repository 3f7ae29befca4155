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
_CODE = (
    r"(?:USD|EUR|GBP|CAD|AUD|CHF|(?:US|U\.S\.|Canadian)\s(?:dollars)|dollars|pounds(?: sterling)?|euros?)\b"
)
_AFTER = r"(?:US|U\.S\.|Canadian)?\s?(?:dollars|pounds(?: sterling)?|euros?)"
_SCALE = r"(?:\s?(?P<scale>million|billion|thousand|mm|bn|k|m)\b)?"
_SUMS = rf"\d{{1,3}}(?:\.\d{{3}})+,\d\d\b|{FIGURES}"
"""Figures, or figures as the continent writes them: 1.200,50."""
MONEY = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<figures>{_SUMS}){_SCALE}"
    rf"|(?P<words>{WORDS})\s+(?P<after>{_AFTER})(?:\s*\(\s*{_SIGN}\s?(?P<figures2>{FIGURES})\s*\))?"
    rf"|(?<![\w.,/])(?P<figures3>{_SUMS})\s?(?P<code>{_CODE})"
    rf"|(?P<unread>{_SIGN}\s?(?:\[[\s*●•_]*\]|_{{2,}}|\*{{3,}}))",
    re.I,
)
_THING = r"hour|day|week|month|quarter|year|annum|mo\b|incident|call|user|device|seat|server|claim|occurrence|email|e-mail|message|transaction|copy|page|minute|unit|ticket|endpoint|workstation|account|mailbox|site|location|employee|subscriber|licen[sc]e"
_PERIOD = re.compile(
    rf"^\W{{0,3}}(?:(?:USD|US dollars|dollars)\s+)?(?:in total\s+)?(?:(?:per|a|an|each|every)\b|/)\s*(?P<unit>(?:\w+\s+){{0,2}}?)?(?P<period>{_THING})\b"
    r"(?:\W{1,2}(?:per\s+|an?\s+|each\s+)?(?P<second>month|year|annum|mo\b))?"
    r"|^\W{0,3}(?:per\b|each\b|/)\s*(?P<thing>(?:[\w-]+\s+){0,2}?[\w-]+)\s*[,/]?\s*(?:(?:per|an?|each)\b|/)\s*(?P<pace>month|year|annum|quarter)\b"
    r"|^\s?(?P<short>p\.\s?a\.|pa\b|p\.\s?c\.\s?m\.|pcm\b)",
    re.I,
)
_SHORT = {"annum": "year", "mo": "month", "e-mail": "email"}
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
    rf"(?P<number>{NUMBER}|\[[\s*●•_]*\]|_{{2,}})\s*(?:percent(?:age points?)?|per\s?cent|%)(?:\s*\(\s*(?P<again>{NUMBER})\s*(?:%|percent|per\s?cent)\s*\))?",
    re.I,
)
_PACE = re.compile(
    r"\W{0,3}(?:(?:per|a|an|each|every)\s+(?:calendar\s+)?(month|annum|year|day|quarter|week)\b|(p\.\s?a\.)|(monthly|annually|yearly|quarterly)\b)",
    re.I,
)
_BASE = r"(?:[\w’']+\s+){0,4}?(prime(?:\s+lending)?\s+rate|prime|base(?:\s+lending)?\s+rate|LIBOR|SOFR|EURIBOR|SONIA|federal\s+funds\s+rate|bank\s+rate)"
_ABOVE = re.compile(
    rf"\W{{0,3}}(?:per\s+annum\s+)?(?:points?\s+)?(?:above|over|in\s+excess\s+of|plus)\s+{_BASE}\b", re.I
)
_PLUS = re.compile(rf"\b{_BASE}\b[^.;%]{{0,60}}?,?\s+plus\s+(?:an\s+additional\s+)?$", re.I)
_LAWFUL = re.compile(
    r"[^.;]{0,40}?\b(?:or|and)\s+(?:at\s+)?(?:the\s+)?(?:maximum|highest|lawful)\b[^.;]{0,40}?\b(?:law|lawful|legal|permitted|allowed|allowable|permissible|rate)",
    re.I,
)
_LESSER = re.compile(r"\b(?:lesser|lower|less)\b[^.;]{0,60}$", re.I)


_MONEY_SIGN = re.compile(
    r"[$£€]|\b(?:USD|GBP|EUR|CAD|AUD|CHF|[Dd]ollars|DOLLARS|[Pp]ounds|POUNDS|[Ee]uro|EURO)"
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
    unread: str = ""
    """"blank" or "redacted" where the amount is not there."""

    @property
    def value(self) -> str:
        """The normal form: "USD 12,000 per month"."""
        if self.amount is None:
            return self.unread
        small = abs(self.amount * 100 - round(self.amount * 100)) > 1e-6
        figure = written(self.amount) if small else f"{self.amount:,.2f}".removesuffix(".00")
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
    if not _MONEY_SIGN.search(text):
        return
    for match in MONEY.finditer(text):
        if match["unread"]:
            unread = "redacted" if "*" in match["unread"] else "blank"
            yield Money(match.start(), match.end(), "USD", None, unread=unread)
            continue
        conflict = False
        figures = match["figures"] or match["figures3"]
        if figures:
            amount = _sum(figures)
            scale = (match["scale"] or "").lower()
            amount *= _SCALES.get(scale, 1)
        else:
            number = parse_number(match["words"])
            amount = number.amount if number else 0.0
            if match["figures2"]:
                in_figures = parse_figures(match["figures2"])
                conflict, amount = abs(in_figures - amount) > 0.5, in_figures
        yield Money(match.start(), match.end(), _currency(match), amount, _period(text, match), conflict)


_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mm": 1e6, "billion": 1e9, "bn": 1e9}


def _sum(figures: str) -> float:
    if re.search(r"\.\d{3},\d\d$", figures):
        figures = figures.replace(".", "").replace(",", ".")
    return parse_figures(figures)


def _currency(match: re.Match[str]) -> str:
    sign = (match["sign"] or match["code"] or match["after"]).lower()
    if sign.startswith("canadian"):
        return "CAD"
    sign = re.sub(r"^(?:us|u\.s\.)\s(?=d)|\s?sterling|\s", "", sign)
    return _SIGNS.get(sign, _SIGNS.get(sign.rstrip("$"), "USD"))


def _period(text: str, match: re.Match[str]) -> str:
    after = _PERIOD.match(text[match.end() : match.end() + 60])
    if after and after["short"]:
        return "month" if "m" in after["short"].lower() else "year"
    if after and after["thing"]:
        return f"{after['thing'].lower()} per {_short(after['pace'])}"
    if after:
        period, second = (_short(after[name]) for name in ("period", "second"))
        unit = (after["unit"] or "").strip().lower()
        unit = unit if unit not in ("one", "such", "calendar") else ""
        return " ".join(part for part in (unit, period, second and f"per {second}") if part)
    adverb = _MONTHLY.match(text, match.end() + 1)
    if adverb:
        return _ADVERBS[adverb[1].lower()]
    near = list(_MONTHLY.finditer(text[max(0, match.start() - 90) : match.start()]))
    return _ADVERBS[near[-1][1].lower()] if near else ""


def _short(word: str | None) -> str:
    lowered = (word or "").lower()
    return _SHORT.get(lowered, lowered)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage at `start:end`; `amount` is None where it is blank or redacted."""

    start: int
    end: int
    amount: float | None
    conflict: bool = False
    period: str = ""
    above: str = ""
    """The rate that it is added to ("prime rate")."""
    or_lawful: bool = False
    """Whether the law's maximum takes its place where that is less."""
    unread: str = ""

    @property
    def value(self) -> str:
        """The normal form: "99.9%", "1.5% per month", "2% above prime rate"."""
        if self.amount is None:
            return self.unread
        parts = [f"{written(self.amount)}%", f"per {self.period}" if self.period else ""]
        parts += [
            f"above {self.above}" if self.above else "",
            "or the lawful maximum" if self.or_lawful else "",
        ]
        return " ".join(part for part in parts if part)

    def normalized(self) -> dict[str, object]:
        """The parts for a term's `normalized`."""
        parts: dict[str, object] = {"amount": self.amount}
        if self.above:
            parts["above"] = self.above
        if self.conflict:
            parts["conflict"] = True
        return parts


def find_percentages(text: str) -> Iterator[Percentage]:
    """Yields the percentages and rates in a text, in order."""
    for match in PERCENT.finditer(text):
        number = parse_number(match["number"])
        again = parse_number(match["again"]) if match["again"] else None
        differs = bool(number and again and abs(number.amount - again.amount) > 1e-9)
        yield Percentage(
            match.start(),
            match.end(),
            number.amount if number else None,
            bool(number and number.conflict) or differs,
            *_rate(text, match),
            unread="" if number else "redacted" if "*" in match["number"] else "blank",
        )


def _rate(text: str, match: re.Match[str]) -> tuple[str, str, bool]:
    """Returns the period of a rate, the rate it is added to, and whether the law's maximum bounds it."""
    after, before = text[match.end() : match.end() + 120], text[max(0, match.start() - 120) : match.start()]
    pace = _PACE.match(after)
    period = ""
    if pace:
        said = (pace[1] or pace[3] or "year").lower()
        period = _ADVERBS.get(said, said.replace("annum", "year"))
        after = after[pace.end() :]
    base = _ABOVE.match(after) or _PLUS.search(before)
    lawful = bool(_LESSER.search(before) and _LAWFUL.match(after))
    return period, " ".join(base[1].split()) if base else "", lawful
