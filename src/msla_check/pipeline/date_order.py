"""Whether a document that writes dates in figures alone names the day first ("31/01/2025") or the month."""

from __future__ import annotations

import re

from .places import COUNTRIES, find_places

_AFTER_FIRST = re.compile(r"([/-])(\d{1,2})\1(?:19|20)?\d\d(?![\d/])|\.(\d{1,2})\.(?:19|20)\d\d(?![\d/])")
_FIRST = re.compile(r"(?<![\d/.-])\d{1,2}$")
_LAWS_OF = re.compile(r"\blaws?\s+(?:of|in)\b", re.I)
_OPENING = 5_000
"""Characters in which addresses of the parties are looked for."""
_DAY_FIRST = COUNTRIES - {"United States", "United States of America", "Canada", "Philippines"} | {
    "New South Wales",
    "Queensland",
    "Victoria",
}
"""Where the day is written first; in Canada either may be."""


def is_day_first(text: str) -> bool:
    """Returns whether "03/04/2025" is the third of April in a document.

    The document's own dates decide where one of them can be read in one way only, then the law that
    governs it, then the first country or state that its opening names; else the month comes first.
    """
    pairs = []
    for rest in _AFTER_FIRST.finditer(text):
        if first := _FIRST.search(text[max(0, rest.start() - 3) : rest.start()]):
            pairs.append((int(first[0]), int(rest[2] or rest[3])))
    if not pairs:
        return False
    days = sum(first > 12 >= second for first, second in pairs)
    months = sum(second > 12 >= first for first, second in pairs)
    if days != months:
        return days > months
    laws = [text[law.end() : law.end() + 100] for law in _LAWS_OF.finditer(text)]
    for passage in (*laws, text[:_OPENING]):
        for _, _, place in find_places(passage):
            return place in _DAY_FIRST
    return False
