"""Where each number comes next among the candidates: what a sequence looks ahead to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from .candidates import Candidate
from .numbering import Reading

FAR = 10**9
"""The place of what does not come."""
_ALIKE = {"1": "1.", "1.": "1", "I": "I.", "I.": "I"}
"""Styles that one author mixes in one sequence."""


def same_style(one: Reading, other: Reading) -> bool:
    """Returns whether two numbers may belong to one sequence."""
    return one.style == other.style or _ALIKE.get(one.style) == other.style


class NumberPlaces:
    """The candidates by the ways to read their numbers; places are indices of candidates."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        self._places: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
        for index, candidate in enumerate(candidates):
            for reading in candidate.readings:
                self._places[reading.style, reading.path].append(index)
        self._headings = [i for i, c in enumerate(candidates) if c.kind == "heading"]
        self._schedules = [i for i, c in enumerate(candidates) if c.kind == "schedule"]

    def next_heading(self, index: int) -> int:
        """Returns the next unnumbered heading after `index`."""
        at = bisect_right(self._headings, index)
        return self._headings[at] if at < len(self._headings) else FAR

    def next_of(self, style: str, path: tuple[int, ...], index: int) -> int:
        """Returns the next candidate that can be read so, within the present schedule."""
        other = _ALIKE.get(style)
        if other:
            return min(self._next_exactly(style, path, index), self._next_exactly(other, path, index))
        return self._next_exactly(style, path, index)

    def next_in(self, reading: Reading, index: int, step: int = 1) -> int:
        """Returns where a sequence goes on, `step` numbers later."""
        path = reading.path
        return self.next_of(reading.style, (*path[:-1], path[-1] + step), index) if path else FAR

    def goes_on(self, reading: Reading, index: int) -> bool:
        """Returns whether the next number of a sequence follows at the beginning of a unit."""
        following = self.next_in(reading, index)
        return following < FAR and self._candidates[following].firm

    def resumes(self, reading: Reading, index: int) -> bool:
        """Returns whether a sequence goes on after a candidate, schedules or not, before it begins anew."""
        following = (*reading.path[:-1], reading.path[-1] + 1)
        onward = self._places.get((reading.style, following), [])
        restart = self._places.get((reading.style, (*reading.path[:-1], 1)), [])
        at, again = bisect_right(onward, index), bisect_right(restart, index)
        if at == len(onward) or not self._candidates[onward[at]].firm:
            return False
        return again == len(restart) or onward[at] < restart[again]

    def _next_exactly(self, style: str, path: tuple[int, ...], index: int) -> int:
        places = self._places.get((style, path), [])
        at = bisect_right(places, index)
        end = bisect_right(self._schedules, index)
        limit = self._schedules[end] if end < len(self._schedules) else FAR
        return places[at] if at < len(places) and places[at] < limit else FAR
