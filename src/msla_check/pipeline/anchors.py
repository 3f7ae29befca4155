"""Anchors: the words that must begin somewhere in a sentence before a pattern is tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_HEAD = re.compile(r"(?<![a-z])[a-z]{3}")
"""The first three letters of a word, by which anchors are looked up."""


class AnchorIndex:
    """Finds which of many sets of anchors a sentence holds, at a cost that hardly grows with their number.

    An anchor is the beginning of a word, or several words: "rate" stands in "rates", not in "separate".
    """

    def __init__(self, anchored: Sequence[Iterable[str]]) -> None:
        numbers: dict[str, list[int]] = {}
        for number, anchors in enumerate(anchored):
            for anchor in anchors:
                numbers.setdefault(anchor, []).append(number)
        self._by_head: dict[str, list[tuple[str, list[int]]]] = {}
        self._always: list[tuple[str, list[int]]] = []
        for anchor, held in numbers.items():
            head = _HEAD.match(anchor)
            entries = self._by_head.setdefault(head[0], []) if head else self._always
            entries.append((anchor, held))

    def find(self, lowered: str) -> list[int]:
        """Returns the numbers, ascending, of the sets of which a sentence in lower case holds an anchor."""
        found: set[int] = set()
        for anchor, numbers in self._always:
            if anchor in lowered:
                found.update(numbers)
        for head in self._by_head.keys() & set(_HEAD.findall(lowered)):
            for anchor, numbers in self._by_head[head]:
                if anchor in lowered:
                    found.update(numbers)
        return sorted(found)
