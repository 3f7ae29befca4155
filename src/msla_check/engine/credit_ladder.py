"""Ladders of service credits: bands of availability, each with its credit, and where they do not join."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_LEVEL = r"(\d{2,3}(?:\.\d+)?)\s?%?"
_UNDER = r"(?:less than|lower than|below|under|fall\w* below|<)\s?"
_OVER = (
    r"(?:at least|not less than|no less than|greater than or equal to|equal to or greater than|greater than"
    r"|more than|above|≥|>=|>)\s?"
)
_AND = r"\s*,?\s*(?:but|and|yet)?\s*(?:is |are )?(?:also )?"
_TO = r"\s*(?:(?:down )?to|through|and|until|[-–—])\s*"
_OR_MORE = r"\s*or (?:more|above|greater|higher)"
_BANDS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_UNDER}{_LEVEL}{_AND}{_OVER}{_LEVEL}",
        rf"{_OVER}{_LEVEL}{_AND}{_UNDER}{_LEVEL}",
        rf"{_LEVEL}{_OR_MORE}{_AND}{_UNDER}{_LEVEL}",
        rf"{_UNDER}{_LEVEL}{_TO}{_LEVEL}",
        rf"{_LEVEL}{_TO}(?:{_UNDER})?{_LEVEL}",
        rf"{_UNDER}{_LEVEL}",
    )
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|percent|per cent)", re.I)
_BEGINS = re.compile(r"(?<![\w.])(?:\d|[a-z]|[<>≥])", re.I)
TENTH = 0.1
"""Percent that neighbours may lie apart: availability is measured no finer than they are written."""
LEAST = 50.0
"""Percent below which a figure is no availability."""


@dataclass(frozen=True, slots=True)
class Band:
    """Availability from `low` up to `high` earns `credit`, all in percent; `step` is the last digit written."""

    low: float
    high: float
    credit: float
    step: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Two neighbouring bands that leave a gap, overlap, or pay less for a worse month."""

    upper: Band
    lower: Band

    @property
    def between(self) -> str:
        """The levels between which the fault lies."""
        edges = sorted((self.upper.low, self.lower.high))
        return f"{edges[0]:g}% and {edges[1]:g}%"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The bands of one clause, best level first."""

    bands: tuple[Band, ...]

    @property
    def largest(self) -> Band:
        """The band with the largest credit."""
        return max(self.bands, key=lambda band: band.credit)

    def gaps(self) -> list[Fault]:
        """Returns the neighbours between which a level earns nothing."""
        return [
            Fault(a, b) for a, b in pairwise(self.bands) if a.low - b.high > min(a.step, b.step, TENTH) + 1e-9
        ]

    def overlaps(self) -> list[Fault]:
        """Returns the neighbours between which a level earns two credits."""
        return [Fault(a, b) for a, b in pairwise(self.bands) if b.high - a.low > 1e-9]

    def falls(self) -> list[Fault]:
        """Returns the neighbours of which the worse level earns the smaller credit."""
        return [Fault(a, b) for a, b in pairwise(self.bands) if b.credit < a.credit]


def read_ladder(passages: list[tuple[int, str]]) -> Ladder | None:
    """Returns the ladder that the passages of a clause state, each with its place; None where there is none."""
    for credit_first in (False, True):
        bands = [band for start, words in passages for band in _bands(words, start, credit_first)]
        if len(bands) > 1:
            return Ladder(_joined(bands))
    return None


def _bands(words: str, offset: int, credit_first: bool) -> Iterator[Band]:
    spans = list(_spans(words))
    for index, (start, end, low, high, step) in enumerate(spans):
        if credit_first:
            found = list(_PERCENT.finditer(words, spans[index - 1][1] if index else 0, start))[-1:]
        else:
            after = spans[index + 1][0] if index + 1 < len(spans) else len(words)
            found = list(_PERCENT.finditer(words, end, after))[:1]
        if found:
            yield Band(low, high, float(found[0][1]), step, offset, offset + len(words))


def _spans(words: str) -> Iterator[tuple[int, int, float, float, float]]:
    """Yields the bands of availability that words name: place, lower and upper level, last digit."""
    taken = 0
    for begin in _BEGINS.finditer(words):
        if begin.start() < taken:
            continue
        for pattern in _BANDS:
            match = pattern.match(words, begin.start())
            if match is None:
                continue
            *low, high = sorted(float(level) for level in match.groups())
            if high <= 100 and min([high, *low]) >= LEAST and high not in low:
                digits = max(len(level.partition(".")[2]) for level in match.groups())
                yield match.start(), match.end(), low[0] if low else 0.0, high, 10.0**-digits
                taken = match.end()
                break


def _joined(bands: list[Band]) -> tuple[Band, ...]:
    """Returns the bands, best first; one that only says "below 99%" ends where the next begins."""
    ordered = sorted(bands, key=lambda band: (-band.high, -band.low))
    joined = [replace(band, low=below.high) if not band.low else band for band, below in pairwise(ordered)]
    return (*joined, ordered[-1])
