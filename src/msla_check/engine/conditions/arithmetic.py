"""ladder, effective, cheaper: what service levels, credits and money come to when they are worked out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator

from msla_check.model.report import Term
from msla_check.pipeline.money import find_money

from ..credit_ladder import LEAST, Ladder, read_ladder
from ..phrases import compile_phrase
from ..quantities import parse_quantity, quantity_of
from ..service_time import HOURS_OF_MONTH, as_hours, maintenance_hours, outage
from .base import Condition, Outcome, Place
from .term import stated_terms

if TYPE_CHECKING:
    from ..facts import Facts, Sentence

_NOT_COUNTED = re.compile(
    r"\b(?:exclu\w+|except\w*|other than|not (?:be )?(?:count\w*|includ\w*|consider\w*|deemed|treated)|disregard\w*"
    r"|(?:does|do|shall|will) not (?:count|include|reduce|affect))",
    re.I,
)
_MONTHS = {"month": 1.0, "year": 1 / 12, "quarter": 1 / 3, "week": 365.25 / 12 / 7}


def _levels(facts: Facts) -> list[Term]:
    """Returns the availabilities promised, highest first."""
    found = [
        (quantity.amount, term)
        for term in facts.terms.get("sla.uptime", ())
        if (quantity := quantity_of(term)) and quantity.dimension == "percent" and quantity.amount >= LEAST
    ]
    return [term for _, term in sorted(found, key=lambda pair: (-pair[0], pair[1].start))]


class LadderCondition(Condition):
    """The bands of a ladder of service credits leave a gap, overlap, or fall (a worse month earns less);
    `largest` compares the largest credit with the monthly fee."""

    key: ClassVar[str] = "ladder"
    ladder: Literal["gaps", "overlaps", "falls", "largest"]
    above: str | None = None
    below: str | None = None

    def ask(self, facts: Facts) -> Outcome:
        """Returns the bands at fault, with the levels between which the fault lies."""
        ladders = list(_ladders(facts))
        for ladder in ladders:
            if self.ladder == "largest":
                band = ladder.largest
                if self._compares(band.credit):
                    return Outcome(
                        True, ((band.start, band.end),), {"value": f"{band.credit:g}%"}, note=_told(ladder)
                    )
                continue
            faults = {"gaps": ladder.gaps, "overlaps": ladder.overlaps, "falls": ladder.falls}[self.ladder]()
            if faults:
                fault = faults[0]
                places = dict.fromkeys([(b.start, b.end) for b in (fault.upper, fault.lower)])
                return Outcome(True, tuple(places), {"between": fault.between}, note=_told(ladder))
        bands = [(band.start, band.end) for ladder in ladders for band in ladder.bands]
        note = "; ".join(_told(ladder) for ladder in ladders) or "no ladder of credits"
        return Outcome(False, near=tuple(dict.fromkeys(bands))[:3], note=note)

    def _compares(self, credit: float) -> bool:
        under = self.below is not None and credit < parse_quantity(self.below).amount
        return under or (self.above is not None and credit > parse_quantity(self.above).amount)


def _ladders(facts: Facts) -> Iterator[Ladder]:
    passages: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in facts.sentences:
        if sentence.clause is not None:
            passages[sentence.clause.id].append(sentence)
    for sentences in passages.values():
        words = [(s.start, facts.text[s.start : s.end]) for s in sentences]
        if any("credit" in text.lower() for _, text in words) and (ladder := read_ladder(words)):
            yield ladder


def _told(ladder: Ladder) -> str:
    return "credits " + ", ".join(f"{b.low:g}–{b.high:g}%: {b.credit:g}%" for b in ladder.bands)


class Effective(Condition):
    """The availability that is left when the maintenance that does not count is counted."""

    key: ClassVar[str] = "effective"
    effective: Literal["availability"]
    below: str

    def ask(self, facts: Facts) -> Outcome:
        """Returns the promise and the maintenance that hollows it out, worked out over a month."""
        levels, maintenance = _levels(facts), self._maintenance(facts)
        if not levels or not maintenance:
            what = "no maintenance that is set aside" if levels else "no availability"
            return Outcome(False, note=f"{what} is stated in figures")
        promised = quantity_of(levels[0])
        hours = sum(hours for _, hours in maintenance)
        left = (promised.amount if promised else 0.0) * (1 - hours / HOURS_OF_MONTH)
        places: list[Place] = [(levels[0].start, levels[0].end)]
        places += [(sentence.start, sentence.end) for sentence, _ in maintenance]
        holds = left < parse_quantity(self.below).amount
        values = {
            "value": f"{left:.2f}%",
            "promised": levels[0].value,
            "outage": outage(promised.amount if promised else 0.0),
            "maintenance": as_hours(hours),
        }
        note = f"{levels[0].value} less {as_hours(hours)} of maintenance a month leaves {left:.2f}%"
        return Outcome(holds, tuple(places) if holds else (), values, note, () if holds else tuple(places))

    @staticmethod
    def _maintenance(facts: Facts) -> list[tuple[Sentence, float]]:
        found = []
        for sentence in facts.sentences:
            words = facts.text[sentence.start : sentence.end]
            if "maintenance" in words.lower() and (hours := maintenance_hours(words)) and sentence.clause:
                around = facts.text[sentence.clause.start : sentence.clause.end]
                if _NOT_COUNTED.search(around):
                    found.append((sentence, hours))
        return found


class Cheaper(Condition):
    """A sum of money is less than the recurring fees of some months ("the cap is below a year's fees")."""

    key: ClassVar[str] = "cheaper"
    cheaper: str
    """The term that holds the sum."""
    than_fees_of: str
    reads: list[str] = Field(min_length=1)

    @field_validator("reads")
    @classmethod
    def _compiles(cls, phrases: list[str]) -> list[str]:
        for phrase in phrases:
            compile_phrase(phrase)
        return phrases

    def phrases(self) -> Iterator[str]:
        """Yields the phrases that read the sum."""
        yield from self.reads

    def ask(self, facts: Facts) -> Outcome:
        """Returns the sum and the fee that it is compared with."""
        sums = [term for term in stated_terms(facts, self.cheaper, self.reads) if _money(term.value)]
        fees = [
            (amount, term) for term in facts.terms.get("fees.recurring", ()) if (amount := _monthly(term))
        ]
        if not sums or not fees:
            return Outcome(False, note=f"{self.cheaper} or the recurring fee is not stated as a sum")
        smallest = min(sums, key=lambda term: _money(term.value))
        monthly, fee = max(fees, key=lambda pair: pair[0])
        total = monthly * parse_quantity(self.than_fees_of).amount / parse_quantity("1 month").amount
        holds = _money(smallest.value) < total
        places = ((smallest.start, smallest.end), (fee.start, fee.end))
        values = {
            "value": f"{_money(smallest.value):,.0f}",
            "fees": f"{total:,.0f}",
            "months": self.than_fees_of,
        }
        note = f"{values['value']} against {values['fees']} of fees in {self.than_fees_of}"
        return Outcome(holds, places if holds else (), values, note, () if holds else places)


def _money(value: str) -> float:
    """Returns the amount that a term states as a sum; 0 where it states none."""
    money = next(find_money(value), None)
    if money is not None:
        return float(money.amount or 0)
    return float(value) if re.fullmatch(r"\d+(?:\.\d+)?", value) else 0.0


def _monthly(term: Term) -> float:
    amount, period = term.normalized.get("amount"), term.normalized.get("period")
    if not isinstance(amount, int | float) or not isinstance(period, str):
        return 0.0
    return float(amount) * _MONTHS.get(period.split()[-1], 0.0)
