"""Anchors: the words that must begin somewhere in a sentence before a pattern is tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z]+")
MEMORY = 100_000
"""Words of which is remembered what begins them at the most."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """What begins a word: the sets with an anchor that does, and anchors that go on in the words after it."""

    sets: frozenset[int]
    longer: tuple[tuple[str, tuple[int, ...]], ...]


class AnchorIndex:
    """Finds which of many sets of anchors a sentence holds, at a cost that hardly grows with their number.

    An anchor is the beginning of a word, or several words: "rate" stands in "rates", not in "separate".
    """

    def __init__(self, anchored: Sequence[Iterable[str]]) -> None:
        numbers: dict[str, list[int]] = {}
        for number, anchors in enumerate(anchored):
            for anchor in anchors:
                numbers.setdefault(anchor, []).append(number)
        self._single: dict[str, list[int]] = {}
        self._longer: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        self._signs: list[tuple[str, list[int]]] = []
        for anchor, held in numbers.items():
            head = _WORD.match(anchor)
            if head is None:
                self._signs.append((anchor, held))
            elif head[0] == anchor:
                self._single[anchor] = held
            else:
                self._longer.setdefault(head[0], []).append((anchor, tuple(held)))
        self._known: set[str] = set()
        self._begun: dict[str, _Begun] = {}

    def find(self, lowered: str) -> list[int]:
        """Returns the numbers, ascending, of the sets of which a sentence in lower case holds an anchor."""
        found: set[int] = set()
        for anchor, numbers in self._signs:
            if anchor in lowered:
                found.update(numbers)
        words = set(_WORD.findall(lowered))
        if not words <= self._known:
            self._learn(words - self._known)
        for word in self._begun.keys() & words:
            begun = self._begun[word]
            found |= begun.sets
            for anchor, held in begun.longer:
                if anchor in lowered:
                    found.update(held)
        return sorted(found)

    def _learn(self, words: set[str]) -> None:
        """Remembers of new words which sets have an anchor that begins them; most have none."""
        if len(self._known) > MEMORY:
            self._known.clear()
            self._begun.clear()
        self._known |= words
        for word in words:
            beginnings = (word[:size] for size in range(1, len(word) + 1))
            sets = frozenset(number for begin in beginnings for number in self._single.get(begin, ()))
            longer = tuple(self._longer.get(word, ()))
            if sets or longer:
                self._begun[word] = _Begun(sets, longer)
