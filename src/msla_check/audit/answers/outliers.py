"""What is unusual about an agreement among the others: terms beyond what 95 % of the portfolio state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from msla_check.engine.quantities import quantity_of
from msla_check.model.report import Term

SHARE = 95
"""Percent of the agreements that must be on the other side of a bound."""
ENOUGH = 20
"""Agreements that must state a term before any of them can be unusual in it."""
LONGEST = 40
"""Characters that a value has at most which is a quantity."""
_STATED = re.compile(
    r"(?:[A-Z]{3} )?(\d[\d,]*(?:\.\d+)?)"
    r"(?:%| (?:business |calendar )?(?:minute|hour|day|week|month|quarter|year)s?)?(?: per [a-z ]+)?"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity that an agreement states, with where it stands."""

    agreement: str
    key: str
    value: str
    clause: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Outlier:
    """A term that lies beyond what nearly all others state."""

    stated: Stated
    above: bool
    bound: str
    """What 95 % of the agreements state at most (`above`) or at least, in the words of one of them."""
    among: int
    """Agreements that state this term."""
    factor: float
    """How many times beyond the bound it lies."""

    @property
    def sentence(self) -> str:
        """Says it in a sentence."""
        most = "at most" if self.above else "at least"
        return (
            f"{self.stated.value}; {SHARE} % of the {self.among} agreements that state it"
            f" have {most} {self.bound}."
        )


def find_outliers(stated: Iterable[Stated]) -> list[Outlier]:
    """Returns what is unusual, the farthest beyond its bound first.

    Compared is like with like: lengths with lengths, percentages of a month with others of a month, and
    money with money of the same currency and period. An agreement counts once, with its highest value
    where too much is looked for and with its lowest where too little is.
    """
    groups: dict[tuple[str, str], dict[str, list[tuple[float, Stated]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for item in stated:
        measured = _measure(item.value)
        if measured is not None:
            amount, measure = measured
            groups[item.key, measure][item.agreement].append((amount, item))
    found = []
    for by_agreement in groups.values():
        if len(by_agreement) >= ENOUGH:
            found += _beyond(list(by_agreement.values()), above=True)
            found += _beyond(list(by_agreement.values()), above=False)
    return sorted(found, key=lambda o: (-o.factor, o.stated.key, o.stated.agreement, not o.above))


def _beyond(agreements: list[list[tuple[float, Stated]]], *, above: bool) -> list[Outlier]:
    sign = 1 if above else -1
    extremes = [max(values, key=lambda pair: sign * pair[0]) for values in agreements]
    extremes.sort(key=lambda pair: (sign * pair[0], pair[1].agreement))
    # The nearest rank: the least value that so many percent do not exceed.
    bound, at_bound = extremes[-(-SHARE * len(extremes) // 100) - 1]
    return [
        Outlier(item, above, at_bound.value, len(extremes), _factor(amount, bound, above=above))
        for amount, item in extremes
        if sign * amount > sign * bound
    ]


def _factor(amount: float, bound: float, *, above: bool) -> float:
    larger, smaller = (amount, bound) if above else (bound, amount)
    return larger / smaller if smaller > 0 else float("inf")


@lru_cache(maxsize=65_536)
def _measure(value: str) -> tuple[float, str] | None:
    """Returns the amount of a value and what it is measured in; None where it is no quantity."""
    match = _STATED.fullmatch(value)
    quantity = quantity_of(Term(key="", value=value, start=0, end=0, quote="")) if match else None
    if match is None or quantity is None:
        return None
    if quantity.dimension == "days":
        return quantity.amount, "days"
    return quantity.amount, value[: match.start(1)] + value[match.end(1) :]
