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
        self._by_head: dict[str, list[tuple[str, int]]] = {}
        self._always: list[tuple[str, int]] = []
        for number, anchors in enumerate(anchored):
            for anchor in anchors:
                head = _HEAD.match(anchor)
                entries = self._by_head.setdefault(head[0], []) if head else self._always
                entries.append((anchor, number))

    def find(self, lowered: str) -> list[int]:
        """Returns the numbers, ascending, of the sets of which a sentence in lower case holds an anchor."""
        found = {number for anchor, number in self._always if anchor in lowered}
        for head in self._by_head.keys() & set(_HEAD.findall(lowered)):
            for anchor, number in self._by_head[head]:
                if number not in found and anchor in lowered:
                    found.add(number)
        return sorted(found)
